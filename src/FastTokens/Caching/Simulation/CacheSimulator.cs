namespace FastTokens.Caching;

/// <summary>
/// Runs prompts through the rules of a provider and says what each would be reported as: what a session would have cost with a stable header, another
/// lifetime, another provider. Deterministic; time is what the caller says it is.
/// </summary>
/// <remarks>Tokens are those of the fingerprints. One conversation at a time; not safe for concurrent use. Nothing is allocated once its buffers have grown.</remarks>
public sealed class CacheSimulator
{
    private readonly PrefixCache _cache;

    /// <summary>Makes a simulator of an empty cache.</summary>
    public CacheSimulator(CacheRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        Rules = rules;
        _cache = new PrefixCache(rules);
    }

    /// <summary>Gets the rules of the provider.</summary>
    public CacheRules Rules { get; }

    /// <summary>Gets the sums over all requests so far.</summary>
    public CacheMetrics Metrics { get; private set; } = CacheMetrics.Empty;

    /// <summary>Sends a prompt.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="time">When; never before the previous one.</param>
    /// <param name="outputTokens">The tokens of the response.</param>
    /// <returns>What the response reports.</returns>
    public CacheUsage Send(PromptFingerprint prompt, DateTimeOffset time, long outputTokens = 0)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentOutOfRangeException.ThrowIfNegative(outputTokens);
        CacheLookup lookup = _cache.Find(prompt, time.UtcTicks, scale: 1);
        CacheUsage usage = Report(prompt, lookup, outputTokens);
        _cache.Store(prompt, time.UtcTicks, lookup, scale: 1);
        Metrics = Metrics.With(usage, Rules);
        return usage;
    }

    /// <summary>Empties the cache and the sums.</summary>
    public void Reset()
    {
        _cache.Clear();
        Metrics = CacheMetrics.Empty;
    }

    private CacheUsage Report(PromptFingerprint prompt, in CacheLookup lookup, long output)
    {
        long read = lookup.ReadTokens;
        int last = Rules.Mechanism == CacheMechanism.Breakpoints ? _cache.LastBreakpoint(prompt) : -1;
        long cached = last >= 0 && prompt.Segments[last].TokensEnd >= Rules.MinimumTokens ? Math.Max(read, prompt.Segments[last].TokensEnd) : read;
        long written = cached - read;

        // Longer lifetimes come first: up to the last breakpoint that asks for an hour, that is what is written.
        long hour = 0;
        for (int index = last; index > lookup.ReadIndex; index--)
        {
            if (Rules.LifetimeOf(prompt.Segments[index].Breakpoint) >= 3600 && prompt.Segments[index].Breakpoint.IsSet)
            {
                hour = Math.Min(written, prompt.Segments[index].TokensEnd - read);
                break;
            }
        }

        bool isFiveMinutes = Rules.LifetimeSeconds == 300;
        long rest = written - hour;
        return new CacheUsage(prompt.TokenCount - cached, read, isFiveMinutes ? rest : 0, hour, isFiveMinutes ? 0 : rest, output);
    }
}
