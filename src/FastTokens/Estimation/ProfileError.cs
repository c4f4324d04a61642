namespace FastTokens;

/// <summary>How far a profile's estimates lie from reference counts, over texts of sources that its fit did not see.</summary>
/// <param name="MeanAbsolutePercent">The mean over texts of |estimate - count| / count, in percent.</param>
/// <param name="P95Percent">The 95th percentile of the same, in percent.</param>
public readonly record struct ProfileError(double MeanAbsolutePercent, double P95Percent);
