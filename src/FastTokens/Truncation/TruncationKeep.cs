namespace FastTokens;

/// <summary>Which part of a text truncation keeps.</summary>
public enum TruncationKeep
{
    /// <summary>The beginning.</summary>
    Head,

    /// <summary>The end.</summary>
    Tail,

    /// <summary>The beginning and the end.</summary>
    HeadAndTail,
}
