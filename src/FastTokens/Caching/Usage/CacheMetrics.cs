namespace FastTokens.Caching;

/// <summary>What a session's caching came to: sums over its turns.</summary>
/// <param name="Turns">The number of responses.</param>
/// <param name="Usage">The sum of their usage.</param>
/// <param name="LargestInput">The input of the largest request.</param>
/// <param name="Cost">What they cost in US dollars, or <see langword="null"/> where a price is unknown.</param>
/// <param name="AvoidableCost">What of it would not have been paid had every expected read happened, or <see langword="null"/> where a price is unknown.</param>
public readonly record struct CacheMetrics(int Turns, CacheUsage Usage, long LargestInput, decimal? Cost, decimal? AvoidableCost)
{
    /// <summary>Gets no turns.</summary>
    public static CacheMetrics Empty => new(0, default, 0, 0, 0);

    /// <summary>Gets the part of all input tokens that was read from a cache, from 0 to 1; 0 where there is no input.</summary>
    public double HitRatio => Usage.HitRatio;

    /// <summary>
    /// Gets how often each token was paid as new: the input that was not read, divided by the largest request. 1 where every token was new once; 0 where
    /// there is no input.
    /// </summary>
    public double RewriteFactor => LargestInput == 0 ? 0 : (double)(Usage.Input - Usage.Read) / LargestInput;

    /// <summary>Returns the metrics with one more turn.</summary>
    /// <param name="usage">Its usage.</param>
    /// <param name="rules">Whose prices hold.</param>
    /// <param name="lostTokens">The tokens that were expected to be read and were not.</param>
    public CacheMetrics With(in CacheUsage usage, CacheRules rules, long lostTokens = 0)
    {
        ArgumentNullException.ThrowIfNull(rules);
        bool isLong = usage.Write1Hour > usage.Write5Minutes + usage.WriteOther;
        return new CacheMetrics(
            Turns + 1,
            Usage + usage,
            Math.Max(LargestInput, usage.Input),
            Cost + rules.CostOf(usage),
            AvoidableCost + rules.CostOfLoss(lostTokens, isLong));
    }
}
