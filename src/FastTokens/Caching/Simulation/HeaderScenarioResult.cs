namespace FastTokens.Caching;

/// <summary>What a <see cref="HeaderScenario"/> gave.</summary>
/// <param name="Header">What stood at the start of the system prompt.</param>
/// <param name="Metrics">The sums over all turns.</param>
/// <param name="Turns">What each turn reported.</param>
public sealed record HeaderScenarioResult(HeaderKind Header, CacheMetrics Metrics, IReadOnlyList<CacheUsage> Turns);
