namespace FastTokens.Caching;

/// <summary>What a provider keeps of a prompt.</summary>
public enum CacheMechanism
{
    /// <summary>The prefixes that end at breakpoints, those of the request and, by <see cref="CacheRules.HasImplicitBreakpoint"/>, its end.</summary>
    Breakpoints,

    /// <summary>Every prefix, in steps of <see cref="CacheRules.StepTokens"/>, without being asked.</summary>
    Prefix,
}
