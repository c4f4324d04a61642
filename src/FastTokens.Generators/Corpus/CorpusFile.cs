using System.Globalization;
using System.Text.Json;

namespace FastTokens.Generators;

/// <summary>A corpus: one JSON object a line with <c>text</c>, <c>counts</c> (tokens by family) and, where they are known, <c>source</c> and <c>category</c>.</summary>
internal sealed class CorpusFile
{
    private CorpusFile(string name, string sha256, IReadOnlyList<CorpusDocument> documents)
    {
        Name = name;
        Sha256 = sha256;
        Documents = documents;
    }

    /// <summary>The name of the file, without its directory.</summary>
    public string Name { get; }

    public string Sha256 { get; }

    /// <summary>The documents that have text, in the order of the file.</summary>
    public IReadOnlyList<CorpusDocument> Documents { get; }

    public static CorpusFile Load(string path) => File.Exists(path)
        ? Parse(Path.GetFileName(path), File.ReadAllBytes(path))
        : throw new InvalidDataException($"{path} does not exist.");

    /// <exception cref="InvalidDataException">A line is wrong; the message names file, line and reason.</exception>
    public static CorpusFile Parse(string name, byte[] bytes)
    {
        List<CorpusDocument> documents = [];
        ReadOnlySpan<byte> rest = bytes;
        for (int line = 1; !rest.IsEmpty; line++)
        {
            int end = rest.IndexOf((byte)'\n');
            int length = end < 0 ? rest.Length : end;
            ReadOnlySpan<byte> content = rest[..length].Trim("\r\t "u8);
            int start = bytes.Length - rest.Length;
            rest = rest[(end < 0 ? length : length + 1)..];
            if (content.IsEmpty)
            {
                continue;
            }

            CorpusDocument document = ParseLine(name, bytes.AsMemory(start, length), line);
            if (document.Text.Length > 0)
            {
                documents.Add(document);
            }
        }

        return documents.Count > 0
            ? new CorpusFile(name, GeneratorInputs.Hash(bytes), documents)
            : throw new InvalidDataException($"{name} has no documents.");
    }

    private static CorpusDocument ParseLine(string name, ReadOnlyMemory<byte> json, int line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("text", out JsonElement text) || text.ValueKind != JsonValueKind.String
                || !root.TryGetProperty("counts", out JsonElement counts) || counts.ValueKind != JsonValueKind.Object)
            {
                throw Wrong(name, line, "it is not an object with the string 'text' and the object 'counts'");
            }

            string content = text.GetString()!;
            string source = root.TryGetProperty("source", out JsonElement member) && member.ValueKind == JsonValueKind.String
                ? member.GetString()!
                : string.Create(CultureInfo.InvariantCulture, $"line {line}");
            return new CorpusDocument(source, content, ReadCounts(name, line, counts, content.Length > 0 ? 1 : 0), line)
            {
                Category = root.TryGetProperty("category", out JsonElement category) && category.ValueKind == JsonValueKind.String
                    ? category.GetString()!
                    : string.Empty,
            };
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw Wrong(name, line, $"it is not JSON: {failure.Message.TrimEnd('.')}");
        }
    }

    private static Dictionary<string, int> ReadCounts(string name, int line, JsonElement counts, int least)
    {
        Dictionary<string, int> read = new(StringComparer.Ordinal);
        foreach (JsonProperty count in counts.EnumerateObject())
        {
            if (count.Value.ValueKind != JsonValueKind.Number || !count.Value.TryGetInt32(out int tokens) || tokens < least)
            {
                throw Wrong(name, line, $"the count of '{count.Name}' is not a whole number of at least {least}");
            }

            read[count.Name] = tokens;
        }

        return read;
    }

    private static InvalidDataException Wrong(string name, int line, string reason) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{name}, line {line}: {reason}."));
}
