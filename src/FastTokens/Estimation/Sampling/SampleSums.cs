using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>What is known of the blocks of each zone: sums of exact counts, rough prices, and their products.</summary>
internal struct SampleSums
{
    private Zones _zones;

    internal readonly int Count
    {
        get
        {
            int count = 0;
            for (int zone = 0; zone < SamplingPlan.ZoneCount; zone++)
            {
                count += _zones[zone].Count;
            }

            return count;
        }
    }

    /// <summary>Adds a block.</summary>
    internal void Add(int zone, double exact, double rough)
    {
        ref Sums sums = ref _zones[zone];
        sums.Count++;
        sums.Exact += exact;
        sums.Rough += rough;
        sums.ExactExact += exact * exact;
        sums.ExactRough += exact * rough;
        sums.RoughRough += rough * rough;
    }

    /// <summary>
    /// The ratio estimator over strata: each block speaks for its stratum. The spread of the blocks around the common ratio gives its error.
    /// </summary>
    /// <param name="roughTotal">The rough price of the whole text.</param>
    /// <param name="standardError">The standard error of what is returned.</param>
    /// <returns>The estimated total.</returns>
    internal readonly double Estimate(double roughTotal, out double standardError)
    {
        double exact = 0;
        double rough = 0;
        for (int zone = 0; zone < SamplingPlan.ZoneCount; zone++)
        {
            double weight = WeightOf(zone);
            exact += weight * _zones[zone].Exact;
            rough += weight * _zones[zone].Rough;
        }

        double ratio = rough > 0 ? exact / rough : 1;
        double variance = 0;
        for (int zone = 0; zone < SamplingPlan.ZoneCount; zone++)
        {
            // The residuals exact - ratio * rough, squared and summed. What is sampled itself has no error.
            Sums sums = _zones[zone];
            double squares = sums.ExactExact - (2 * ratio * sums.ExactRough) + (ratio * ratio * sums.RoughRough);
            double weight = WeightOf(zone);
            variance += weight * (weight - 1) * Math.Max(0, squares) * sums.Count / Math.Max(1, sums.Count - 1);
        }

        // The weights speak for rough; what they miss of roughTotal, by the chance of where blocks lie, has the same error.
        standardError = rough > 0 ? Math.Sqrt(variance) * (roughTotal / rough) : 0;
        return roughTotal * ratio;
    }

    private static double WeightOf(int zone) => (double)SamplingPlan.StratumLength(zone) / SamplingPlan.BlockLength;

    private struct Sums
    {
        internal int Count;
        internal double Exact;
        internal double Rough;
        internal double ExactExact;
        internal double ExactRough;
        internal double RoughRough;
    }

    [InlineArray(SamplingPlan.ZoneCount)]
    private struct Zones
    {
        private Sums _first;
    }
}
