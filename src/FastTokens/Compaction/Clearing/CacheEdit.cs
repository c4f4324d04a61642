namespace FastTokens.Compaction;

/// <summary>An edit of the provider's cache: results that it shall delete while the prefix stays valid. It is sent again, at the same message, with every later request.</summary>
/// <param name="Deletions">The results, in their order.</param>
/// <param name="Tokens">Their tokens, as estimated.</param>
/// <param name="UserMessageIndex">The message of the user that it is sent with; -1 until it is pinned.</param>
public readonly record struct CacheEdit(ReadOnlyMemory<ToolResultPlace> Deletions, long Tokens, int UserMessageIndex = -1);
