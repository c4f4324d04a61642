namespace FastTokens;

/// <summary>A count from a rough scan of the whole text and exact counts of samples, with the error that the samples' spread lets expect.</summary>
/// <param name="TokenCount">The estimated tokens.</param>
/// <param name="StandardError">The standard error in tokens; 0 where everything was counted exactly.</param>
/// <param name="SampleCount">How many blocks were counted exactly; 0 where the whole text was.</param>
/// <param name="SampledByteCount">The UTF-8 bytes that were counted exactly.</param>
/// <param name="Utf8ByteCount">The length of the text in UTF-8 bytes, ill-formed parts counted as U+FFFD.</param>
public readonly record struct SampledEstimate(long TokenCount, double StandardError, int SampleCount, long SampledByteCount, long Utf8ByteCount)
{
    /// <summary>Gets whether the whole text was counted exactly.</summary>
    public bool IsExact => SampleCount == 0;

    /// <summary>
    /// Gets half the width of the 95% error bar in tokens: the true count is within so many tokens of <see cref="TokenCount"/> for about 95% of texts
    /// (at least 93% of the texts of 64 KB and more that it was judged on).
    /// </summary>
    public double Margin95 => StandardError * StudentQuantile975(SampleCount - 1);

    /// <summary>Gets the lower end of the 95% error bar in tokens.</summary>
    public long Low95 => Math.Max(Math.Min(1, TokenCount), (long)Math.Floor(TokenCount - Margin95));

    /// <summary>Gets the upper end of the 95% error bar in tokens, at most the length in bytes.</summary>
    public long High95 => Math.Max(TokenCount, Math.Min(Utf8ByteCount, (long)Math.Ceiling(TokenCount + Margin95)));

    // The first terms of the Cornish-Fisher expansion of Student's t (Abramowitz and Stegun, 26.7.5), to three decimals from ten degrees of freedom on.
    private static double StudentQuantile975(int degreesOfFreedom)
    {
        double inverse = 1.0 / Math.Max(2, degreesOfFreedom);
        return 1.959964 + (inverse * (2.372271 + (inverse * (2.822568 + (inverse * 2.55585)))));
    }
}
