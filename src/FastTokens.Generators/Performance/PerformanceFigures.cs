using System.Globalization;

namespace FastTokens.Generators;

/// <summary>What tables and charts take from results alike: where a figure stands, and how it is written.</summary>
internal static class PerformanceFigures
{
    /// <summary>Gets the kinds of text.</summary>
    public static string[] Kinds { get; } = ["English", "Code", "Json", "Chinese", "Japanese", "Russian", "Emoji", "Base64"];

    public static string Title(string kind) => kind switch
    {
        "Code" => "code",
        "Json" => "JSON",
        "Emoji" => "emoji",
        "Base64" => "base64",
        _ => kind,
    };

    /// <summary>Returns the table of rough counts by width of the vectors.</summary>
    public static MarkdownTable Widths(BenchmarkFile estimator) => estimator.Table("Text", "Encoding", "GB/s", "scalar GB/s");

    /// <summary>Returns the table of rough counts by size.</summary>
    public static MarkdownTable Sizes(BenchmarkFile estimator) => estimator.Table("Text", "Encoding", "Bytes", "GB/s");

    /// <summary>Returns the table of exact counts.</summary>
    public static MarkdownTable Exact(BenchmarkFile exact) => exact.Table("Text", "warm MB/s", "first touch", "regex");

    /// <summary>Returns the rows of a kind by size, in UTF-8.</summary>
    public static IEnumerable<string[]> RowsBySize(MarkdownTable sizes, string kind) =>
        sizes.Rows.Where(row => sizes.Cell(row, "Text") == kind && sizes.Cell(row, "Encoding") == "UTF-8");

    /// <summary>Writes a figure with two digits that mean something.</summary>
    public static string Short(double value) => value.ToString(value >= 10 ? "N0" : value >= 1 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
