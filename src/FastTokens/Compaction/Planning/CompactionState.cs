namespace FastTokens.Compaction;

/// <summary>What decisions about compaction remember of a conversation. The default value is that of a new one.</summary>
public record struct CompactionState
{
    /// <summary>Gets or sets whether there was a fold in this turn.</summary>
    public TurnGuard Guard { get; set; }

    /// <summary>Gets or sets whether the fold before a call is armed.</summary>
    public TurnStartEstimate TurnStart { get; set; }

    /// <summary>Gets or sets the failures, and when the last compaction was.</summary>
    public CompactionBreaker Breaker { get; set; }

    /// <summary>Gets or sets the tokens of the last summary; 0 before the first.</summary>
    public long LastSummaryTokens { get; set; }

    /// <summary>Gets or sets whether warnings are held back: content was cleared, and usage that was reported before is too high.</summary>
    public bool IsWarningSuppressed { get; set; }

    /// <summary>Returns a new state that keeps only the guard: what replaces tracking state must not allow a second fold in the turn.</summary>
    public readonly CompactionState Restarted() => new() { Guard = Guard };
}
