using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Truncation;

/// <summary>A counter that truncation is tested with.</summary>
/// <param name="Name">Its name in the results.</param>
/// <param name="Counter">The counter.</param>
/// <param name="Cases">How many generated cases it is tested with: a slow one with fewer.</param>
/// <param name="FindsLongest">Whether its searches return a longest part that fits, or one that is not longer than a token or three.</param>
/// <param name="IsMonotone">Whether a prefix never counts more than a longer one.</param>
/// <param name="Slack">With so many more tokens in the budget, never less is kept; nothing where no such number holds.</param>
internal sealed record TestCounter(string Name, ITokenCounter Counter, int Cases, bool FindsLongest, bool IsMonotone, int? Slack = 3);

/// <summary>The counters that truncation and chunking are tested with. A counter that is added here goes through all of it.</summary>
internal static class TestCounters
{
    private const int Many = 10_000;
    private const int Few = 1_000;
    private const int Fewest = 300;

    // The weights of the dense profile are so large that a suffix may count several tokens less than a shorter one.
    private static readonly TestCounter[] All =
    [
        new("estimator", new TokenEstimator(TokenProfile.O200kBase), Many, FindsLongest: true, IsMonotone: true),
        new("dense estimator", new TokenEstimator(TestProfiles.Dense), Few, FindsLongest: false, IsMonotone: true, Slack: null),
        new("uneven", new UnevenTokenCounter(isStingy: false), Few, FindsLongest: true, IsMonotone: false),
        new("uneven and stingy", new UnevenTokenCounter(isStingy: true), Few, FindsLongest: false, IsMonotone: false),
        new("exact", BpeTokenizer.O200kBase, Many, FindsLongest: false, IsMonotone: false),
        new("textbook", new TextbookTokenCounter(), Fewest, FindsLongest: true, IsMonotone: false),
    ];

    public static TheoryData<string> Names => [.. All.Select(static counter => counter.Name)];

    internal static TestCounter Get(string name) => All.Single(counter => counter.Name == name);
}
