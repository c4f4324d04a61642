namespace FastTokens.Compaction;

/// <summary>The constants of compaction. Percentages are of the usable window, <see cref="ContextWindow.Usable"/>.</summary>
public sealed record CompactionOptions
{
    /// <summary>Gets the defaults.</summary>
    public static CompactionOptions Default { get; } = new();

    /// <summary>Gets where the normal fold begins, in percent.</summary>
    public int NormalFoldPercent { get; init; } = 75;

    /// <summary>Gets where the aggressive fold begins, in percent.</summary>
    public int AggressiveFoldPercent { get; init; } = 78;

    /// <summary>Gets where a summary of everything is forced, in percent.</summary>
    public int ForceSummaryPercent { get; init; } = 80;

    /// <summary>Gets where a fold comes before the call, in percent. From here on a fold happens even where it is not worth it.</summary>
    public int TurnStartPercent { get; init; } = 90;

    /// <summary>Gets what a normal fold leaves of the messages, in percent.</summary>
    public int NormalTailPercent { get; init; } = 20;

    /// <summary>Gets what an aggressive fold leaves of the messages, in percent.</summary>
    public int AggressiveTailPercent { get; init; } = 10;

    /// <summary>Gets how many tokens below the end of the window the final buffer begins, at most a third of it and never below <see cref="TurnStartPercent"/>.</summary>
    public int FinalBufferTokens { get; init; } = 13_000;

    /// <summary>Gets how many tokens below the end of the window requests are blocked, at most a twentieth of it.</summary>
    public int BlockingBufferTokens { get; init; } = 3_000;

    /// <summary>
    /// Gets where automatic compaction begins instead of <see cref="NormalFoldPercent"/>, in percent, or <see langword="null"/>. It can only lower that
    /// threshold: a higher value changes nothing.
    /// </summary>
    public int? OverridePercent { get; init; }

    /// <summary>Gets how many tokens below the automatic threshold the warning stands, at most a tenth of the window.</summary>
    public int WarningMarginTokens { get; init; } = 20_000;

    /// <summary>Gets how many tokens below the automatic threshold the error mark stands, at most a tenth of the window.</summary>
    public int ErrorMarginTokens { get; init; } = 20_000;

    /// <summary>Gets below what usage, in percent, the fold before a call is armed again.</summary>
    public int TurnStartRearmPercent { get; init; } = 85;

    /// <summary>Gets what usage must come to, in percent of that at the last fold before a call, for another one while it is not armed.</summary>
    public int TurnStartGrowthPercent { get; init; } = 105;

    /// <summary>Gets what a fold must save to be worth it, in percent.</summary>
    public int MinimumSavingPercent { get; init; } = 30;

    /// <summary>Gets what counts as clearly below a threshold, and what a compaction must free not to count as failed, in percent.</summary>
    public int ClearMarginPercent { get; init; } = 5;

    /// <summary>Gets how many failures in a row stop automatic compaction.</summary>
    public int MaximumFailures { get; init; } = 3;

    /// <summary>Gets how many turns a compaction must be after the one before, but at the blocking limit.</summary>
    public int MinimumTurns { get; init; } = 3;

    /// <summary>Gets the tokens that a summary is expected to have before the first one was made, at most a twentieth of the window.</summary>
    public int SummaryTokens { get; init; } = 4_000;

    /// <summary>Gets the tokens of the instruction that asks for a summary.</summary>
    public int InstructionTokens { get; init; } = 1_000;

    /// <summary>Gets how many messages further a cut may move to stand at a message of the user.</summary>
    public int UserMessageReach { get; init; } = 8;

    /// <summary>Gets whether a fold before a call keeps the messages of the user at the end: they wait for their answer and are no history yet.</summary>
    public bool KeepsPendingUserMessages { get; init; } = true;

    /// <exception cref="ArgumentException">The values contradict each other.</exception>
    internal void Validate()
    {
        Require(NormalFoldPercent is > 0 and <= 100, "NormalFoldPercent must be from 1 to 100");
        Require(AggressiveFoldPercent >= NormalFoldPercent, "AggressiveFoldPercent is below NormalFoldPercent");
        Require(ForceSummaryPercent >= AggressiveFoldPercent, "ForceSummaryPercent is below AggressiveFoldPercent");
        Require(TurnStartPercent >= ForceSummaryPercent && TurnStartPercent <= 100, "TurnStartPercent must be from ForceSummaryPercent to 100");
        Require(NormalTailPercent >= AggressiveTailPercent && NormalTailPercent < NormalFoldPercent, "NormalTailPercent must be from AggressiveTailPercent to below NormalFoldPercent");
        Require(AggressiveTailPercent >= 0, "AggressiveTailPercent is negative");
        Require(OverridePercent is null or (> 0 and <= 100), "OverridePercent must be from 1 to 100");
        Require(FinalBufferTokens >= 0 && BlockingBufferTokens >= 0, "a buffer is negative");
        Require(WarningMarginTokens >= 0 && ErrorMarginTokens >= 0, "a margin is negative");
        Require(TurnStartRearmPercent > 0 && TurnStartRearmPercent <= TurnStartPercent, "TurnStartRearmPercent must be from 1 to TurnStartPercent");
        Require(TurnStartGrowthPercent >= 100, "TurnStartGrowthPercent is below 100");
        Require(MinimumSavingPercent is >= 0 and <= 100, "MinimumSavingPercent must be from 0 to 100");
        Require(ClearMarginPercent is >= 0 and <= 100, "ClearMarginPercent must be from 0 to 100");
        Require(MaximumFailures > 0, "MaximumFailures must be positive");
        Require(MinimumTurns >= 0 && SummaryTokens >= 0 && InstructionTokens >= 0 && UserMessageReach >= 0, "a count is negative");
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new ArgumentException($"The options of compaction contradict each other: {fault}.");
        }
    }
}
