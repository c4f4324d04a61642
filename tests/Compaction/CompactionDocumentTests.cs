using System.Globalization;
using FastTokens.Compaction;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Compaction;

/// <summary>docs/compaction.md: its code compiles and does what it says, its table of thresholds is that of the library.</summary>
public class CompactionDocumentTests
{
    private const string ExamplesFile = "CompactionExamples.cs";

    public static TheoryData<string> Regions => [.. CompactionExamples.ByRegion.Keys];

    [Fact]
    public void Every_example_stands_in_the_document_and_every_block_of_it_is_one()
    {
        Dictionary<string, string> regions = DocumentedCode.Regions("tests", "Compaction", ExamplesFile);
        Assert.Equal(regions.Values.Order(StringComparer.Ordinal), DocumentedCode.Blocks("docs", "compaction.md").Order(StringComparer.Ordinal));
        Assert.Equal(
            regions.Keys.Where(static name => !name.EndsWith("-type", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            CompactionExamples.ByRegion.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Regions))]
    public void An_example_writes_what_its_comments_say(string region)
    {
        string[] expected = DocumentedCode.Outputs(DocumentedCode.Regions("tests", "Compaction", ExamplesFile)[region]);
        Assert.True(expected.Length > 0, "The example says nowhere what it writes.");
        CompactionExamples examples = new();
        CompactionExamples.ByRegion[region](examples);
        Assert.Equal(expected, examples.Output);
    }

    [Fact]
    public void The_table_of_thresholds_is_that_of_the_library()
    {
        string document = File.ReadAllText(RepositoryFiles.PathOf("docs", "compaction.md")).ReplaceLineEndings("\n");
        foreach (int size in Windows.Sizes)
        {
            string row = Row(size);
            Assert.True(document.Contains(row, StringComparison.Ordinal), $"docs/compaction.md is stale; this row of its table is missing:\n{row}");
        }
    }

    private static string Row(int size)
    {
        ContextWindow window = new(size);
        CompactionThresholds thresholds = new(window);
        string name = size >= 1_000_000 ? $"{size / 1_000_000}M" : $"{size / 1000}K";
        long[] figures =
        [
            thresholds.Usable, thresholds.Warning, thresholds.NormalFold, thresholds.AggressiveFold, thresholds.ForceSummary, thresholds.TurnStartFold,
            thresholds.FinalBuffer, thresholds.Blocking, thresholds.NormalTail, thresholds.AggressiveTail,
        ];
        return $"| {name} | {string.Join(" | ", figures.Select(static figure => figure.ToString("N0", CultureInfo.InvariantCulture)))} |";
    }
}
