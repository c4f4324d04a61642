namespace FastTokens.Compaction;

/// <summary>Which mark below the automatic threshold a context has reached: for displays.</summary>
public enum ContextWarning : byte
{
    /// <summary>None.</summary>
    None,

    /// <summary>Compaction comes nearer.</summary>
    Warning,

    /// <summary>Compaction is near.</summary>
    Error,
}
