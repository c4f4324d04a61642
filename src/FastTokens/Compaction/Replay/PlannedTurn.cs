namespace FastTokens.Compaction;

/// <summary>What the planner would have decided after a recorded response.</summary>
/// <param name="ContextTokens">The tokens in the context then, had every earlier decision been carried out.</param>
/// <param name="Decision">The decision.</param>
public readonly record struct PlannedTurn(long ContextTokens, CompactionDecision Decision);
