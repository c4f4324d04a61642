namespace FastTokens;

/// <summary>A kind of place at which a text may be cut, from coarse to fine; a coarse boundary is also one of every finer kind.</summary>
public enum TextBoundary
{
    /// <summary>After a blank line: one with nothing but white space, up to 256 characters of it. The ends of a text are boundaries of this kind too.</summary>
    Paragraph,

    /// <summary>After a line end: LF, CR LF, CR, VT, FF, U+0085, U+2028 or U+2029.</summary>
    Line,

    /// <summary>
    /// Between two sentences: after <c>.</c>, <c>!</c>, <c>?</c> and their like, and closing quotation marks and brackets, where white space
    /// follows; after 。！？ and their like whatever follows. A full stop before a small letter ends no sentence.
    /// </summary>
    Sentence,

    /// <summary>At an end of a word. Words of scripts without spaces (Chinese, Japanese, Thai, …) end at any character.</summary>
    Word,

    /// <summary>Between two user-perceived characters: extended grapheme clusters, escape sequences of terminals.</summary>
    Grapheme,
}
