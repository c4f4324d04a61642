using System.Text.RegularExpressions;
using System.Xml.Linq;
using FastTokens.Generators;
using FastTokens.Tests.Cli;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Generators;

/// <summary>The figures and charts of README.md and docs/performance.md are those of the committed results.</summary>
public class PerformanceReportTests
{
    public static TheoryData<string> Charts => [.. PerformanceCharts.All.Select(static chart => chart.Path)];

    [Fact]
    public void Committed_figures_and_charts_are_not_stale()
    {
        Repository repository = Repository.Find();
        BenchmarkResults shown = PerformanceCommand.Shown(repository);
        string[] stale = [.. PerformanceCommand.Files(repository, shown)
            .Where(file => !File.Exists(RepositoryFiles.PathOf(file.Path)) || File.ReadAllText(RepositoryFiles.PathOf(file.Path)).ReplaceLineEndings("\n") != file.Content)
            .Select(static file => file.Path)];
        Assert.True(stale.Length == 0, $"Stale: {string.Join(", ", stale)}. Run: dotnet run -c Release --project src/FastTokens.Generators -- performance {shown.Name}");
    }

    [Theory]
    [MemberData(nameof(Charts))]
    public void Charts_are_well_formed(string path) => Assert.Equal("svg", XDocument.Load(RepositoryFiles.PathOf(path)).Root!.Name.LocalName);

    [Fact]
    public void A_figure_that_changes_shows_in_documents_and_charts()
    {
        using TemporaryDirectory directory = new();
        // The first figure of English in the results of exact counting.
        Repository repository = Copy(directory.Path, "changed", static text => Regex.Replace(text, @"^(\| English +\| +)[0-9][0-9.,]* \| +([0-9.,]+ \|.*x \|)", "${1}777 | $2", RegexOptions.Multiline));
        (string Path, string Content)[] before = [.. PerformanceCommand.Files(Repository.Find(), PerformanceCommand.Shown(Repository.Find()))];
        (string Path, string Content)[] after = [.. PerformanceCommand.Files(repository, BenchmarkResults.Open(repository, "changed"))];
        Assert.Equal(before.Select(static file => file.Path), after.Select(static file => file.Path));
        foreach ((string document, string old) in after.Zip(before, static (one, other) => (one.Content, other.Content)).Take(2))
        {
            Assert.Contains("figures rough of changed -->", document, StringComparison.Ordinal);
            Assert.Contains(Results("changed", "exact.md"), document, StringComparison.Ordinal);
            Assert.Contains("| exact count, warm | 777 |", document, StringComparison.Ordinal);
            Assert.DoesNotContain("| exact count, warm | 777 |", old, StringComparison.Ordinal);
        }

        string[] changed = [.. before.Zip(after).Skip(2).Where(static pair => pair.First.Content != pair.Second.Content).Select(static pair => pair.First.Path)];
        Assert.Equal(["docs/images/performance-overview.svg", "docs/images/performance-exact.svg"], changed);
    }

    [Fact]
    public void What_is_written_is_what_is_shown_afterwards()
    {
        using TemporaryDirectory directory = new();
        Repository repository = Copy(directory.Path, "machine", static text => text);
        using StringWriter output = new();
        Assert.Equal(0, PerformanceCommand.Run(repository, "machine", output));
        BenchmarkResults shown = PerformanceCommand.Shown(repository);
        Assert.Equal("machine", shown.Name);
        Assert.All(PerformanceCommand.Files(repository, shown), file => Assert.Equal(file.Content, File.ReadAllText(Path.Combine(directory.Path, file.Path))));
    }

    [Fact]
    public void The_newest_results_that_are_complete_are_shown()
    {
        using TemporaryDirectory directory = new();
        Write(directory.Path, "a", "2026-01-02", "estimator.md", "exact.md");
        Write(directory.Path, "b", "2026-03-04", "estimator.md", "exact.md");
        Write(directory.Path, "c", "2026-05-06", "exact.md", "caching.md");
        Write(directory.Path, "d", "long ago", "estimator.md", "exact.md", "caching.md");
        Repository repository = new(directory.Path);

        BenchmarkResults newest = BenchmarkResults.Open(repository, null);
        Assert.Equal("b", newest.Name);
        Assert.Equal(Results("b", "exact.md"), newest.Get("exact.md").Path);
        // What it lacks comes from the newest other machine that has it.
        Assert.Equal(Results("c", "caching.md"), newest.Get("caching.md").Path);
        Assert.Null(newest.Find("truncation.md"));
        Assert.Equal("a", BenchmarkResults.Open(repository, "a").Name);

        Assert.Contains("bench/results/c lacks estimator.md", Assert.Throws<InvalidDataException>(() => BenchmarkResults.Open(repository, "c")).Message, StringComparison.Ordinal);
        Assert.Contains("has no folder 'e'; it has c, b, a, d", Assert.Throws<InvalidDataException>(() => BenchmarkResults.Open(repository, "e")).Message, StringComparison.Ordinal);
        Assert.Contains("has truncation.md", Assert.Throws<InvalidDataException>(() => newest.Get("truncation.md")).Message, StringComparison.Ordinal);
        using TemporaryDirectory empty = new();
        Assert.Contains("run the benchmarks", Assert.Throws<InvalidDataException>(() => BenchmarkResults.Open(new Repository(empty.Path), null)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text", "has no block")]
    [InlineData("<!-- figures rough of a -->\n", "is not closed")]
    [InlineData("<!-- figures rough of a -->\n<!-- figures exact of a -->\n<!-- end of figures -->", "'rough' is not closed")]
    [InlineData("<!-- figures rough -->\n<!-- end of figures -->", "begins with")]
    public void A_document_with_a_broken_block_is_refused(string document, string message)
    {
        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => FigureBlocks.Rewrite("page.md", document, "b", static name => name));
        Assert.StartsWith("page.md", failure.Message, StringComparison.Ordinal);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_are_written_and_the_text_around_them_stays()
    {
        const string Document = "one\n<!-- figures x of old -->\n\nstale\n\n<!-- end of figures -->\ntwo\n<!-- figures y of old -->\n<!-- end of figures -->\nthree\n";
        string written = FigureBlocks.Rewrite("page.md", Document, "new", static name => name == "x" ? "fresh\n" : string.Empty);
        Assert.Equal("one\n<!-- figures x of new -->\n\nfresh\n\n<!-- end of figures -->\ntwo\n<!-- figures y of new -->\n<!-- end of figures -->\nthree\n", written);
        Assert.Equal("new", FigureBlocks.FolderOf("page.md", written));
    }

    [Fact]
    public void A_table_names_what_it_lacks()
    {
        MarkdownTable table = Assert.Single(MarkdownTable.ReadAll("file.md", "| A | B |\n| --- | ---: |\n| x | 1,234 |\n| y | - |\n"));
        Assert.Equal(1234, table.Figure(table.Row("x"), "B"));
        Assert.Contains("'-' in column 'B'", Assert.Throws<InvalidDataException>(() => table.Figure(table.Row("y"), "B")).Message, StringComparison.Ordinal);
        Assert.Contains("no row 'z'", Assert.Throws<InvalidDataException>(() => table.Row("z")).Message, StringComparison.Ordinal);
        Assert.Contains("'C'", Assert.Throws<InvalidDataException>(() => table.Cell(table.Row("x"), "C")).Message, StringComparison.Ordinal);
        Assert.Contains("has 1 cells", Assert.Throws<InvalidDataException>(() => MarkdownTable.ReadAll("file.md", "| A | B |\n| x |\n")).Message, StringComparison.Ordinal);
    }

    private static string Results(string folder, string file) => $"{BenchmarkResults.Directory}/{folder}/{file}";

    // The documents with the results that they show, under another name and edited.
    private static Repository Copy(string root, string folder, Func<string, string> edit)
    {
        foreach (string path in (string[])["README.md", PerformanceCommand.Document])
        {
            CopyFile(path, path, static text => text);
        }

        string source = RepositoryFiles.PathOf(BenchmarkResults.Directory);
        string shown = PerformanceCommand.Shown(Repository.Find()).Name;
        foreach (string file in Directory.GetFiles(source, "*.md", SearchOption.AllDirectories))
        {
            string machine = Path.GetFileName(Path.GetDirectoryName(file)!);
            CopyFile(Results(machine, Path.GetFileName(file)), Results(machine == shown ? folder : machine, Path.GetFileName(file)), edit);
        }

        return new Repository(root);

        void CopyFile(string from, string to, Func<string, string> change)
        {
            string target = Path.Combine(root, to);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllText(target, change(File.ReadAllText(RepositoryFiles.PathOf(from))));
        }
    }

    private static void Write(string root, string folder, string date, params string[] files)
    {
        foreach (string file in files)
        {
            string path = Path.Combine(root, Results(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, $"# Results\n\nA CPU, {date}.\n\n| A |\n| --- |\n| 1 |\n");
        }
    }
}
