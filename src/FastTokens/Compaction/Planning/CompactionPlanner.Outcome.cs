using FastTokens.Caching;

namespace FastTokens.Compaction;

// What became of a decision.
public sealed partial class CompactionPlanner
{
    /// <summary>Notes that a compaction was made: on a decision, or because the user asked for one (<see langword="default"/> as the decision).</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="snapshot">What it was made on.</param>
    /// <param name="tokensAfter">The tokens in the context now.</param>
    /// <param name="state">What is remembered of the conversation.</param>
    /// <param name="summaryUsage">What the summary request reported.</param>
    /// <param name="detector">The detector of the conversation, which is told to expect that the next response reads less; or <see langword="null"/>.</param>
    public CompactionRecord Complete(
        in CompactionDecision decision,
        in ContextSnapshot snapshot,
        long tokensAfter,
        ref CompactionState state,
        in CacheUsage summaryUsage = default,
        CacheBreakDetector? detector = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokensAfter);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)tokensAfter, MaximumTokens, nameof(tokensAfter));
        Validate(snapshot);
        CompactionLevel level = decision.ShouldCompact ? decision.Level : CompactionLevel.None;
        bool isBelow = tokensAfter < (level == CompactionLevel.None ? _thresholds.NormalFold : _thresholds.FloorOf(level));
        bool succeeded = isBelow && snapshot.UsedTokens - tokensAfter >= _thresholds.ClearMargin;
        Fold(snapshot, ref state);
        // A user who compacts a context that is not full has not failed.
        bool counts = succeeded || level != CompactionLevel.None;
        state.Breaker = counts ? state.Breaker.Compacted(snapshot.Turn, succeeded) : state.Breaker with { HasCompacted = true, LastTurn = snapshot.Turn };
        state.Breaker = state.Breaker.Observed(tokensAfter, _thresholds);
        state.TurnStart = state.TurnStart.Observed(tokensAfter, _thresholds);
        if (summaryUsage.Output > 0)
        {
            state.LastSummaryTokens = summaryUsage.Output;
        }

        detector?.Announce(ExpectedDropKind.Compaction);
        return new CompactionRecord(level, snapshot.Turn, snapshot.UsedTokens, tokensAfter, summaryUsage, succeeded);
    }

    /// <summary>Notes that a compaction was tried and failed: no summary came back, or an unusable one.</summary>
    /// <param name="snapshot">What the decision was made on.</param>
    /// <param name="state">What is remembered of the conversation.</param>
    public void Fail(in ContextSnapshot snapshot, ref CompactionState state)
    {
        Validate(snapshot);
        Fold(snapshot, ref state);
        state.Breaker = state.Breaker.Compacted(snapshot.Turn, succeeded: false);
    }

    private void Fold(in ContextSnapshot snapshot, ref CompactionState state)
    {
        state.Guard = state.Guard.At(snapshot.Turn).Folded();
        if (snapshot.Moment == CompactionMoment.BeforeCall && snapshot.UsedTokens >= _thresholds.TurnStartFold)
        {
            state.TurnStart = TurnStartEstimate.Folded(snapshot.UsedTokens);
        }
    }
}
