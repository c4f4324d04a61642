namespace FastTokens.Caching;

/// <summary>What a cache has of a prompt.</summary>
internal struct CacheLookup
{
    /// <summary>The tokens that are read.</summary>
    public long ReadTokens;

    /// <summary>The index of the last segment that is read as a whole, or -1.</summary>
    public int ReadIndex;

    /// <summary>The tokens of the longest prefix that would be read had it not expired, and how long ago it was touched and is kept.</summary>
    public long ExpiredTokens;

    public long ExpiredGapTicks;
    public int ExpiredLifetimeSeconds;

    /// <summary>The tokens of the longest prefix that is kept but further back than a breakpoint looks.</summary>
    public long UnreachableTokens;
}
