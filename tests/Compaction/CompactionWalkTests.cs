using FastTokens.Compaction;
using FastTokens.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FastTokens.Tests.Compaction;

/// <summary>Random walks of 10,000 turns with steps of at most a twentieth of the window: the planner never loops, whatever its summaries are worth.</summary>
public class CompactionWalkTests
{
    private const int Turns = 10_000;

    private static readonly Gen<Walk> Walks =
        from size in Gen.Frequency((1, Gen.Elements(Windows.Sizes)), (2, Gen.Choose(8_000, 2_000_000)))
        from fixedPercent in Gen.Choose(0, 60)
        from hasPrices in Gen.Elements(true, false)
        from downward in Gen.Choose(0, 4)
        from seed in Gen.Choose(0, int.MaxValue)
        select new Walk(new ContextWindow(size), fixedPercent, hasPrices, downward, seed);

    [Fact]
    public void Summaries_that_work_keep_usage_below_the_limit() => Properties.ForAll(Walks, 120, walk =>
    {
        Course course = Run(walk, static (_, decision, snapshot, random) => Math.Min(snapshot.UsedTokens, snapshot.FixedTokens + decision.TailTokens + (long)((snapshot.UsedTokens - decision.ExpectedTokens) * random.NextDouble() / 20)));
        Assert.Equal(0, course.TurnsBlocked);
        Assert.Equal(0, course.Failures);
        Assert.True(course.HighestAtTurnEnd < course.Thresholds.Blocking, $"{walk}: {course}");
        Assert.True(course.Compactions > 0 || walk.Downward > 0, $"{walk}: {course}");
    });

    [Fact]
    public void Summaries_that_barely_work_stop() => Properties.ForAll(Walks, 60, static walk =>
    {
        Course course = Run(walk, static (planner, _, snapshot, random) => snapshot.UsedTokens - (long)(planner.Thresholds.ClearMargin * 1.2 * random.NextDouble()));
        Assert.True(course.FailuresInARow <= 3, $"{walk}: {course}");
    });

    [Fact]
    public void Summaries_that_fail_stop_after_three() => Properties.ForAll(Walks, 60, static walk =>
    {
        Course course = Run(walk, static (_, _, snapshot, random) => random.Next(2) == 0 ? -1 : snapshot.UsedTokens + random.Next(100));
        Assert.Equal(course.Compactions, course.Failures);
        Assert.True(course.FailuresInARow <= 3, $"{walk}: {course}");
    });

    // A turn: the user's message, a look before the call, the response, a look after it.
    private static Course Run(Walk walk, Func<CompactionPlanner, CompactionDecision, ContextSnapshot, Random, long> summarise)
    {
        CompactionPlanner planner = new(walk.Window, prices: walk.HasPrices ? new CompactionPrices(0.3, 3.75, 15) : null);
        Course course = new(planner.Thresholds);
        Random random = new(walk.Seed);
        CompactionState state = default;
        long step = planner.Thresholds.Usable / 20;
        long floor = planner.Thresholds.Usable * walk.FixedPercent / 100;
        long used = floor;
        for (int turn = 1; turn <= Turns; turn++)
        {
            long change = random.Next(5) < walk.Downward ? -random.NextInt64(step + 1) : random.NextInt64(step + 1);
            long ofUser = change / 2;
            foreach (CompactionMoment moment in (ReadOnlySpan<CompactionMoment>)[CompactionMoment.BeforeCall, CompactionMoment.AfterResponse])
            {
                used = Math.Max(floor, used + (moment == CompactionMoment.BeforeCall ? ofUser : change - ofUser));
                ContextSnapshot snapshot = new(used, turn)
                {
                    FixedTokens = floor,
                    Moment = moment,
                    CachedTokens = used / 2,
                    ExpectedTurns = walk.HasPrices ? random.Next(60) : null,
                };
                CompactionDecision decision = planner.Decide(snapshot, ref state);
                CompactionState again = state;
                Assert.Equal(decision, planner.Decide(snapshot, ref again));
                Assert.Equal(state, again);
                Assert.Equal(planner.Thresholds.LevelOf(used), decision.Level);
                Assert.InRange(planner.ForecastSummary(snapshot, state).HitRatio, 0, 1);
                course.Observe(used);
                if (decision.ShouldCompact)
                {
                    used = Compact(planner, decision, snapshot, summarise(planner, decision, snapshot, random), ref state, course);
                }
                else if (decision.IsBlocked)
                {
                    // Nothing is sent any more. Now and then the user clears the conversation.
                    course.TurnsBlocked++;
                    used = random.Next(50) == 0 ? floor : Math.Min(used, planner.Thresholds.Usable);
                    break;
                }
            }

            course.HighestAtTurnEnd = Math.Max(course.HighestAtTurnEnd, used);
        }

        return course;
    }

    private static long Compact(CompactionPlanner planner, in CompactionDecision decision, in ContextSnapshot snapshot, long after, ref CompactionState state, Course course)
    {
        course.Compact(snapshot);
        Assert.InRange(decision.ExpectedTokens, 0, snapshot.UsedTokens - 1);
        if (after < 0)
        {
            planner.Fail(snapshot, ref state);
            course.Fail();
            return snapshot.UsedTokens;
        }

        CompactionRecord record = planner.Complete(decision, snapshot, after, ref state);
        Assert.InRange(record.HitRatio, 0, 1);
        if (record.Succeeded)
        {
            course.FailuresInARow = 0;
        }
        else
        {
            course.Fail();
        }

        return after;
    }

    private sealed record Walk(ContextWindow Window, int FixedPercent, bool HasPrices, int Downward, int Seed);

    // What happened, and what must never happen.
    private sealed record Course(CompactionThresholds Thresholds)
    {
        private long _last = -1000;

        public int Compactions { get; private set; }

        public int Failures { get; private set; }

        public int FailuresInARow { get; set; }

        public int TurnsBlocked { get; set; }

        public long HighestAtTurnEnd { get; set; }

        public void Observe(long used)
        {
            if (used < Thresholds.NormalFold - Thresholds.ClearMargin)
            {
                FailuresInARow = 0;
            }
        }

        public void Compact(in ContextSnapshot snapshot)
        {
            Compactions++;
            Assert.True(snapshot.Turn - _last >= 3 || (snapshot.Turn > _last && snapshot.UsedTokens >= Thresholds.Blocking), $"{snapshot} after turn {_last}");
            Assert.True(FailuresInARow < 3, $"{snapshot} after three failures");
            _last = snapshot.Turn;
        }

        public void Fail()
        {
            Failures++;
            FailuresInARow++;
        }
    }
}
