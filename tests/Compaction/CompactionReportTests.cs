using FastTokens.Compaction;
using Xunit;

namespace FastTokens.Tests.Compaction;

/// <summary>What decisions and records say besides yes or no, at the edges: thresholds, figures, names, and what is refused.</summary>
public class CompactionReportTests
{
    private const long Maximum = 1L << 48;

    private static readonly CompactionPlanner Planner = new(Windows.Hundred);

    [Fact]
    public void A_reason_states_the_threshold_of_its_level()
    {
        foreach (long used in (long[])[0, 74_999, 75_000, 78_000, 80_000, 90_000, 97_000, 200_000])
        {
            CompactionState state = default;
            CompactionDecision decision = Planner.Decide(new ContextSnapshot(used, 1) { IsDisabled = true }, ref state);
            Assert.Equal(decision.Level == CompactionLevel.None ? Planner.Thresholds.NormalFold : Planner.Thresholds.FloorOf(decision.Level), decision.Reason.Threshold);
            Assert.Equal(-1, decision.CutMessageIndex);
            Assert.Equal(used, decision.ExpectedTokens);
            Assert.Equal(decision.Level == CompactionLevel.Blocking, decision.IsBlocked);
        }
    }

    [Theory]
    [InlineData(75_000, "75000 of 100000 tokens (75.0%), normal fold at 75000: automatic compaction is off")]
    [InlineData(78_000, "78000 of 100000 tokens (78.0%), aggressive fold at 78000: automatic compaction is off")]
    [InlineData(80_000, "80000 of 100000 tokens (80.0%), forced summary at 80000: automatic compaction is off")]
    [InlineData(90_000, "90000 of 100000 tokens (90.0%), final buffer at 90000: automatic compaction is off")]
    [InlineData(97_000, "97000 of 100000 tokens (97.0%), blocking limit at 97000: automatic compaction is off")]
    public void A_reason_names_its_level(long used, string text)
    {
        CompactionState state = default;
        CompactionReason reason = Planner.Decide(new ContextSnapshot(used, 1) { IsDisabled = true }, ref state).Reason;
        Assert.Equal(text, reason.ToString());
        Assert.Contains("fold before the call", (reason with { Level = CompactionLevel.TurnStartFold }).ToString(), StringComparison.Ordinal);
        Assert.Contains("no level", (reason with { Level = CompactionLevel.None }).ToString(), StringComparison.Ordinal);
        Assert.Contains("(0.0%)", (reason with { UsableTokens = 0 }).ToString(), StringComparison.Ordinal);
        for (int length = 0; length < text.Length; length++)
        {
            Assert.False(reason.TryFormat(new char[length], out _));
        }

        Assert.True(reason.TryFormat(new char[text.Length], out int written));
        Assert.Equal(text.Length, written);
    }

    [Fact]
    public void A_reason_with_the_longest_figures_is_whole()
    {
        CompactionReason reason = new() { Kind = CompactionReasonKind.PaysOff, Level = CompactionLevel.NormalFold, UsableTokens = 1, BreakEvenTurns = 1, ExpectedTurns = 2 };
        string digits = double.MaxValue.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);
        Assert.EndsWith("pays off after 1 of 2 turns", reason.ToString(), StringComparison.Ordinal);
        Assert.EndsWith($"pays off after {digits} of {digits} turns", (reason with { BreakEvenTurns = double.MaxValue, ExpectedTurns = double.MaxValue }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_for_a_summary_below_every_threshold_is_just_below()
    {
        CompactionState state = default;
        Assert.Equal(CompactionReasonKind.BelowThreshold, Planner.Decide(new ContextSnapshot(74_999, 1) { IsCompactionRequest = true }, ref state).Reason.Kind);
    }

    [Fact]
    public void The_fold_before_a_call_comes_at_its_own_threshold()
    {
        // 180,000 usable tokens: the final buffer begins 13,000 before their end, the fold before a call at nine tenths.
        CompactionPlanner planner = new(new ContextWindow(200_000));
        CompactionState state = default;
        ContextSnapshot snapshot = new(161_999, 1) { Moment = CompactionMoment.BeforeCall };
        CompactionReason waits = planner.Decide(snapshot, ref state).Reason;
        Assert.Equal((CompactionReasonKind.WaitsForResponse, 162_000L), (waits.Kind, waits.Required));
        CompactionDecision decision = planner.Decide(snapshot with { UsedTokens = 162_000 }, ref state);
        Assert.Equal((CompactionLevel.TurnStartFold, CompactionReasonKind.HardLimit), (decision.Level, decision.Reason.Kind));
    }

    [Fact]
    public void What_costs_nothing_has_a_price() => Assert.Equal(new CompactionPrices(0, 0, 0), new CompactionPlanner(Windows.Hundred, prices: new CompactionPrices(0, 0, 0)).Prices);

    [Fact]
    public void A_compaction_too_soon_is_told_the_turn_that_it_waits_for()
    {
        CompactionState state = default;
        ContextSnapshot snapshot = new(75_000, turn: 10);
        Planner.Complete(Planner.Decide(snapshot, ref state), snapshot, 24_000, ref state);
        CompactionDecision decision = Planner.Decide(snapshot with { Turn = 12 }, ref state);
        Assert.Equal((CompactionReasonKind.TooSoon, 13L), (decision.Reason.Kind, decision.Reason.Required));
        Assert.True(Planner.Decide(snapshot with { Turn = 13 }, ref state).ShouldCompact);
    }

    [Theory]
    [InlineData(24_999, false)]
    [InlineData(25_000, true)]
    public void A_saving_is_worth_it_from_its_share_of_the_window_on(long saving, bool isWorthIt)
    {
        CompactionPlanner planner = new(Windows.Hundred, new CompactionOptions { MinimumSavingPercent = 25 });
        CompactionState state = default;
        // All but the tail of 20,000 can go.
        CompactionDecision decision = planner.Decide(new ContextSnapshot(75_000, 1) { FixedTokens = 10_000, SummaryTokens = 45_000 - saving }, ref state);
        Assert.Equal((isWorthIt, saving), (decision.ShouldCompact, decision.Reason.SavedTokens));
        Assert.Equal(isWorthIt ? 0 : 25_000, decision.Reason.Required);
    }

    [Fact]
    public void A_fold_that_pays_off_exactly_at_the_expected_end_is_not_made()
    {
        CompactionPlanner planner = new(Windows.Hundred, prices: new CompactionPrices(1, 1, 1));
        CompactionState state = default;
        ContextSnapshot snapshot = new(75_000, 1) { SummaryTokens = 5_000, ExpectedTurns = 1_000 };
        double breakEven = planner.Decide(snapshot, ref state).Reason.BreakEvenTurns;
        Assert.InRange(breakEven, 0.1, 100);
        Assert.Equal(CompactionReasonKind.DoesNotPayOff, planner.Decide(snapshot with { ExpectedTurns = breakEven }, ref state).Reason.Kind);
        Assert.Equal(CompactionReasonKind.PaysOff, planner.Decide(snapshot with { ExpectedTurns = Math.BitIncrement(breakEven) }, ref state).Reason.Kind);
    }

    [Theory]
    [InlineData(1, 1, 1, 0, 0, double.PositiveInfinity)]
    [InlineData(1, 0, 0, 10, 10, double.NegativeInfinity)]
    [InlineData(0, 1, 0, 0, 0, double.PositiveInfinity)]
    public void Nothing_saved_pays_off_never_or_at_once(double read, double write, double output, long summary, double input, double turns) =>
        Assert.Equal(turns, new CompactionPrices(read, write, output).BreakEvenTurns(100, 100, 0, summary, double.IsNegativeInfinity(turns) ? -input : input));

    [Theory]
    [InlineData(70_000, true)]
    [InlineData(70_001, false)]
    public void A_compaction_succeeds_where_it_frees_the_margin(long after, bool succeeded)
    {
        CompactionState state = default;
        ContextSnapshot snapshot = new(75_000, 1);
        Assert.Equal(5_000, Planner.Thresholds.ClearMargin);
        Assert.Equal(succeeded, Planner.Complete(Planner.Decide(snapshot, ref state), snapshot, after, ref state).Succeeded);
    }

    [Fact]
    public void A_compaction_that_ends_at_its_threshold_has_failed()
    {
        CompactionState state = default;
        ContextSnapshot snapshot = new(89_000, 1);
        CompactionDecision decision = Planner.Decide(snapshot, ref state);
        Assert.Equal(CompactionLevel.ForceSummary, decision.Level);
        CompactionState other = state;
        Assert.False(Planner.Complete(decision, snapshot, 80_000, ref state).Succeeded);
        Assert.Equal(1, state.Breaker.Failures);
        Assert.True(Planner.Complete(decision, snapshot, 79_999, ref other).Succeeded);
    }

    [Fact]
    public void A_compaction_that_nobody_decided_does_not_count_as_failed()
    {
        CompactionState state = default;
        ContextSnapshot snapshot = new(30_000, 4);
        CompactionRecord record = Planner.Complete(Planner.Decide(snapshot, ref state), snapshot, 29_000, ref state);
        Assert.Equal((CompactionLevel.None, false, 0), (record.Level, record.Succeeded, state.Breaker.Failures));
        Assert.Equal((true, 4L), (state.Breaker.HasCompacted, state.Breaker.LastTurn));
    }

    [Fact]
    public void A_failure_folds_its_turn()
    {
        CompactionState state = default;
        ContextSnapshot snapshot = new(91_000, 5) { Moment = CompactionMoment.BeforeCall };
        Assert.True(Planner.Decide(snapshot, ref state).ShouldCompact);
        Planner.Fail(snapshot, ref state);
        Assert.True(state.Guard.AlreadyFoldedThisTurn);
        Assert.True(state.TurnStart.IsDisarmed);
        Assert.Equal(CompactionReasonKind.AlreadyFoldedThisTurn, Planner.Decide(snapshot, ref state).Reason.Kind);
    }

    [Fact]
    public void Failures_are_forgotten_below_the_threshold_with_its_margin_only()
    {
        CompactionBreaker breaker = default(CompactionBreaker).Compacted(1, succeeded: false);
        Assert.Equal(1, breaker.Observed(70_000, Planner.Thresholds).Failures);
        Assert.Equal(0, breaker.Observed(69_999, Planner.Thresholds).Failures);
        Assert.False(breaker.IsOpen());
        Assert.True(breaker.IsOpen(new CompactionOptions { MaximumFailures = 1 }));
        Assert.True(breaker.IsTooSoon(3));
        Assert.False(breaker.IsTooSoon(3, new CompactionOptions { MinimumTurns = 2 }));
    }

    [Fact]
    public void A_forecast_has_a_cost_where_prices_are_known()
    {
        ContextSnapshot snapshot = new(10_000, 1) { CachedTokens = 4_000, SummaryTokens = 500 };
        CompactionState state = default;
        Assert.Null(Planner.ForecastSummary(snapshot, state).Cost);
        // 11,000 tokens go in, 4,000 of them read.
        Assert.Equal((4_000 * 1) + (7_000 * 2) + (500 * 3), new CompactionPlanner(Windows.Hundred, prices: new CompactionPrices(1, 2, 3)).ForecastSummary(snapshot, state).Cost);
        Assert.Equal(0, default(SummaryRequestForecast).HitRatio);
    }

    [Fact]
    public void Figures_out_of_range_are_refused_everywhere()
    {
        ContextSnapshot fine = new(Maximum, 1) { FixedTokens = Maximum, CachedTokens = Maximum, SummaryTokens = Maximum };
        CompactionState state = default;
        CompactionDecision decision = Planner.Decide(fine, ref state);
        Assert.Equal(CompactionReasonKind.NothingToFold, decision.Reason.Kind);
        foreach (ContextSnapshot wrong in (ContextSnapshot[])
            [fine with { UsedTokens = Maximum + 1 }, fine with { FixedTokens = Maximum + 1 }, fine with { CachedTokens = -1 }, fine with { SummaryTokens = Maximum + 1 }, fine with { ExpectedTurns = double.NaN }])
        {
            CompactionState before = state;
            Assert.Throws<ArgumentOutOfRangeException>("snapshot", () => Planner.Decide(wrong, ref state));
            Assert.Throws<ArgumentOutOfRangeException>("snapshot", () => Planner.Decide(wrong, default(NoMessages), ref state));
            Assert.Throws<ArgumentOutOfRangeException>("snapshot", () => Planner.Complete(decision, wrong, 1, ref state));
            Assert.Throws<ArgumentOutOfRangeException>("snapshot", () => Planner.Fail(wrong, ref state));
            Assert.Throws<ArgumentOutOfRangeException>("snapshot", () => Planner.ForecastSummary(wrong, state));
            Assert.Equal(before, state);
        }

        Assert.Throws<ArgumentOutOfRangeException>("tokensAfter", () => Planner.Complete(decision, fine, -1, ref state));
        Assert.Throws<ArgumentOutOfRangeException>("tokensAfter", () => Planner.Complete(decision, fine, Maximum + 1, ref state));
        Assert.Throws<ArgumentNullException>("rules", () => CompactionPrices.From(null!));
    }

    // A list without messages.
    private readonly struct NoMessages : IMessageList
    {
        public int Count => 0;

        public MessageRole RoleOf(int index) => throw new ArgumentOutOfRangeException(nameof(index));

        public long TokensBefore(int index) => 0;

        public DateTimeOffset? TimeOf(int index) => null;

        public int ToolCountOf(int index) => 0;

        public ToolReference ToolOf(int index, int position) => throw new ArgumentOutOfRangeException(nameof(position));

        public bool IsCutAllowed(int index) => true;
    }
}
