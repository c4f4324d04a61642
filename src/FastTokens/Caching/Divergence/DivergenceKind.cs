namespace FastTokens.Caching;

/// <summary>How two prompts relate.</summary>
public enum DivergenceKind
{
    /// <summary>Both have the same text.</summary>
    Identical,

    /// <summary>The current one goes on where the previous one ends.</summary>
    Appended,

    /// <summary>The current one is a beginning of the previous one.</summary>
    Truncated,

    /// <summary>They part before either ends.</summary>
    Changed,
}
