using FastTokens.Caching;

namespace FastTokens.Compaction;

/// <summary>Runs a recorded session past the planner: when it would have compacted, and how full the context would have been then.</summary>
/// <remarks>
/// Each response counts as a turn. A compaction that the planner decides on is taken to leave what it expects, and later usage is lower by what it freed, until the
/// log shows a compaction of its own.
/// </remarks>
public static class CompactionReplay
{
    // A context that shrinks by more than this was compacted or cleared.
    private const double OwnCompaction = 0.8;

    /// <summary>Returns a planned turn for each turn of the replay, or <see langword="null"/> where the window of its model is not known.</summary>
    /// <param name="replay">The replay.</param>
    /// <param name="window">The window, or <see langword="null"/> for that of each turn's model.</param>
    /// <param name="options">The constants, or <see langword="null"/> for the defaults.</param>
    /// <param name="catalog">The models, or <see langword="null"/> for <see cref="ModelCatalog.Default"/>.</param>
    public static IReadOnlyList<PlannedTurn?> Run(ReplayResult replay, ContextWindow? window = null, CompactionOptions? options = null, ModelCatalog? catalog = null)
    {
        ArgumentNullException.ThrowIfNull(replay);
        Dictionary<string, CompactionPlanner?> planners = [];
        Dictionary<string, Thread> threads = [];
        PlannedTurn?[] planned = new PlannedTurn?[replay.Turns.Count];
        for (int index = 0; index < planned.Length; index++)
        {
            ReplayTurn turn = replay.Turns[index];
            if (!planners.TryGetValue(turn.Model, out CompactionPlanner? planner))
            {
                planner = PlannerOf(turn.Model, window, options, catalog ?? ModelCatalog.Default);
                planners.Add(turn.Model, planner);
            }

            if (!threads.TryGetValue(turn.Thread, out Thread? thread))
            {
                thread = new Thread();
                threads.Add(turn.Thread, thread);
            }

            planned[index] = planner is null ? null : thread.Plan(turn, planner);
        }

        return planned;
    }

    private static CompactionPlanner? PlannerOf(string model, ContextWindow? window, CompactionOptions? options, ModelCatalog catalog)
    {
        if (window is null && catalog.TryGetModel(model, out ModelInfo? info) && info.ContextWindow is { } size)
        {
            window = new ContextWindow(size.Value, info.MaxOutputTokens?.Value);
        }

        return window is { } known ? new CompactionPlanner(known, options) : null;
    }

    private sealed class Thread
    {
        private CompactionState _state;
        private long _recorded;
        private long _freed;
        private long _number;

        public PlannedTurn Plan(ReplayTurn turn, CompactionPlanner planner)
        {
            long recorded = turn.Usage.Input + turn.Usage.Output;
            _freed = recorded < _recorded * OwnCompaction ? 0 : _freed;
            _recorded = recorded;
            long fixedTokens = turn.FixedTokens ?? 0;
            ContextSnapshot snapshot = new(Math.Max(Math.Min(recorded, fixedTokens), recorded - _freed), ++_number)
            {
                FixedTokens = fixedTokens,
                CachedTokens = turn.Usage.Cached,
            };
            CompactionDecision decision = planner.Decide(snapshot, ref _state);
            if (decision.ShouldCompact)
            {
                planner.Complete(decision, snapshot, decision.ExpectedTokens, ref _state);
                _freed += snapshot.UsedTokens - decision.ExpectedTokens;
            }

            return new PlannedTurn(snapshot.UsedTokens, decision);
        }
    }
}
