namespace FastTokens.Bench;

/// <summary>Which cases run: all of them, or in a dry run the first ones of each suite, since it only shows that every method works.</summary>
internal static class BenchmarkScope
{
    internal static bool Dry { get; set; }

    internal static IEnumerable<T> Cases<T>(params T[] all) => Dry ? all.Take(1) : all;
}
