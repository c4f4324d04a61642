using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests;

/// <summary>The code of README.md compiles and does what it says.</summary>
public class ReadMeTests
{
    private const string ExamplesFile = "ReadMeExamples.cs";

    public static TheoryData<string> Regions => [.. ReadMeExamples.ByRegion.Keys];

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/accuracy.md")]
    public void Every_csharp_block_equals_a_region(string document)
    {
        Assert.True(File.Exists(RepositoryFiles.PathOf(document.Split('/'))), $"There is no {document}.");
        string[] blocks = DocumentedCode.Blocks(document.Split('/'));
        Assert.True(blocks.Length > 0, $"{document} has no block of ```csharp.");
        Dictionary<string, string> regions = ReadRegions();
        Assert.All(blocks, block => Assert.True(
            regions.ContainsValue(block), $"No region of tests/{ExamplesFile} equals this block of {document}; the code of both must be the same:\n{block}"));
    }

    [Fact]
    public void Every_region_is_run() => Assert.Equal(ReadRegions().Keys.Order(StringComparer.Ordinal), ReadMeExamples.ByRegion.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Regions))]
    public void An_example_writes_what_its_comments_say(string region)
    {
        string[] expected = DocumentedCode.Outputs(ReadRegions()[region]);
        Assert.True(expected.Length > 0, "The example says nowhere what it writes.");
        ReadMeExamples examples = new();
        ReadMeExamples.ByRegion[region](examples);
        Assert.Equal(expected, examples.Output);
    }

    private static Dictionary<string, string> ReadRegions() => DocumentedCode.Regions("tests", ExamplesFile);
}
