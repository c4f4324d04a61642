using System.Diagnostics.CodeAnalysis;
using FastTokens.Caching;

namespace FastTokens.Compaction;

/// <summary>Decides when a conversation is compacted and where it is cut: snapshot and state in, decision and reason out. Immutable and safe for concurrent use.</summary>
/// <remarks>
/// <para>
/// Asked twice with the same snapshot it answers the same. What was done about a decision is told to <see cref="Complete"/> or <see cref="Fail"/>: that is what
/// counts turns and failures.
/// </para>
/// <para>A decision reads no text and allocates nothing.</para>
/// </remarks>
public sealed partial class CompactionPlanner
{
    // Far above any window, and far from any overflow.
    private const ulong MaximumTokens = 1UL << 48;

    private readonly CompactionThresholds _thresholds;
    private readonly bool _hasPrices;
    private readonly CompactionPrices _prices;

    /// <summary>Makes a planner.</summary>
    /// <param name="window">The window of the model.</param>
    /// <param name="options">The constants, or <see langword="null"/> for the defaults.</param>
    /// <param name="prices">What tokens cost, or <see langword="null"/> if unknown: then a fold has to save enough, and nothing else is asked.</param>
    /// <exception cref="ArgumentException">The window is the default value, the options contradict each other, or a price is negative or no number.</exception>
    public CompactionPlanner(ContextWindow window, CompactionOptions? options = null, CompactionPrices? prices = null)
    {
        if (prices is { } known && !(IsPrice(known.Read) && IsPrice(known.Write) && IsPrice(known.Output)))
        {
            throw new ArgumentException($"A price is negative or no number: {known}.", nameof(prices));
        }

        Window = window;
        Options = options ?? CompactionOptions.Default;
        _thresholds = new CompactionThresholds(window, Options);
        Prices = prices;
        _hasPrices = prices is not null;
        _prices = prices ?? default;
    }

    /// <summary>Gets the window.</summary>
    public ContextWindow Window { get; }

    /// <summary>Gets the constants.</summary>
    public CompactionOptions Options { get; }

    /// <summary>Gets where each level begins.</summary>
    public CompactionThresholds Thresholds => _thresholds;

    /// <summary>Gets what tokens cost, if that is known.</summary>
    public CompactionPrices? Prices { get; }

    /// <summary>Returns a planner for a model of the catalog, with its window and its prices.</summary>
    /// <exception cref="ArgumentException">The model is unknown, or its window is.</exception>
    public static CompactionPlanner ForModel(string model, CompactionOptions? options = null) =>
        new(ContextWindow.ForModel(model), options, CompactionPrices.From(CacheRules.ForModel(model)));

    /// <summary>Decides without the messages: a fold is taken to leave exactly its tail. O(1).</summary>
    /// <param name="snapshot">How things stand.</param>
    /// <param name="state">What is remembered of the conversation.</param>
    /// <exception cref="ArgumentOutOfRangeException">A figure of the snapshot is negative or above 2^48, or its turn is before the last one.</exception>
    public CompactionDecision Decide(in ContextSnapshot snapshot, ref CompactionState state)
    {
        Validate(snapshot);
        CompactionLevel level = _thresholds.LevelOf(snapshot.UsedTokens);
        if (Refuses(snapshot, level, ref state, out CompactionReasonKind kind, out long required))
        {
            return Nothing(snapshot, level, kind, required);
        }

        long tail = _thresholds.TailOf(level);
        return Weigh(snapshot, state, level, Math.Max(0, MessageTokens(snapshot) - tail), cut: -1);
    }

    /// <summary>Decides, and says where to cut. Logarithmic in the messages where their list has running sums.</summary>
    /// <param name="snapshot">How things stand. Its tokens may be in another unit than those of the messages: estimates are scaled to it.</param>
    /// <param name="messages">The messages of the conversation.</param>
    /// <param name="state">What is remembered of the conversation.</param>
    /// <exception cref="ArgumentOutOfRangeException">A figure of the snapshot is negative or above 2^48, or its turn is before the last one.</exception>
    public CompactionDecision Decide<TMessages>(in ContextSnapshot snapshot, scoped in TMessages messages, ref CompactionState state)
        where TMessages : IMessageList, allows ref struct
    {
        Validate(snapshot);
        CompactionLevel level = _thresholds.LevelOf(snapshot.UsedTokens);
        if (Refuses(snapshot, level, ref state, out CompactionReasonKind kind, out long required))
        {
            return Nothing(snapshot, level, kind, required);
        }

        int first = CompactionCut.FirstFoldable(messages);
        long before = messages.TokensBefore(first);
        long listed = messages.TokensBefore(messages.Count) - before;
        long reported = MessageTokens(snapshot);
        if (listed <= 0 || reported == 0)
        {
            return Nothing(snapshot, level, CompactionReasonKind.NothingToFold, 0);
        }

        double scale = (double)reported / listed;
        bool keepsPending = Options.KeepsPendingUserMessages && snapshot.Moment == CompactionMoment.BeforeCall;
        int cut = CompactionCut.Find(messages, first, (long)(_thresholds.TailOf(level) / scale), keepsPending, Options.UserMessageReach);
        return Weigh(snapshot, state, level, Math.Min(reported, (long)((messages.TokensBefore(cut) - before) * scale)), cut);
    }

    /// <summary>Returns the warning to show; none while warnings are held back.</summary>
    public ContextWarning WarningOf(long usedTokens, in CompactionState state) =>
        state.IsWarningSuppressed ? ContextWarning.None : _thresholds.WarningOf(usedTokens);

    /// <summary>Returns what a summary request is expected to report that sends the same tools, system and messages with the instruction behind them: then the cache holds.</summary>
    public SummaryRequestForecast ForecastSummary(in ContextSnapshot snapshot, in CompactionState state)
    {
        Validate(snapshot);
        long input = snapshot.UsedTokens + Options.InstructionTokens;
        long read = Math.Min(snapshot.CachedTokens, snapshot.UsedTokens);
        long output = SummaryTokens(snapshot, state);
        return new SummaryRequestForecast(input, read, output, _hasPrices ? _prices.SummaryInputCost(input, read) + (output * _prices.Output) : null);
    }

    private static bool IsPrice(double price) => price >= 0 && double.IsFinite(price);

    private static long MessageTokens(in ContextSnapshot snapshot) => Math.Max(0, snapshot.UsedTokens - snapshot.FixedTokens);

    private static void Validate(in ContextSnapshot snapshot)
    {
        // Not a number is no number of turns either.
        if (double.IsNaN(snapshot.ExpectedTurns ?? 0) || (ulong)snapshot.UsedTokens > MaximumTokens || (ulong)snapshot.FixedTokens > MaximumTokens
            || (ulong)snapshot.CachedTokens > MaximumTokens || (ulong)(snapshot.SummaryTokens ?? 0) > MaximumTokens)
        {
            ThrowOutOfRange(snapshot);
        }
    }

    [DoesNotReturn]
    private static void ThrowOutOfRange(in ContextSnapshot snapshot) => throw new ArgumentOutOfRangeException(
        nameof(snapshot), $"The tokens of a snapshot are from 0 to 2^48, and the expected turns a number; this is {snapshot}.");

    // Everything that speaks against a compaction before its size is known, in the order of precedence; takes in what was seen.
    private bool Refuses(in ContextSnapshot snapshot, CompactionLevel level, ref CompactionState state, out CompactionReasonKind kind, out long required)
    {
        long used = snapshot.UsedTokens;
        required = 0;
        if (snapshot.IsCompactionRequest)
        {
            kind = level == CompactionLevel.None ? CompactionReasonKind.BelowThreshold : CompactionReasonKind.CompactionRequest;
            return true;
        }

        state.Guard = state.Guard.At(snapshot.Turn);
        state.TurnStart = state.TurnStart.Observed(used, _thresholds);
        state.Breaker = state.Breaker.Observed(used, _thresholds);
        bool isBeforeCall = snapshot.Moment == CompactionMoment.BeforeCall;
        if (level == CompactionLevel.None)
        {
            kind = CompactionReasonKind.BelowThreshold;
        }
        else if (isBeforeCall && level < CompactionLevel.TurnStartFold)
        {
            kind = CompactionReasonKind.WaitsForResponse;
            required = _thresholds.TurnStartFold;
        }
        else if (snapshot.IsDisabled)
        {
            kind = CompactionReasonKind.Disabled;
        }
        else if (state.Breaker.IsOpen(Options))
        {
            kind = CompactionReasonKind.TooManyFailures;
            required = state.Breaker.Failures;
        }
        else if (state.Guard.AlreadyFoldedThisTurn)
        {
            kind = CompactionReasonKind.AlreadyFoldedThisTurn;
        }
        else if (level != CompactionLevel.Blocking && state.Breaker.IsTooSoon(snapshot.Turn, Options))
        {
            kind = CompactionReasonKind.TooSoon;
            required = state.Breaker.LastTurn + Options.MinimumTurns;
        }
        else if (isBeforeCall && !state.TurnStart.Fires(used, _thresholds, Options))
        {
            kind = CompactionReasonKind.TurnStartDisarmed;
            required = state.TurnStart.ThresholdOf(_thresholds, Options);
        }
        else
        {
            kind = default;
            return false;
        }

        return true;
    }

    private CompactionDecision Weigh(in ContextSnapshot snapshot, in CompactionState state, CompactionLevel level, long removed, int cut)
    {
        long summary = SummaryTokens(snapshot, state);
        long saved = removed - summary;
        long expected = snapshot.UsedTokens - saved;
        CompactionReason reason = new()
        {
            Level = level,
            UsedTokens = snapshot.UsedTokens,
            UsableTokens = _thresholds.Usable,
            Threshold = _thresholds.FloorOf(level),
            SavedTokens = saved,
        };
        if (saved <= 0)
        {
            return Nothing(snapshot, level, reason with { Kind = CompactionReasonKind.NothingToFold });
        }

        // It would count as failed: better not to try.
        if (expected >= reason.Threshold)
        {
            return Nothing(snapshot, level, reason with { Kind = CompactionReasonKind.WouldNotHelp });
        }

        if (level >= CompactionLevel.TurnStartFold)
        {
            return Compaction(level, reason with { Kind = CompactionReasonKind.HardLimit }, cut, expected);
        }

        if (saved * 100 < _thresholds.Usable * Options.MinimumSavingPercent)
        {
            return Nothing(snapshot, level, reason with { Kind = CompactionReasonKind.NotWorthIt, Required = ((_thresholds.Usable * Options.MinimumSavingPercent) + 99) / 100 });
        }

        if (!_hasPrices || snapshot.ExpectedTurns is not { } turns)
        {
            return Compaction(level, reason with { Kind = CompactionReasonKind.SavesEnough }, cut, expected);
        }

        double input = _prices.SummaryInputCost(snapshot.UsedTokens + Options.InstructionTokens, Math.Min(snapshot.CachedTokens, snapshot.UsedTokens));
        double breakEven = _prices.BreakEvenTurns(snapshot.UsedTokens, expected, snapshot.FixedTokens, summary, input);
        reason = reason with { BreakEvenTurns = breakEven, ExpectedTurns = turns };
        return turns > breakEven
            ? Compaction(level, reason with { Kind = CompactionReasonKind.PaysOff }, cut, expected)
            : Nothing(snapshot, level, reason with { Kind = CompactionReasonKind.DoesNotPayOff });
    }

    private long SummaryTokens(in ContextSnapshot snapshot, in CompactionState state) =>
        snapshot.SummaryTokens ?? (state.LastSummaryTokens > 0 ? state.LastSummaryTokens : Math.Min(Options.SummaryTokens, _thresholds.Usable / 20));

    private CompactionDecision Compaction(CompactionLevel level, in CompactionReason reason, int cut, long expected) =>
        new(level, reason, cut, _thresholds.TailOf(level), expected);

    private CompactionDecision Nothing(in ContextSnapshot snapshot, CompactionLevel level, CompactionReasonKind kind, long required) => Nothing(snapshot, level, new CompactionReason
    {
        Kind = kind,
        Level = level,
        UsedTokens = snapshot.UsedTokens,
        UsableTokens = _thresholds.Usable,
        Threshold = level == CompactionLevel.None ? _thresholds.NormalFold : _thresholds.FloorOf(level),
        Required = required,
    });

    private CompactionDecision Nothing(in ContextSnapshot snapshot, CompactionLevel level, in CompactionReason reason) =>
        new(level, reason, -1, _thresholds.TailOf(level), snapshot.UsedTokens);
}
