using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace FastTokens.Generators;

/// <summary>The blocks of figures by their names.</summary>
/// <param name="results">The results that are shown.</param>
/// <param name="root">What leads from the document to the repository's root, for links.</param>
internal sealed class PerformanceTables(BenchmarkResults results, string root)
{
    private readonly BenchmarkFile _estimator = results.Get("estimator.md");
    private readonly BenchmarkFile _exact = results.Get("exact.md");

    /// <summary>Returns the content of a block.</summary>
    /// <exception cref="InvalidDataException">There is no block of that name, or the results lack what it shows.</exception>
    public string Write(string block) => block switch
    {
        "machine" => $"Shown: one core of {_estimator.Machine}; texts: {Texts()}.\n",
        "rough" => Rough(),
        "exact" => Exact(["-", "a-z"]),
        "widths" => Widths(),
        "sizes" => Sizes(),
        "exact-all" => Exact([]) + Runs(),
        "peers" => Whole("peers", "Not measured yet: the commands above do."),
        // The README compares once there is something to compare with.
        "peers-if-measured" => Whole("peers", string.Empty),
        // Any other is a file of that name.
        _ => Whole(block, null) ?? throw new InvalidDataException($"There is no block of figures '{block}', and no {block}.md below {BenchmarkResults.Directory}."),
    };

    private string Texts() => _estimator.Text.Split('\n').FirstOrDefault(static line => line.StartsWith("Texts: ", StringComparison.Ordinal)) is { } line
        && line["Texts: ".Length..].TrimEnd('.').Split("; ").All(static text => text.EndsWith(" generated", StringComparison.Ordinal) && !text.Contains('%', StringComparison.Ordinal))
            ? "generated"
            : "from files";

    private string Rough()
    {
        MarkdownTable table = PerformanceFigures.Widths(_estimator);
        double[] yardstick = [.. table.Rows.Select(row => table.Figure(row, "XxHash3"))];
        double allocated = table.Rows.Max(row => table.Figure(row, "B/call"));
        MarkdownTable sizes = PerformanceFigures.Sizes(_estimator);
        string[] small = PerformanceFigures.RowsBySize(sizes, "English").First();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"One core of {_estimator.Machine}: texts of 64 KB ({Texts()}), best of many short runs, {allocated:0.##} bytes allocated; in the same run `XxHash3` read {yardstick.Min():N0} to {yardstick.Max():N0} GB/s. A text of {sizes.Cell(small, "Bytes")} bytes takes {sizes.Cell(small, "ns/call")} ns.\n\n")
            + ByKind("GB/s", ["UTF-8", "UTF-16"], static encoding => encoding, (kind, encoding) => PerformanceFigures.Short(table.Figure(table.Row(kind, encoding), "GB/s")))
            + Source(_estimator);
    }

    private string Widths()
    {
        MarkdownTable table = PerformanceFigures.Widths(_estimator);
        return ByKind(
            "GB/s of UTF-8", ["scalar GB/s", "128 bits", "256 bits", "512 bits"], static width => width.Replace(" GB/s", string.Empty, StringComparison.Ordinal), (kind, width) => table.Cell(table.Row(kind, "UTF-8"), width))
            + Source(_estimator);
    }

    private string Sizes()
    {
        MarkdownTable table = PerformanceFigures.Sizes(_estimator);
        int count = PerformanceFigures.RowsBySize(table, "English").Count();
        return ByKind(
            "ns a call, UTF-8",
            [.. Enumerable.Range(0, count)],
            index => $"{table.Cell(PerformanceFigures.RowsBySize(table, "English").ElementAt(index), "Bytes")} bytes",
            (kind, index) => table.Cell(PerformanceFigures.RowsBySize(table, kind).ElementAt(index), "ns/call"))
            + Source(_estimator);
    }

    private string Exact(string[] runs)
    {
        MarkdownTable table = PerformanceFigures.Exact(_exact);
        MarkdownTable longTexts = _exact.Table("100,000 characters", "MB/s");
        (string Title, string Column)[] rows = [("exact count, warm", "warm MB/s"), ("exact count, text not seen before", "first touch"), ("regular expression alone", "regex")];
        List<string[]> lines = [["MB/s", .. PerformanceFigures.Kinds.Select(PerformanceFigures.Title), .. runs.Select(static run => run == "-" ? "100,000 dashes" : "100,000 random letters")]];
        foreach ((string title, string column) in rows)
        {
            lines.Add([
                title,
                .. PerformanceFigures.Kinds.Select(kind => PerformanceFigures.Short(table.Figure(table.Row(kind), column))),
                .. runs.Select(run => column == "warm MB/s" ? PerformanceFigures.Short(longTexts.Figure(longTexts.Row(run == "-" ? "'-' only" : "random a-z"), "MB/s")) : string.Empty),
            ]);
        }

        return $"{(runs.Length > 0 ? $"One core of {_exact.Machine}: " : string.Empty)}MB/s of UTF-8, o200k_base, texts of 256 KB; the regular expression is .NET's compiled one of the same grammar, which only finds the pieces.\n\n"
            + MarkdownTable.Format(lines) + Source(_exact);
    }

    private string Runs()
    {
        MarkdownTable table = _exact.Table("100,000 characters", "MB/s");
        return "\nTexts that other tokenizers choke on:\n\n"
            + MarkdownTable.Format([["100,000 characters", "MB/s"], .. table.Rows.Select(row => new[] { row[0], table.Cell(row, "MB/s") })])
            + "\n" + string.Join("\n\n", _exact.Body.Split("\n\n").Where(static part => part.StartsWith('`') || part.StartsWith("Reading", StringComparison.Ordinal))) + "\n";
    }

    [return: NotNullIfNotNull(nameof(otherwise))]
    private string? Whole(string name, string? otherwise) => results.Find(name + ".md") is { } file ? $"{file.Machine}.\n\n{file.Body}\n" + Source(file) : otherwise;

    private static string ByKind<TRow>(string unit, TRow[] rows, Func<TRow, string> title, Func<string, TRow, string> cell) => MarkdownTable.Format(
        [[unit, .. PerformanceFigures.Kinds.Select(PerformanceFigures.Title)], .. rows.Select(row => (string[])[title(row), .. PerformanceFigures.Kinds.Select(kind => cell(kind, row))])]);

    private string Source(BenchmarkFile file) => $"\n[{file.Path}]({root}{file.Path}) has all of it.\n";
}
