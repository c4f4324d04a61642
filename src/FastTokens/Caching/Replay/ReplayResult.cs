namespace FastTokens.Caching;

/// <summary>A log, replayed.</summary>
/// <param name="Format">What kind of log it is.</param>
/// <param name="Turns">Its responses, in the order of time.</param>
/// <param name="Failures">The lines that could not be used.</param>
/// <param name="Metrics">The sums over all responses; costs are <see langword="null"/> where that of any is.</param>
public sealed record ReplayResult(ReplayFormat Format, IReadOnlyList<ReplayTurn> Turns, IReadOnlyList<ReplayFailure> Failures, CacheMetrics Metrics);
