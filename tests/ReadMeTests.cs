using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests;

/// <summary>The code of README.md compiles and does what it says.</summary>
public class ReadMeTests
{
    private const string ExamplesFile = "ReadMeExamples.cs";

    public static TheoryData<string> Regions => [.. ReadMeExamples.ByRegion.Keys];

    [Fact]
    public void Every_csharp_block_of_the_readme_equals_a_region()
    {
        Assert.True(File.Exists(RepositoryFiles.PathOf("README.md")), "There is no README.md at the root of the repository.");
        string[] blocks = DocumentedCode.Blocks("README.md");
        Assert.True(blocks.Length > 0, "README.md has no block of ```csharp.");
        Dictionary<string, string> regions = ReadRegions();
        Assert.All(blocks, block => Assert.True(
            regions.ContainsValue(block), $"No region of tests/{ExamplesFile} equals this block of README.md; the code of both must be the same:\n{block}"));
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
