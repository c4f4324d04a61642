namespace FastTokens.Compaction;

/// <summary>What was estimated of a request and what its response reported: a pair that a calibrator can learn from.</summary>
/// <param name="EstimatedTokens">The estimate of the input.</param>
/// <param name="ReportedTokens">The input as reported.</param>
/// <param name="IsUsable">Whether the report says anything: a usage of zeros, or of output alone, does not.</param>
public readonly record struct UsageObservation(long EstimatedTokens, long ReportedTokens, bool IsUsable)
{
    /// <summary>How far the two may be apart without having drifted.</summary>
    public const double DefaultTolerance = 0.05;

    /// <summary>Gets how many tokens were reported for each that was estimated; 1 where there is nothing to compare.</summary>
    public double Ratio => IsUsable && EstimatedTokens > 0 ? (double)ReportedTokens / EstimatedTokens : 1;

    /// <summary>Returns whether the two are so far apart that a calibrator should see them.</summary>
    /// <param name="tolerance">The share of the estimate that they may differ by.</param>
    public bool HasDrifted(double tolerance = DefaultTolerance) => Math.Abs(Ratio - 1) > tolerance;
}
