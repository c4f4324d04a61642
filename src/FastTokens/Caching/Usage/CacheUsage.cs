namespace FastTokens.Caching;

/// <summary>What a response reports of its tokens, the same for every provider: no part is in another one, none is negative.</summary>
/// <param name="Uncached">Input tokens that were neither read from a cache nor written to one.</param>
/// <param name="Read">Input tokens that were read from a cache.</param>
/// <param name="Write5Minutes">Input tokens that were written for five minutes.</param>
/// <param name="Write1Hour">Input tokens that were written for an hour.</param>
/// <param name="WriteOther">Input tokens that were written for another or an unknown time.</param>
/// <param name="Output">Output tokens, reasoning included.</param>
public readonly partial record struct CacheUsage(
    long Uncached, long Read = 0, long Write5Minutes = 0, long Write1Hour = 0, long WriteOther = 0, long Output = 0)
{
    /// <summary>Gets the tokens that were written.</summary>
    public long Written => Write5Minutes + Write1Hour + WriteOther;

    /// <summary>Gets all input tokens.</summary>
    public long Input => Uncached + Read + Written;

    /// <summary>Gets the tokens that a later request can read: those that were read or written.</summary>
    public long Cached => Read + Written;

    /// <summary>Gets the part of the input that was read, from 0 to 1; 0 where there is no input.</summary>
    public double HitRatio => Input == 0 ? 0 : (double)Read / Input;

    /// <summary>Adds two usages.</summary>
    public static CacheUsage operator +(CacheUsage left, CacheUsage right) => new(
        left.Uncached + right.Uncached,
        left.Read + right.Read,
        left.Write5Minutes + right.Write5Minutes,
        left.Write1Hour + right.Write1Hour,
        left.WriteOther + right.WriteOther,
        left.Output + right.Output);

    /// <summary>Adds two usages.</summary>
    public static CacheUsage Add(CacheUsage left, CacheUsage right) => left + right;
}
