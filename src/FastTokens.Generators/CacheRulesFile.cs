using System.Text;
using FastTokens.Caching;

namespace FastTokens.Generators;

/// <summary>The cache rules that come with the library, <c>Data/cache-rules.json</c> as a literal.</summary>
internal sealed class CacheRulesFile : IGeneratedFile
{
    private const string Quotes = "\"\"\"\"\"";

    public string Path => "src/FastTokens/Generated/CacheRulesData.g.cs";

    public string Generate(GeneratorInputs inputs)
    {
        GeneratorInput rules = inputs.Get("cache-rules.json");
        try
        {
            CacheRulesReader.Read(rules.Bytes);
        }
        catch (InvalidDataException failure)
        {
            throw new InvalidDataException($"Data/{rules.Path}: {failure.Message}", failure);
        }

        StringBuilder text = new(GeneratedHeader.For(rules));
        text.Append("""

            namespace FastTokens.Caching;

            internal static class CacheRulesData
            {
                internal static ReadOnlySpan<byte> Utf8Json =>

            """);
        text.Append("        ").Append(Quotes).Append('\n');
        foreach (string line in Encoding.UTF8.GetString(rules.Bytes).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            text.Append(line.Length == 0 ? "" : "        ").Append(line).Append('\n');
        }

        text.Append("        ").Append(Quotes).Append("u8;\n}\n");
        return text.Replace("\r\n", "\n").ToString();
    }
}
