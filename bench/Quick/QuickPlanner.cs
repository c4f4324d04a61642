using FastTokens.Compaction;

namespace FastTokens.Bench;

/// <summary>Decisions about compaction, many at a time: one takes less than the clock can tell.</summary>
internal static class QuickPlanner
{
    private const int Calls = 1000;

    // Methods are compiled fully in the background, some time after they were found to be hot.
    private const int WarmUpRounds = 6;
    private static readonly TimeSpan WarmUpPause = TimeSpan.FromMilliseconds(150);

    /// <summary>Measures and returns the report, in Markdown.</summary>
    internal static string Run(TextWriter progress)
    {
        progress.WriteLine("Deciding ...");
        QuickTable table = new(1, "Decision", "ns", "B/call");
        CompactionPlanner planner = new(new ContextWindow(200_000), prices: new CompactionPrices(0.3, 3.75, 15));
        MessageIndex messages = PlannerBenchmarks.CreateMessages(1000);
        foreach ((string name, long used, bool withMessages) in ((string, long, bool)[])
            [("nothing to do, 1,000 messages", 100_000, true), ("fold, without messages", 140_000, false), ("fold and cut, 1,000 messages", 140_000, true)])
        {
            ContextSnapshot snapshot = PlannerBenchmarks.Snapshot(used);
            for (int round = 0; round < WarmUpRounds; round++)
            {
                GC.KeepAlive(Enumerable.Range(0, 100).Sum(_ => Decide(planner, snapshot, withMessages ? messages : null)));
                Thread.Sleep(WarmUpPause);
            }

            QuickOperation operation = new(_ => Decide(planner, snapshot, withMessages ? messages : null), static _ => 0);
            QuickMeasurement measured = QuickMeasurement.Measure(TextPieces.Create(TextKind.English, 1 << 16), TextForm.Utf8, operation)[0];
            table.Add(name, QuickTable.Figure(measured.Nanoseconds / Calls), QuickTable.Figure(measured.AllocatedBytes));
        }

        return $"# Decisions about compaction\n\n{Machine.Description}.\n\nBest of many short runs; goal: at most 100 ns and 0 bytes.\n\n{table}";
    }

    private static long Decide(CompactionPlanner planner, in ContextSnapshot snapshot, MessageIndex? messages)
    {
        CompactionState state = default;
        long sum = 0;
        for (int call = 0; call < Calls; call++)
        {
            sum += messages is null ? planner.Decide(snapshot, ref state).ExpectedTokens : planner.Decide(snapshot, messages, ref state).ExpectedTokens;
        }

        return sum;
    }
}
