using FastTokens.Caching;
using FastTokens.Compaction;
using Xunit;

namespace FastTokens.Tests.Compaction;

/// <summary>What harnesses meet, one after another, in a window of 100,000 usable tokens.</summary>
public class CompactionScenarioTests
{
    private static readonly CompactionPlanner Planner = new(Windows.Hundred);

    [Fact]
    public void The_same_share_of_every_window_gives_the_same_decision()
    {
        foreach (int percent in (int[])[50, 74, 75, 77, 78, 79, 80, 89, 90, 93])
        {
            CompactionReasonKind[] kinds = [.. Windows.Sizes.Select(size =>
            {
                ContextWindow window = new(size);
                CompactionState state = default;
                return new CompactionPlanner(window).Decide(new ContextSnapshot(((long)window.Usable * percent / 100) + (percent % 5 == 0 ? 1 : 0), 1), ref state).Reason.Kind;
            })];
            Assert.Single(kinds.Distinct());
        }
    }

    [Fact]
    public void Fold_before_the_call_then_normal_then_aggressive_then_forced()
    {
        CompactionState state = default;
        ContextSnapshot start = new(91_000, turn: 1) { Moment = CompactionMoment.BeforeCall };
        CompactionDecision decision = Planner.Decide(start, ref state);
        Assert.Equal((true, CompactionReasonKind.HardLimit, 0L), (decision.ShouldCompact, decision.Reason.Kind, decision.TailTokens));
        Planner.Complete(decision, start, 40_000, ref state);

        foreach ((long turn, long used, CompactionLevel level, long tail) in ((long, long, CompactionLevel, long)[])
            [(5, 75_000, CompactionLevel.NormalFold, 20_000), (9, 78_500, CompactionLevel.AggressiveFold, 10_000), (13, 80_000, CompactionLevel.ForceSummary, 0)])
        {
            ContextSnapshot snapshot = new(used, turn);
            decision = Planner.Decide(snapshot, ref state);
            Assert.Equal((true, level, tail), (decision.ShouldCompact, decision.Level, decision.TailTokens));
            Assert.Equal(tail + 4_000, decision.ExpectedTokens);
            Assert.True(Planner.Complete(decision, snapshot, decision.ExpectedTokens, ref state).Succeeded);
        }
    }

    [Fact]
    public void One_fold_a_turn_whichever_path_made_it_even_where_tracking_state_is_replaced()
    {
        CompactionState state = default;
        ContextSnapshot before = new(91_000, turn: 7) { Moment = CompactionMoment.BeforeCall };
        CompactionDecision decision = Planner.Decide(before, ref state);
        Planner.Complete(decision, before, 76_000, ref state);
        Assert.True(state.Guard.AlreadyFoldedThisTurn);

        state = state.Restarted();
        ContextSnapshot after = new(98_000, turn: 7);
        decision = Planner.Decide(after, ref state);
        Assert.Equal(CompactionReasonKind.AlreadyFoldedThisTurn, decision.Reason.Kind);
        Assert.True(decision.IsBlocked);
        Assert.True(Planner.Decide(after with { Turn = 8 }, ref state).ShouldCompact);
        Assert.False(state.Guard.AlreadyFoldedThisTurn);
    }

    [Fact]
    public void After_a_fold_before_the_call_at_91000_nothing_happens_at_92000_and_96000_fires()
    {
        TurnStartEstimate estimate = TurnStartEstimate.Folded(91_000);
        Assert.Equal(95_550, estimate.ThresholdOf(Planner.Thresholds));
        Assert.False(estimate.Fires(92_000, Planner.Thresholds));
        Assert.False(estimate.Fires(95_549, Planner.Thresholds));
        Assert.True(estimate.Fires(96_000, Planner.Thresholds));
        // Never above the blocking limit, and armed again below 85%.
        Assert.Equal(97_000, TurnStartEstimate.Folded(94_000).ThresholdOf(Planner.Thresholds));
        Assert.True(estimate.Observed(85_000, Planner.Thresholds).IsDisarmed);
        Assert.Equal(default, estimate.Observed(84_999, Planner.Thresholds));

        CompactionState state = default;
        ContextSnapshot start = new(91_000, turn: 1) { Moment = CompactionMoment.BeforeCall };
        Planner.Complete(Planner.Decide(start, ref state), start, 86_000, ref state);
        Assert.Equal(CompactionReasonKind.TurnStartDisarmed, Planner.Decide(start with { Turn = 4, UsedTokens = 92_000 }, ref state).Reason.Kind);
        Assert.True(Planner.Decide(start with { Turn = 4, UsedTokens = 96_000 }, ref state).ShouldCompact);
        Planner.Decide(new ContextSnapshot(84_999, 4), ref state);
        Assert.True(Planner.Decide(start with { Turn = 4, UsedTokens = 92_000 }, ref state).ShouldCompact);
    }

    [Theory]
    [InlineData(21_000, true)]
    [InlineData(21_001, false)]
    [InlineData(20_999, true)]
    public void A_fold_is_worth_it_to_the_token(long fixedTokens, bool isWorthIt)
    {
        // 75,000 - P are messages; 20,000 of them stay, 4,000 come as the summary: 30,000 must be saved.
        CompactionState state = default;
        CompactionDecision decision = Planner.Decide(new ContextSnapshot(75_000, 1) { FixedTokens = fixedTokens }, ref state);
        Assert.Equal(isWorthIt, decision.ShouldCompact);
        Assert.Equal(isWorthIt ? CompactionReasonKind.SavesEnough : CompactionReasonKind.NotWorthIt, decision.Reason.Kind);
        Assert.Equal(75_000 - fixedTokens - 24_000, decision.Reason.SavedTokens);
        // A hard limit overrides it.
        Assert.True(Planner.Decide(new ContextSnapshot(90_000, 1) { FixedTokens = 80_000 }, ref state).ShouldCompact);
        Assert.Equal(CompactionReasonKind.NothingToFold, Planner.Decide(new ContextSnapshot(90_000, 1) { FixedTokens = 86_000 }, ref state).Reason.Kind);
    }

    [Fact]
    public void What_cannot_help_is_not_tried()
    {
        CompactionState state = default;
        CompactionDecision decision = Planner.Decide(new ContextSnapshot(115_000, 1) { FixedTokens = 100_000 }, ref state);
        Assert.Equal((CompactionReasonKind.WouldNotHelp, true), (decision.Reason.Kind, decision.IsBlocked));
        Assert.Equal(11_000, decision.Reason.SavedTokens);
        // To the token: 97,000 is the blocking limit.
        Assert.Equal(CompactionReasonKind.WouldNotHelp, Planner.Decide(new ContextSnapshot(115_000, 1) { FixedTokens = 93_000 }, ref state).Reason.Kind);
        Assert.True(Planner.Decide(new ContextSnapshot(115_000, 1) { FixedTokens = 92_999 }, ref state).ShouldCompact);
    }

    [Fact]
    public void With_prices_a_fold_waits_until_the_turns_to_come_pay_for_it()
    {
        CompactionPrices prices = new(Read: 0.3, Write: 3.75, Output: 15);
        CompactionPlanner planner = new(Windows.Hundred, prices: prices);
        CompactionState state = default;
        ContextSnapshot snapshot = new(76_000, 1) { FixedTokens = 10_000, CachedTokens = 76_000 };
        // 46,000 go, 4,000 come: T = 34,000. S = 76,000 cached reads and an instruction of 1,000 written.
        double input = (76_000 * 0.3) + (1_000 * 3.75);
        double expected = (input + (4_000 * 15) + ((34_000 - 10_000) * 3.75) + (10_000 * 0.3) - (76_000 * 0.3)) / ((76_000 - 34_000) * 0.3);
        Assert.Equal(expected, prices.BreakEvenTurns(76_000, 34_000, 10_000, 4_000, input), 9);

        CompactionDecision few = planner.Decide(snapshot with { ExpectedTurns = Math.Floor(expected) }, ref state);
        Assert.Equal(CompactionReasonKind.DoesNotPayOff, few.Reason.Kind);
        Assert.Equal(expected, few.Reason.BreakEvenTurns, 9);
        CompactionDecision many = planner.Decide(snapshot with { ExpectedTurns = Math.Ceiling(expected) }, ref state);
        Assert.Equal((CompactionReasonKind.PaysOff, 34_000L), (many.Reason.Kind, many.ExpectedTokens));
        // A cold cache makes the summary dearer.
        Assert.True(planner.Decide(snapshot with { CachedTokens = 0, ExpectedTurns = 5 }, ref state).Reason.BreakEvenTurns > expected);
        // Where turns or prices are not known the saving alone decides, and the reason says so.
        CompactionDecision unknown = planner.Decide(snapshot, ref state);
        Assert.Equal(CompactionReasonKind.SavesEnough, unknown.Reason.Kind);
        Assert.Contains("not known", unknown.ToString(), StringComparison.Ordinal);
        // The hard limit overrides economics.
        Assert.True(planner.Decide(snapshot with { UsedTokens = 90_000, ExpectedTurns = 0 }, ref state).ShouldCompact);
    }

    [Fact]
    public void Break_even_is_never_undefined()
    {
        CompactionPrices prices = new(1, 2, 3);
        Assert.Equal(double.PositiveInfinity, prices.BreakEvenTurns(100, 100, 0, 10, 5));
        Assert.Equal(double.PositiveInfinity, prices.BreakEvenTurns(100, 120, 0, 10, 5));
        Assert.Equal(double.PositiveInfinity, new CompactionPrices(0, 2, 3).BreakEvenTurns(100, 50, 0, 10, 5));
        Assert.Equal(5, CompactionPrices.From(CacheRules.ForModel("claude-sonnet-4-5"))!.Value.Output * 1e6 / 3, 6);
        Assert.Null(CompactionPrices.From(CacheRules.ForModel("unheard-of")));
    }

    [Fact]
    public void Three_failures_in_a_row_stop_automatic_compaction_until_usage_is_clearly_lower()
    {
        CompactionState state = default;
        for (int failure = 0; failure < 3; failure++)
        {
            ContextSnapshot snapshot = new(98_000, turn: 1 + failure);
            CompactionDecision decision = Planner.Decide(snapshot, ref state);
            Assert.True(decision.ShouldCompact);
            if (failure == 1)
            {
                // Left at its threshold: that is a failure too.
                Assert.False(Planner.Complete(decision, snapshot, 97_000, ref state).Succeeded);
            }
            else
            {
                Planner.Fail(snapshot, ref state);
            }
        }

        CompactionDecision stopped = Planner.Decide(new ContextSnapshot(98_000, 9) { Moment = CompactionMoment.BeforeCall }, ref state);
        Assert.Equal(CompactionReasonKind.TooManyFailures, stopped.Reason.Kind);
        Assert.True(stopped.IsBlocked);
        Assert.Equal(CompactionReasonKind.BelowThreshold, Planner.Decide(new ContextSnapshot(74_000, 10), ref state).Reason.Kind);
        Assert.Equal(CompactionReasonKind.TooManyFailures, Planner.Decide(new ContextSnapshot(98_000, 11), ref state).Reason.Kind);
        Assert.Equal(CompactionReasonKind.BelowThreshold, Planner.Decide(new ContextSnapshot(69_999, 12), ref state).Reason.Kind);
        Assert.True(Planner.Decide(new ContextSnapshot(98_000, 13), ref state).ShouldCompact);
    }

    [Fact]
    public void A_success_between_failures_counts_from_the_beginning()
    {
        CompactionBreaker breaker = default(CompactionBreaker).Compacted(1, succeeded: false).Compacted(5, succeeded: false).Compacted(9, succeeded: true);
        Assert.False(breaker.IsOpen());
        Assert.Equal(0, breaker.Failures);
        Assert.True(breaker.Compacted(1, false).Compacted(2, false).Compacted(3, false).IsOpen());
    }

    [Fact]
    public void Three_turns_lie_between_compactions_unless_the_window_is_full()
    {
        CompactionState state = default;
        ContextSnapshot snapshot = new(76_000, turn: 10);
        Planner.Complete(Planner.Decide(snapshot, ref state), snapshot, 50_000, ref state);
        foreach (long turn in (long[])[11, 12])
        {
            Assert.Equal(CompactionReasonKind.TooSoon, Planner.Decide(snapshot with { Turn = turn, UsedTokens = 96_999 }, ref state).Reason.Kind);
        }

        CompactionState copy = state;
        Assert.True(Planner.Decide(snapshot with { Turn = 12, UsedTokens = 97_000 }, ref copy).ShouldCompact);
        Assert.True(Planner.Decide(snapshot with { Turn = 13 }, ref state).ShouldCompact);
    }

    [Fact]
    public void A_forced_fold_bypasses_neither_the_switch_nor_the_recursion_guard()
    {
        CompactionState state = default;
        ContextSnapshot full = new(99_000, turn: 1) { Moment = CompactionMoment.BeforeCall };
        CompactionDecision disabled = Planner.Decide(full with { IsDisabled = true }, ref state);
        Assert.Equal((CompactionReasonKind.Disabled, true), (disabled.Reason.Kind, disabled.IsBlocked));
        CompactionState before = state;
        CompactionDecision recursion = Planner.Decide(full with { IsCompactionRequest = true, Turn = 5 }, ref state);
        Assert.Equal((CompactionReasonKind.CompactionRequest, false), (recursion.Reason.Kind, recursion.IsBlocked));
        Assert.Equal(before, state);
    }

    [Fact]
    public void Before_a_call_only_what_is_too_full_for_it_counts()
    {
        CompactionState state = default;
        CompactionDecision decision = Planner.Decide(new ContextSnapshot(89_999, 1) { Moment = CompactionMoment.BeforeCall }, ref state);
        Assert.Equal((CompactionReasonKind.WaitsForResponse, CompactionLevel.ForceSummary), (decision.Reason.Kind, decision.Level));
        Assert.True(Planner.Decide(new ContextSnapshot(90_000, 1) { Moment = CompactionMoment.BeforeCall }, ref state).ShouldCompact);
    }

    [Fact]
    public void A_user_who_compacts_early_has_not_failed()
    {
        CompactionState state = default;
        ContextSnapshot snapshot = new(30_000, 3);
        CompactionRecord record = Planner.Complete(default, snapshot, 29_000, ref state);
        Assert.Equal((CompactionLevel.None, 1_000L, false), (record.Level, record.FreedTokens, record.Succeeded));
        Assert.Equal((0, true), (state.Breaker.Failures, state.Guard.AlreadyFoldedThisTurn));
    }

    [Fact]
    public void A_summary_request_is_expected_to_hit_the_cache_and_its_own_ratio_is_recorded()
    {
        CompactionPlanner planner = new(Windows.Hundred, prices: new CompactionPrices(1, 10, 50));
        CompactionState state = default;
        ContextSnapshot snapshot = new(79_000, 1) { CachedTokens = 75_000 };
        SummaryRequestForecast forecast = planner.ForecastSummary(snapshot, state);
        Assert.Equal((80_000, 75_000, 4_000), (forecast.InputTokens, forecast.ReadTokens, forecast.OutputTokens));
        Assert.Equal(75_000 + (5_000 * 10) + (4_000 * 50), forecast.Cost!.Value, 6);
        Assert.Equal(0.9375, forecast.HitRatio);

        CacheBreakDetector detector = new(CacheRules.ForModel("claude-sonnet-4-5"));
        detector.Forecast(null, DateTimeOffset.UnixEpoch);
        detector.Judge(new CacheUsage(10, 0, 79_000));
        CompactionRecord record = planner.Complete(planner.Decide(snapshot, ref state), snapshot, 20_000, ref state, new CacheUsage(1_000, 75_000, 4_000, Output: 2_500), detector);
        Assert.Equal(75_000.0 / 80_000, record.HitRatio);
        Assert.Equal(2_500, state.LastSummaryTokens);
        Assert.Equal(2_500, planner.ForecastSummary(snapshot, state).OutputTokens);
        detector.Forecast(null, DateTimeOffset.UnixEpoch.AddSeconds(9));
        Assert.Equal(CacheVerdictKind.ExpectedDrop, detector.Judge(new CacheUsage(10, 16_000, 4_000)).Kind);
    }

    [Fact]
    public void Warnings_show_below_the_automatic_threshold_unless_held_back()
    {
        CompactionState state = default;
        Assert.Equal(ContextWarning.None, Planner.WarningOf(64_999, state));
        Assert.Equal(ContextWarning.Error, Planner.WarningOf(65_000, state));
        CompactionPlanner apart = new(Windows.Hundred, new CompactionOptions { ErrorMarginTokens = 5_000 });
        Assert.Equal(ContextWarning.Warning, apart.WarningOf(69_999, state));
        Assert.Equal(ContextWarning.Error, apart.WarningOf(70_000, state));
        state.IsWarningSuppressed = true;
        Assert.Equal(ContextWarning.None, Planner.WarningOf(99_000, state));
    }

    [Fact]
    public void Wrong_snapshots_are_refused_with_what_is_wrong()
    {
        CompactionState state = default;
        Assert.Contains("UsedTokens = -1", Assert.Throws<ArgumentOutOfRangeException>(() => Planner.Decide(new ContextSnapshot(-1, 0), ref state)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Planner.Decide(new ContextSnapshot(1, 0) { ExpectedTurns = double.NaN }, ref state));
        Assert.Throws<ArgumentOutOfRangeException>(() => Planner.Decide(new ContextSnapshot(1, 0) { CachedTokens = long.MaxValue }, ref state));
        Assert.Contains("Read = -1", Assert.Throws<ArgumentException>(static () => new CompactionPlanner(Windows.Hundred, prices: new CompactionPrices(-1, 1, 1))).Message, StringComparison.Ordinal);
        Planner.Decide(new ContextSnapshot(1, 5), ref state);
        Assert.Contains("Turn 4 comes after turn 5", Assert.Throws<ArgumentOutOfRangeException>(() => Planner.Decide(new ContextSnapshot(1, 4), ref state)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_reason_is_one_line_with_the_figures()
    {
        foreach (CompactionReasonKind kind in Enum.GetValues<CompactionReasonKind>())
        {
            CompactionReason reason = new()
            {
                Kind = kind,
                Level = CompactionLevel.FinalBuffer,
                UsedTokens = 123_456,
                UsableTokens = 200_000,
                Threshold = 111_111,
                SavedTokens = 33_333,
                Required = 44_444,
                BreakEvenTurns = 7.25,
                ExpectedTurns = 1e12,
            };
            string line = reason.ToString();
            Assert.StartsWith("123456 of 200000 tokens (61.7%), ", line, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', line);
            Span<char> exact = new char[line.Length];
            Assert.True(reason.TryFormat(exact, out int written));
            Assert.Equal(line, exact[..written].ToString());
            Assert.False(reason.TryFormat(exact[1..], out _));
            Assert.Equal(line, $"{reason}");
            Assert.NotEqual("", (reason with { BreakEvenTurns = double.MaxValue, ExpectedTurns = double.MaxValue }).ToString());
        }
    }
}
