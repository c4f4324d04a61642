namespace FastTokens.Compaction;

/// <summary>Between how many tokens something has.</summary>
/// <param name="AtLeast">The fewest.</param>
/// <param name="AtMost">The most.</param>
public readonly record struct TokenRange(long AtLeast, long AtMost);
