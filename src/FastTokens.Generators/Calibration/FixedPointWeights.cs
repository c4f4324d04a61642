namespace FastTokens.Generators;

/// <summary>Weights as the library has them: whole multiples of 2^-16 tokens, so that every machine computes the same estimate.</summary>
internal static class FixedPointWeights
{
    public const int FractionBits = 16;

    public static int[] Quantize(ReadOnlySpan<double> weights)
    {
        int[] quantized = new int[weights.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            quantized[i] = checked((int)Math.Round(weights[i] * (1 << FractionBits)));
        }

        return quantized;
    }

    /// <summary>Returns the estimate of a document, rounded to whole tokens, at least 1.</summary>
    public static long Estimate(FeatureMatrix matrix, int row, ReadOnlySpan<int> weights)
    {
        ReadOnlySpan<int> features = matrix.FeaturesOf(row);
        ReadOnlySpan<double> counts = matrix.CountsOf(row);
        long sum = 1L << (FractionBits - 1);
        for (int i = 0; i < features.Length; i++)
        {
            sum += (long)counts[i] * weights[features[i]];
        }

        return Math.Max(1, sum >> FractionBits);
    }
}
