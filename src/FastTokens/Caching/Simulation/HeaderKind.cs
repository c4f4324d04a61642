namespace FastTokens.Caching;

/// <summary>What stands at the start of the system prompt in a <see cref="HeaderScenario"/>.</summary>
public enum HeaderKind
{
    /// <summary>No header.</summary>
    None,

    /// <summary>A header that is the same in every turn.</summary>
    Stable,

    /// <summary>A header with a hash that differs in every turn.</summary>
    Changing,
}
