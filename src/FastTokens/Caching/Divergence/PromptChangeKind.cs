namespace FastTokens.Caching;

/// <summary>What was done to a prompt where it parts from an earlier one.</summary>
public enum PromptChangeKind
{
    /// <summary>Nothing.</summary>
    Identical,

    /// <summary>The text goes on; nothing is lost.</summary>
    Appended,

    /// <summary>The end is missing; nothing is lost of what is left.</summary>
    Truncated,

    /// <summary>A segment has another content.</summary>
    Mutated,

    /// <summary>Segments stand between those of before.</summary>
    Inserted,

    /// <summary>Segments are missing between others.</summary>
    Deleted,

    /// <summary>The section has the same segments in another order.</summary>
    Reordered,

    /// <summary>A segment stands elsewhere: by two places or more in its section, or in another section.</summary>
    Moved,

    /// <summary>The same JSON value with its members in another order.</summary>
    KeyOrder,

    /// <summary>A segment differs only in dates, times, identifiers, hexadecimal strings or numbers.</summary>
    Volatile,

    /// <summary>Only cache breakpoints stand elsewhere.</summary>
    Marker,

    /// <summary>A parameter that is part of the cache's key, or the model.</summary>
    Parameter,
}
