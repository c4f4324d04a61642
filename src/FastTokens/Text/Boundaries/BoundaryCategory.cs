namespace FastTokens;

/// <summary>What a character is to lines, sentences and words.</summary>
internal enum BoundaryCategory : byte
{
    /// <summary>Whatever has no other category: punctuation, symbols, control characters.</summary>
    Punctuation,

    /// <summary>Part of a word: letters, marks, digits, the underscore, spaces that tie words together.</summary>
    Word,

    /// <summary>A character of a script that is written without spaces between words, or an emoji: a word ends on either side.</summary>
    Unspaced,
    Space,

    /// <summary>What ends a line: U+000A to U+000D, U+0085, U+2028, U+2029.</summary>
    LineEnd,

    /// <summary>What ends a sentence when a space follows, such as a full stop.</summary>
    SentenceEnd,

    /// <summary>What ends a sentence with no space after it, such as the ideographic full stop.</summary>
    UnspacedSentenceEnd,

    /// <summary>A quotation mark or bracket that may stand between the end of a sentence and the space.</summary>
    Closer,
}
