namespace FastTokens.Compaction;

/// <summary>Stops compaction that does not help: after some failures in a row, and too soon after the last one.</summary>
/// <param name="Failures">The failures in a row.</param>
/// <param name="HasCompacted">Whether there was a compaction at all.</param>
/// <param name="LastTurn">The turn of the last one, failed or not.</param>
public readonly record struct CompactionBreaker(int Failures, bool HasCompacted, long LastTurn)
{
    /// <summary>Returns whether automatic compaction is stopped.</summary>
    public bool IsOpen(CompactionOptions? options = null) => Failures >= (options ?? CompactionOptions.Default).MaximumFailures;

    /// <summary>Returns whether the last compaction is too few turns ago.</summary>
    public bool IsTooSoon(long turn, CompactionOptions? options = null) => HasCompacted && turn - LastTurn < (options ?? CompactionOptions.Default).MinimumTurns;

    /// <summary>Returns it after usage was seen: without failures where that is clearly below the automatic threshold.</summary>
    public CompactionBreaker Observed(long usedTokens, in CompactionThresholds thresholds) =>
        Failures > 0 && usedTokens < thresholds.NormalFold - thresholds.ClearMargin ? this with { Failures = 0 } : this;

    /// <summary>Returns it after a compaction.</summary>
    /// <param name="turn">When.</param>
    /// <param name="succeeded">Whether it helped, see <see cref="CompactionRecord.Succeeded"/>.</param>
    public CompactionBreaker Compacted(long turn, bool succeeded) => new(succeeded ? 0 : Math.Min(Failures, int.MaxValue - 1) + 1, true, turn);
}
