namespace FastTokens.Caching;

/// <summary>How bad a finding is.</summary>
public enum LintSeverity
{
    /// <summary>Worth knowing.</summary>
    Information,

    /// <summary>Costs money in common circumstances.</summary>
    Warning,

    /// <summary>Breaks the cache every turn, or is refused by the provider.</summary>
    Error,
}
