namespace FastTokens.Caching;

/// <summary>How far <see cref="PromptFingerprint.Build"/> relies on the fingerprint of an earlier request of the same conversation.</summary>
public enum PrefixReuse
{
    /// <summary>Segments are hashed; the tokens of those that are unchanged are taken over.</summary>
    Verify,

    /// <summary>
    /// Segments of the same kind, length and place are taken over unread: for callers who know that they only appended. A change of the same length
    /// goes unnoticed.
    /// </summary>
    Trust,
}
