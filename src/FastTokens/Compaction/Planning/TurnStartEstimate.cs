namespace FastTokens.Compaction;

/// <summary>The look before a call: whether what is about to be sent is folded first. After such a fold it is disarmed, so that it does not fire every turn.</summary>
/// <param name="IsDisarmed">Whether it fired and usage was not clearly lower since.</param>
/// <param name="LastFoldTokens">Usage when it last fired.</param>
public readonly record struct TurnStartEstimate(bool IsDisarmed, long LastFoldTokens)
{
    /// <summary>Returns from what usage on it fires: <see cref="CompactionThresholds.TurnStartFold"/>; while disarmed what the last fold began with and a twentieth more, at most the blocking limit.</summary>
    public long ThresholdOf(in CompactionThresholds thresholds, CompactionOptions? options = null) => IsDisarmed
        ? Math.Max(thresholds.TurnStartFold, Math.Min((long)((Int128)LastFoldTokens * (options ?? CompactionOptions.Default).TurnStartGrowthPercent / 100), thresholds.Blocking))
        : thresholds.TurnStartFold;

    /// <summary>Returns whether a fold comes before the call.</summary>
    public bool Fires(long usedTokens, in CompactionThresholds thresholds, CompactionOptions? options = null) => usedTokens >= ThresholdOf(thresholds, options);

    /// <summary>Returns it after usage was seen: armed again where that is low enough.</summary>
    public TurnStartEstimate Observed(long usedTokens, in CompactionThresholds thresholds) => usedTokens < thresholds.TurnStartRearm ? default : this;

    /// <summary>Returns it as it is after it fired.</summary>
    /// <param name="usedTokens">Usage before the fold.</param>
    public static TurnStartEstimate Folded(long usedTokens) => new(true, usedTokens);
}
