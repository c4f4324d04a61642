namespace FastTokens;

/// <summary>How much of a text is, or is not, in what was kept of it.</summary>
internal readonly record struct OmittedAmounts(long Tokens, long Characters, long Lines);
