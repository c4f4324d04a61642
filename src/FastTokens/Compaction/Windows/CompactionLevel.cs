namespace FastTokens.Compaction;

/// <summary>How full a context is, in the order of severity. A pure function of usage and window: <see cref="CompactionThresholds.LevelOf"/>.</summary>
public enum CompactionLevel : byte
{
    /// <summary>Nothing needs to be done.</summary>
    None,

    /// <summary>Old messages are to be replaced by a summary; a fifth of the window stays as it is.</summary>
    NormalFold,

    /// <summary>The same, with half that tail.</summary>
    AggressiveFold,

    /// <summary>All messages are to be replaced by a summary.</summary>
    ForceSummary,

    /// <summary>The same, already before a call is made: at the start of a turn.</summary>
    TurnStartFold,

    /// <summary>The last room in which a summary can be made comfortably.</summary>
    FinalBuffer,

    /// <summary>A further request should not be sent.</summary>
    Blocking,
}
