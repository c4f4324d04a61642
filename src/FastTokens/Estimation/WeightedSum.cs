using System.Numerics;

namespace FastTokens;

/// <summary>The sum of counters times weights.</summary>
internal static class WeightedSum
{
    /// <summary>
    /// Returns the sum. A weight is below 2^21, one of a pair below what a character costs by its factors, and a character fills a few counters at
    /// most: no text up to 2^38 characters overflows it.
    /// </summary>
    internal static long Of(ref readonly TextFeatures features, ReadOnlySpan<int> weights)
    {
        ReadOnlySpan<long> counters = features.AsReadOnlySpan();
        long sum = Of(counters[..FeatureLayout.NonAsciiBase], weights[..FeatureLayout.NonAsciiBase]);
        for (uint groups = features.Groups; groups != 0; groups &= groups - 1)
        {
            int first = FeatureLayout.NonAsciiBase + (BitOperations.TrailingZeroCount(groups) * FeatureLayout.GroupStride);
            sum += Of(counters.Slice(first, FeatureLayout.GroupStride), weights.Slice(first, FeatureLayout.GroupStride));
        }

        return sum;
    }

    private static long Of(ReadOnlySpan<long> counters, ReadOnlySpan<int> weights)
    {
        long sum = 0;
        for (int index = 0; index < counters.Length; index++)
        {
            sum += counters[index] * weights[index];
        }

        return sum;
    }
}
