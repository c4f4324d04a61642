using FastTokens.Caching;
using FastTokens.Compaction;

namespace FastTokens.Cli;

/// <summary>A request in its window, and the decision about it.</summary>
/// <param name="Measurement">The request.</param>
/// <param name="Planner">The planner of its window.</param>
/// <param name="Snapshot">How things stand.</param>
/// <param name="Decision">The decision.</param>
/// <param name="CutTokens">The tokens of what would be cut, in the unit of the snapshot.</param>
/// <param name="Summary">What the summary request is expected to report.</param>
internal sealed record ContextPlan(
    RequestMeasurement Measurement, CompactionPlanner Planner, ContextSnapshot Snapshot, CompactionDecision Decision, long CutTokens, SummaryRequestForecast Summary)
{
    /// <summary>Gets the messages at the front that are the system's, and stay.</summary>
    public int FirstFoldable { get; private init; }

    public static ContextPlan Make(RequestMeasurement measurement, ContextWindow window, bool isBeforeCall, double? expectedTurns)
    {
        RequestTokenReport report = measurement.Report;
        CompactionPlanner planner = new(window, prices: CompactionPrices.From(measurement.Rules));
        CacheUsage? usage = measurement.Usage;
        long used = usage is { } reported ? reported.Input + reported.Output : report.Total;
        double scale = usage is { } known && report.Total > 0 ? (double)known.Input / report.Total : 1;
        long around = report.TokensOf(RequestPart.Tools) + report.TokensOf(RequestPart.System) + report.TokensOf(RequestPart.Overhead);
        ContextSnapshot snapshot = new(used, turn: 1)
        {
            FixedTokens = (long)Math.Round(around * scale),
            Moment = isBeforeCall ? CompactionMoment.BeforeCall : CompactionMoment.AfterResponse,
            CachedTokens = usage?.Cached ?? 0,
            ExpectedTurns = expectedTurns,
        };
        CompactionState state = default;
        CompactionDecision decision = planner.Decide(snapshot, report.Messages, ref state);
        int first = 0;
        while (first < report.Messages.Count && report.Messages.RoleOf(first) == MessageRole.System)
        {
            first++;
        }

        SummaryRequestForecast summary = planner.ForecastSummary(snapshot, state);
        long cut = decision.ShouldCompact ? decision.Reason.SavedTokens + summary.OutputTokens : 0;
        return new ContextPlan(measurement, planner, snapshot, decision, cut, summary) { FirstFoldable = first };
    }
}
