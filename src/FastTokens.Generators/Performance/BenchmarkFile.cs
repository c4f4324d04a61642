using System.Globalization;

namespace FastTokens.Generators;

/// <summary>A file of results: a heading, a line on the machine with the date, then tables.</summary>
internal sealed class BenchmarkFile
{
    private readonly List<MarkdownTable> _tables;

    private BenchmarkFile(string path, string text, string machine, string body)
    {
        Path = path;
        Text = text;
        Machine = machine;
        Body = body;
        _tables = MarkdownTable.ReadAll(path, text);
    }

    /// <summary>Gets the path from the repository's root, with slashes.</summary>
    public string Path { get; }

    public string Text { get; }

    /// <summary>Gets what it was measured on, and when.</summary>
    public string Machine { get; }

    /// <summary>Gets what stands behind the line on the machine.</summary>
    public string Body { get; }

    /// <summary>Gets the day of the measurement; the first day there is where the file does not say.</summary>
    public DateOnly Date =>
        DateOnly.TryParseExact(Machine.Split(", ")[^1], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date : DateOnly.MinValue;

    /// <exception cref="InvalidDataException">The file has another form.</exception>
    public static BenchmarkFile Load(Repository repository, string path)
    {
        string text = File.ReadAllText(System.IO.Path.Combine(repository.Root, path)).ReplaceLineEndings("\n");
        string[] parts = text.Split("\n\n", 3);
        return parts.Length == 3 && parts[0].StartsWith("# ", StringComparison.Ordinal)
            ? new BenchmarkFile(path, text, parts[1].Trim().TrimEnd('.'), parts[2].Trim('\n'))
            : throw new InvalidDataException($"{path}: results begin with a heading and a line on the machine.");
    }

    /// <summary>Returns the table that has these columns.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public MarkdownTable Table(params string[] columns) => _tables.Find(table => columns.All(table.HasColumn))
        ?? throw new InvalidDataException($"{Path}: no table has the columns '{string.Join("', '", columns)}'.");
}
