namespace FastTokens.Caching;

/// <summary>A prefix that a provider keeps.</summary>
internal struct CacheEntry
{
    /// <summary>The chain at its end, joined with the parameters that are part of the key there.</summary>
    public UInt128 Key;

    /// <summary>The index of its last segment.</summary>
    public int Index;

    /// <summary>Its tokens, by the counter of the fingerprint.</summary>
    public long EstimatedTokens;

    /// <summary>Its tokens as the provider reported them, or -1.</summary>
    public long ReportedTokens;

    /// <summary>How long it is kept after it was last touched, in seconds.</summary>
    public int LifetimeSeconds;

    /// <summary>When it was written or last read, in ticks.</summary>
    public long Touched;

    public readonly bool IsAlive(long now) => now - Touched <= LifetimeSeconds * TimeSpan.TicksPerSecond;

    /// <summary>Its tokens as far as known: reported, or estimated in the proportion that reports had to estimates.</summary>
    public readonly long Tokens(double scale) => ReportedTokens >= 0 ? ReportedTokens : (long)Math.Round(EstimatedTokens * scale);
}
