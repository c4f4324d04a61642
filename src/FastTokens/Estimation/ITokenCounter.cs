namespace FastTokens;

/// <summary>Counts the tokens of a text, exactly or roughly. Implementations are immutable and safe for concurrent use.</summary>
/// <remarks>
/// UTF-16 and UTF-8 forms of the same text give the same counts. Ill-formed text is never an error: a lone surrogate, and each
/// maximal subpart of an ill-formed UTF-8 sequence, counts as U+FFFD. Counts are not additive: the count of a whole differs from
/// the sum of the counts of its parts.
/// </remarks>
public interface ITokenCounter
{
    /// <summary>Returns the number of tokens in UTF-16 text.</summary>
    /// <exception cref="OverflowException">The count does not fit into <see cref="int"/>.</exception>
    int CountTokens(ReadOnlySpan<char> text);

    /// <summary>Returns the number of tokens in UTF-8 text.</summary>
    /// <exception cref="OverflowException">The count does not fit into <see cref="int"/>.</exception>
    int CountTokens(ReadOnlySpan<byte> utf8Text);

    /// <summary>Returns the number of tokens in the concatenation of three UTF-16 texts, without building it.</summary>
    /// <exception cref="OverflowException">The count does not fit into <see cref="int"/>.</exception>
    int CountTokens(ReadOnlySpan<char> first, ReadOnlySpan<char> second, ReadOnlySpan<char> third);

    /// <summary>Returns the number of tokens in the concatenation of three UTF-8 texts, without building it.</summary>
    /// <exception cref="OverflowException">The count does not fit into <see cref="int"/>.</exception>
    int CountTokens(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third);

    /// <summary>Returns whether the count of UTF-16 text is at most <paramref name="maxTokenCount"/>; stops reading as soon as that is decided.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTokenCount"/> is negative.</exception>
    bool Fits(ReadOnlySpan<char> text, int maxTokenCount);

    /// <summary>Returns whether the count of UTF-8 text is at most <paramref name="maxTokenCount"/>; stops reading as soon as that is decided.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTokenCount"/> is negative.</exception>
    bool Fits(ReadOnlySpan<byte> utf8Text, int maxTokenCount);

    /// <summary>Returns the length in chars of a prefix whose own count is <paramref name="tokenCount"/>, at most <paramref name="maxTokenCount"/>.</summary>
    /// <remarks>The prefix ends at a character boundary, never inside a surrogate pair.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTokenCount"/> is negative.</exception>
    int GetIndexByTokenCount(ReadOnlySpan<char> text, int maxTokenCount, out int tokenCount);

    /// <summary>Returns the length in bytes of a prefix whose own count is <paramref name="tokenCount"/>, at most <paramref name="maxTokenCount"/>.</summary>
    /// <remarks>The prefix ends at a character boundary, never inside a UTF-8 sequence.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTokenCount"/> is negative.</exception>
    int GetIndexByTokenCount(ReadOnlySpan<byte> utf8Text, int maxTokenCount, out int tokenCount);

    /// <summary>Returns the index in chars at which a suffix begins whose own count is <paramref name="tokenCount"/>, at most <paramref name="maxTokenCount"/>.</summary>
    /// <remarks>The suffix begins at a character boundary, never inside a surrogate pair.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTokenCount"/> is negative.</exception>
    int GetIndexByTokenCountFromEnd(ReadOnlySpan<char> text, int maxTokenCount, out int tokenCount);

    /// <summary>Returns the index in bytes at which a suffix begins whose own count is <paramref name="tokenCount"/>, at most <paramref name="maxTokenCount"/>.</summary>
    /// <remarks>The suffix begins at a character boundary, never inside a UTF-8 sequence.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTokenCount"/> is negative.</exception>
    int GetIndexByTokenCountFromEnd(ReadOnlySpan<byte> utf8Text, int maxTokenCount, out int tokenCount);
}
