using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FastTokens.Bench;

/// <summary>
/// Where the text of a kind comes from: a file of its own, the documents of a corpus whose category is of that kind, or the generator. What
/// is too short goes on with generated text, so that no part is ever repeated.
/// </summary>
internal static class TextSource
{
    // Environment variables reach the processes that BenchmarkDotNet starts.
    private const string FileVariable = "FASTTOKENS_BENCH_TEXT_";
    private const string CorpusVariable = "FASTTOKENS_BENCH_CORPUS";

    internal static void UseFile(TextKind kind, string path) => Environment.SetEnvironmentVariable(FileVariable + kind, Path.GetFullPath(path));

    internal static void UseCorpus(string path) => Environment.SetEnvironmentVariable(CorpusVariable, Path.GetFullPath(path));

    /// <summary>Returns a text of at least that many UTF-8 bytes.</summary>
    internal static string Load(TextKind kind, int utf8Bytes)
    {
        string given = LoadGiven(kind);
        int missing = utf8Bytes - Encoding.UTF8.GetByteCount(given);
        return missing > 0 ? given + TextGenerator.Generate(kind, missing) : given;
    }

    /// <summary>Says how much of a text of that many UTF-8 bytes comes from where.</summary>
    internal static string Describe(TextKind kind, int utf8Bytes)
    {
        int given = Encoding.UTF8.GetByteCount(LoadGiven(kind));
        return given == 0 ? "generated"
            : given >= utf8Bytes ? "from a file"
            : string.Create(CultureInfo.InvariantCulture, $"{100.0 * given / utf8Bytes:F0}% from a file, the rest generated");
    }

    private static string LoadGiven(TextKind kind) =>
        Environment.GetEnvironmentVariable(FileVariable + kind) is { Length: > 0 } file ? File.ReadAllText(file)
        : Environment.GetEnvironmentVariable(CorpusVariable) is { Length: > 0 } corpus ? LoadCorpus(corpus, PrefixesOf(kind))
        : string.Empty;

    private static string[] PrefixesOf(TextKind kind) => kind switch
    {
        TextKind.English => ["prose-en", "docs-en"],
        TextKind.Code => ["code-"],
        TextKind.Json => ["data-json"],
        TextKind.Chinese => ["prose-zh", "docs-zh", "docs-cn"],
        TextKind.Japanese => ["prose-ja", "docs-ja"],
        TextKind.Russian => ["prose-ru", "docs-ru"],
        TextKind.Emoji => ["emoji"],
        TextKind.Base64 => ["dense-base64"],
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Joins the texts of a corpus, an object with <c>category</c> and <c>text</c> a line, whose category begins with one of the prefixes.</summary>
    private static string LoadCorpus(string path, string[] prefixes)
    {
        StringBuilder text = new();
        foreach (string line in File.ReadLines(path))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            string category = document.RootElement.GetProperty("category").GetString()!;
            if (prefixes.Any(prefix => category.StartsWith(prefix, StringComparison.Ordinal)))
            {
                text.Append(document.RootElement.GetProperty("text").GetString()).Append('\n');
            }
        }

        return text.ToString();
    }
}
