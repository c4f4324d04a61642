namespace FastTokens.Compaction;

/// <summary>Whether and how to compact a context.</summary>
/// <param name="Level">The level that usage has reached, whether anything is done about it or not.</param>
/// <param name="Reason">Why; says whether to compact.</param>
/// <param name="CutMessageIndex">The first message that stays: those before it, but for the system's at the front, become the summary. -1 where nothing is cut or no messages were given.</param>
/// <param name="TailTokens">The tokens of messages that may stay.</param>
/// <param name="ExpectedTokens">The tokens in the context afterwards.</param>
public readonly record struct CompactionDecision(CompactionLevel Level, CompactionReason Reason, int CutMessageIndex, long TailTokens, long ExpectedTokens)
{
    /// <summary>Gets whether to compact.</summary>
    public bool ShouldCompact => Reason.IsCompaction;

    /// <summary>Gets whether the next request should not be sent: the window is full, and no compaction may or can help. The user has to decide.</summary>
    public bool IsBlocked => Level == CompactionLevel.Blocking && !ShouldCompact && Reason.Kind != CompactionReasonKind.CompactionRequest;

    /// <summary>Returns the reason as a line for people.</summary>
    public override string ToString() => Reason.ToString();
}
