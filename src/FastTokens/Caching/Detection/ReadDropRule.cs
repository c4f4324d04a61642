namespace FastTokens.Caching;

/// <summary>
/// The simple rule, for comparison: a break is a read that falls below 95% of the previous one and by at least 2,000 tokens.
/// </summary>
/// <remarks>
/// It knows neither the prompt nor the rules of the provider: a hit rate that is flat and low looks healthy to it, and so does a change behind the last
/// breakpoint that costs a rewrite every turn. <see cref="CacheBreakDetector"/> is for those.
/// </remarks>
public sealed class ReadDropRule
{
    private const double Ratio = 0.95;
    private const long MinimumTokens = 2000;

    private long? _baseline;
    private bool _isDeletionAnnounced;

    /// <summary>Announces a deletion: the next drop is no break.</summary>
    public void AnnounceDeletion() => _isDeletionAnnounced = true;

    /// <summary>Announces a compaction: there is nothing to compare with until the response after it.</summary>
    public void AnnounceCompaction() => _baseline = null;

    /// <summary>Takes in a response.</summary>
    /// <param name="readTokens">The tokens that it read from the cache.</param>
    /// <param name="isExcluded">Whether its model is left out.</param>
    /// <returns>Whether the rule calls it a break.</returns>
    public bool IsBreak(long readTokens, bool isExcluded = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(readTokens);
        long? previous = _baseline;
        _baseline = readTokens;
        bool isDeletion = _isDeletionAnnounced;
        _isDeletionAnnounced = false;
        return previous is { } baseline && !isExcluded && !isDeletion && readTokens < Ratio * baseline && baseline - readTokens >= MinimumTokens;
    }
}
