namespace FastTokens.Caching;

/// <summary>Why a caller expects the next response to read less.</summary>
public enum ExpectedDropKind
{
    /// <summary>The conversation was replaced by a summary: what was cached of its messages is gone.</summary>
    Compaction,

    /// <summary>Parts of the conversation were deleted.</summary>
    Deletion,

    /// <summary>Parts were deleted on the server, behind a prefix that stays cached.</summary>
    CacheEdit,
}
