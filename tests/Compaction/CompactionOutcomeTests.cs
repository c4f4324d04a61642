using FastTokens.Caching;
using FastTokens.Compaction;
using Xunit;

namespace FastTokens.Tests.Compaction;

/// <summary>What is remembered of what became of decisions.</summary>
public class CompactionOutcomeTests
{
    private static readonly CompactionPlanner Planner = new(Windows.Hundred);

    [Fact]
    public void A_compaction_of_the_user_against_the_decision_does_not_count_as_failed()
    {
        CompactionState state = default;
        ContextSnapshot snapshot = new(79_000, 4) { IsDisabled = true };
        CompactionDecision decision = Planner.Decide(snapshot, ref state);
        Assert.Equal((CompactionLevel.AggressiveFold, false), (decision.Level, decision.ShouldCompact));
        CompactionRecord record = Planner.Complete(decision, snapshot, 78_500, ref state);
        Assert.Equal((CompactionLevel.None, false, 500L), (record.Level, record.Succeeded, record.FreedTokens));
        Assert.Equal(new CompactionBreaker(0, true, 4), state.Breaker);
    }

    [Theory]
    [InlineData(74_999, true)]
    [InlineData(75_000, false)]
    public void A_compaction_of_the_user_succeeds_below_the_normal_fold(long after, bool succeeded)
    {
        CompactionState state = default;
        Assert.Equal(succeeded, Planner.Complete(default, new ContextSnapshot(96_000, 1), after, ref state).Succeeded);
    }

    [Theory]
    [InlineData(CompactionMoment.BeforeCall, 89_999, false)]
    [InlineData(CompactionMoment.BeforeCall, 90_000, true)]
    [InlineData(CompactionMoment.AfterResponse, 96_000, false)]
    public void Only_a_fold_before_a_call_that_is_due_disarms_the_next(CompactionMoment moment, long used, bool disarmed)
    {
        CompactionState state = default;
        Planner.Fail(new ContextSnapshot(used, 1) { Moment = moment }, ref state);
        Assert.Equal(disarmed ? new TurnStartEstimate(true, used) : default, state.TurnStart);
    }

    [Fact]
    public void While_disarmed_the_fold_before_a_call_waits_for_the_growth_that_is_asked_for()
    {
        TurnStartEstimate disarmed = TurnStartEstimate.Folded(91_000);
        Assert.Equal(91_000 * 105 / 100, disarmed.ThresholdOf(Planner.Thresholds));
        Assert.Equal(91_000 * 103 / 100, disarmed.ThresholdOf(Planner.Thresholds, new CompactionOptions { TurnStartGrowthPercent = 103 }));
        Assert.Equal(97_000, disarmed.ThresholdOf(Planner.Thresholds, new CompactionOptions { TurnStartGrowthPercent = 200 }));
        Assert.Equal(90_000, TurnStartEstimate.Folded(50_000).ThresholdOf(Planner.Thresholds));
        Assert.Equal(90_000, new TurnStartEstimate(false, 91_000).ThresholdOf(Planner.Thresholds));
    }

    [Fact]
    public void The_length_of_the_last_summary_is_kept_where_none_is_reported()
    {
        CompactionState state = default;
        ContextSnapshot snapshot = new(75_000, 1);
        Planner.Complete(Planner.Decide(snapshot, ref state), snapshot, 20_000, ref state, new CacheUsage(1, 2, 3, Output: 2_500));
        Planner.Complete(default, snapshot with { Turn = 5 }, 20_000, ref state);
        Assert.Equal(2_500, state.LastSummaryTokens);
    }

    [Fact]
    public void A_negative_context_is_refused_as_what_it_is()
    {
        CompactionState state = default;
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>("tokensAfter", () => Planner.Complete(default, new ContextSnapshot(1, 1), -1, ref state));
        Assert.Equal(-1L, error.ActualValue);
    }
}
