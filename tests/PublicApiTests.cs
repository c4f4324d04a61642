using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests;

/// <summary>The public API is what PublicApi.txt says: to change it is a deliberate act.</summary>
public class PublicApiTests
{
    private const string UpdateVariable = "UPDATE_PUBLIC_API";

    [Fact]
    public void The_public_api_is_what_the_snapshot_says()
    {
        string path = RepositoryFiles.PathOf("tests", "PublicApi.txt");
        string actual = PublicApiPrinter.Print(typeof(TokenEstimator).Assembly);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        string expected = File.ReadAllText(path).ReplaceLineEndings("\n");
        string[] removed = [.. expected.Split('\n').Except(actual.Split('\n'))];
        string[] added = [.. actual.Split('\n').Except(expected.Split('\n'))];
        if (expected != actual)
        {
            Assert.Fail(
                $"The public API has changed. If that is meant, set {UpdateVariable}=1, run this test and commit tests/PublicApi.txt.\n"
                + string.Join('\n', removed.Select(static line => "- " + line).Concat(added.Select(static line => "+ " + line))));
        }
    }

    [Fact]
    public void Printing_is_deterministic_and_shows_what_matters()
    {
        string printed = PublicApiPrinter.Print(typeof(TokenEstimator).Assembly);
        Assert.Equal(printed, PublicApiPrinter.Print(typeof(TokenEstimator).Assembly));
        Assert.Contains("public sealed class FastTokens.TokenEstimator : FastTokens.ITokenCounter", printed, StringComparison.Ordinal);
        Assert.Contains("int GetIndexByTokenCount(System.ReadOnlySpan<char> text, int maxTokenCount, out int tokenCount)", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("TextScan ", printed, StringComparison.Ordinal);
    }
}
