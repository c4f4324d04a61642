using System.Text.RegularExpressions;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests;

/// <summary>The code of README.md compiles and does what it says.</summary>
public partial class ReadMeTests
{
    private const string ExamplesFile = "ReadMeExamples.cs";

    public static TheoryData<string> Regions => [.. ReadMeExamples.ByRegion.Keys];

    [Fact]
    public void Every_csharp_block_of_the_readme_equals_a_region()
    {
        string path = RepositoryFiles.PathOf("README.md");
        Assert.True(File.Exists(path), "There is no README.md at the root of the repository.");
        string[] blocks = [.. Block().Matches(File.ReadAllText(path).ReplaceLineEndings("\n")).Select(static match => Normal(match.Groups["code"].Value))];
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
        string[] expected = [.. OutputComment().Matches(ReadRegions()[region]).Select(static match => match.Groups["output"].Value)];
        Assert.True(expected.Length > 0, "The example says nowhere what it writes.");
        ReadMeExamples examples = new();
        ReadMeExamples.ByRegion[region](examples);
        Assert.Equal(expected, examples.Output);
    }

    private static Dictionary<string, string> ReadRegions() =>
        Region().Matches(File.ReadAllText(RepositoryFiles.PathOf("tests", ExamplesFile)).ReplaceLineEndings("\n"))
            .ToDictionary(static match => match.Groups["name"].Value, static match => Normal(match.Groups["code"].Value));

    /// <summary>Takes away the indentation that all lines share.</summary>
    private static string Normal(string code)
    {
        string[] lines = [.. code.Split('\n').Select(static line => line.TrimEnd())];
        int indent = lines.Where(static line => line.Length > 0).Select(static line => line.Length - line.TrimStart().Length).DefaultIfEmpty().Min();
        return string.Join('\n', lines.Select(line => line.Length > 0 ? line[indent..] : line)).Trim('\n');
    }

    [GeneratedRegex(@"^```csharp[^\n]*\n(?<code>.*?)^```\s*$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^ *#region (?<name>\S+)\n(?<code>.*?)^ *#endregion$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Region();

    [GeneratedRegex(@"Console\.WriteLine\(.*\);\s*// (?<output>.*)$", RegexOptions.Multiline)]
    private static partial Regex OutputComment();
}
