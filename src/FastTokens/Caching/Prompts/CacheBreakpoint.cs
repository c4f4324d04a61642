namespace FastTokens.Caching;

/// <summary>Whether a cache breakpoint stands on a segment, and for how long it asks its prefix to be kept.</summary>
/// <param name="IsSet">Whether there is one.</param>
/// <param name="LifetimeSeconds">The lifetime that it states in seconds, or 0 where it states none and the provider's default holds.</param>
public readonly record struct CacheBreakpoint(bool IsSet, int LifetimeSeconds = 0)
{
    /// <summary>Gets a breakpoint with the default lifetime.</summary>
    public static CacheBreakpoint Default => new(true);

    /// <summary>Gets a breakpoint of one hour.</summary>
    public static CacheBreakpoint OneHour => new(true, 3600);
}
