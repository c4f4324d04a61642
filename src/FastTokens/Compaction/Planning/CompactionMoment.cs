namespace FastTokens.Compaction;

/// <summary>When a decision is asked for.</summary>
public enum CompactionMoment : byte
{
    /// <summary>After a response, or anywhere between two calls of a turn: every level counts.</summary>
    AfterResponse,

    /// <summary>At the start of a turn, before its first call: only what is too full for a call counts, <see cref="CompactionLevel.TurnStartFold"/> and above.</summary>
    BeforeCall,
}
