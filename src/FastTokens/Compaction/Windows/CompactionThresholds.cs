namespace FastTokens.Compaction;

/// <summary>Where each level of a window begins, in tokens.</summary>
/// <remarks>
/// Every floor is rounded down, and severity never falls as usage grows, for windows of every size. The final buffer has two bounds besides its 13,000
/// tokens: without them it would come before the normal fold in windows below 52,000 tokens.
/// </remarks>
public readonly record struct CompactionThresholds
{
    // Parts of the usable window that bound what is given in tokens, so that small windows keep the order of large ones.
    private const int FinalBufferShare = 3;
    private const int BlockingShare = 20;
    private const int MarginShare = 10;

    /// <summary>Computes the thresholds of a window.</summary>
    /// <param name="window">The window.</param>
    /// <param name="options">The constants, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The window is the default value, or the options contradict each other.</exception>
    public CompactionThresholds(ContextWindow window, CompactionOptions? options = null)
    {
        options ??= CompactionOptions.Default;
        options.Validate();
        if (window.Size == 0)
        {
            throw new ArgumentException("The window has no size.", nameof(window));
        }

        long usable = window.Usable;
        Usable = usable;
        NormalFold = Percent(usable, Math.Min(options.NormalFoldPercent, options.OverridePercent ?? 100));
        AggressiveFold = Percent(usable, options.AggressiveFoldPercent);
        ForceSummary = Percent(usable, options.ForceSummaryPercent);
        TurnStartFold = Percent(usable, options.TurnStartPercent);
        FinalBuffer = Math.Max(Math.Max(usable - options.FinalBufferTokens, usable * (FinalBufferShare - 1) / FinalBufferShare), TurnStartFold);
        Blocking = Math.Max(Math.Max(usable - options.BlockingBufferTokens, usable * (BlockingShare - 1) / BlockingShare), FinalBuffer);
        Warning = Math.Max(0, NormalFold - Math.Min(options.WarningMarginTokens, usable / MarginShare));
        Error = Math.Max(0, NormalFold - Math.Min(options.ErrorMarginTokens, usable / MarginShare));
        NormalTail = Percent(usable, options.NormalTailPercent);
        AggressiveTail = Percent(usable, options.AggressiveTailPercent);
        TurnStartRearm = Percent(usable, options.TurnStartRearmPercent);
        ClearMargin = Math.Min(Percent(usable, options.ClearMarginPercent), NormalFold / MarginShare);
    }

    /// <summary>Gets the tokens that a conversation may fill.</summary>
    public long Usable { get; }

    /// <summary>Gets where the normal fold begins: the automatic threshold.</summary>
    public long NormalFold { get; }

    /// <summary>Gets where the aggressive fold begins.</summary>
    public long AggressiveFold { get; }

    /// <summary>Gets where a summary of everything is forced.</summary>
    public long ForceSummary { get; }

    /// <summary>Gets where a fold comes before the call.</summary>
    public long TurnStartFold { get; }

    /// <summary>Gets where the final buffer begins.</summary>
    public long FinalBuffer { get; }

    /// <summary>Gets from where on requests should not be sent.</summary>
    public long Blocking { get; }

    /// <summary>Gets where a display should warn.</summary>
    public long Warning { get; }

    /// <summary>Gets where a display should show an error.</summary>
    public long Error { get; }

    /// <summary>Gets the tokens of messages that a normal fold leaves.</summary>
    public long NormalTail { get; }

    /// <summary>Gets the tokens of messages that an aggressive fold leaves.</summary>
    public long AggressiveTail { get; }

    /// <summary>Gets below what usage the fold before a call is armed again.</summary>
    public long TurnStartRearm { get; }

    /// <summary>Gets how far below a threshold is clearly below it, and what a compaction must free not to count as failed.</summary>
    public long ClearMargin { get; }

    /// <summary>Returns the most severe level that usage has reached.</summary>
    /// <param name="usedTokens">The tokens in the context.</param>
    public CompactionLevel LevelOf(long usedTokens) =>
        usedTokens < NormalFold ? CompactionLevel.None
        : usedTokens >= Blocking ? CompactionLevel.Blocking
        : usedTokens >= FinalBuffer ? CompactionLevel.FinalBuffer
        : usedTokens >= TurnStartFold ? CompactionLevel.TurnStartFold
        : usedTokens >= ForceSummary ? CompactionLevel.ForceSummary
        : usedTokens >= AggressiveFold ? CompactionLevel.AggressiveFold
        : CompactionLevel.NormalFold;

    /// <summary>Returns the mark that usage has reached.</summary>
    /// <param name="usedTokens">The tokens in the context.</param>
    public ContextWarning WarningOf(long usedTokens) =>
        usedTokens >= Error ? ContextWarning.Error : usedTokens >= Warning ? ContextWarning.Warning : ContextWarning.None;

    /// <summary>Returns where a level begins; 0 for <see cref="CompactionLevel.None"/>.</summary>
    public long FloorOf(CompactionLevel level) => level switch
    {
        CompactionLevel.None => 0,
        CompactionLevel.NormalFold => NormalFold,
        CompactionLevel.AggressiveFold => AggressiveFold,
        CompactionLevel.ForceSummary => ForceSummary,
        CompactionLevel.TurnStartFold => TurnStartFold,
        CompactionLevel.FinalBuffer => FinalBuffer,
        CompactionLevel.Blocking => Blocking,
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "There is no such level."),
    };

    /// <summary>Returns the tokens of messages that a fold of a level leaves.</summary>
    public long TailOf(CompactionLevel level) => level switch
    {
        CompactionLevel.NormalFold => NormalTail,
        CompactionLevel.AggressiveFold => AggressiveTail,
        _ => 0,
    };

    private static long Percent(long tokens, int percent) => tokens * percent / 100;
}
