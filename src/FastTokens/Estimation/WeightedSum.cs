
namespace FastTokens;

/// <summary>The sum of counters times weights.</summary>
internal static class WeightedSum
{
    /// <summary>Returns the sum. Weights are below 2^21 and a character fills a few counters at most: no text up to 2^40 characters overflows it.</summary>
    internal static long Of(ReadOnlySpan<long> counters, ReadOnlySpan<int> weights)
    {
        long sum = 0;
        for (int index = 0; index < counters.Length; index++)
        {
            sum += counters[index] * weights[index];
        }

        return sum;
    }
}
