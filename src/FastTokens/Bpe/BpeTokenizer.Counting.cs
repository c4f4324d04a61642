using CommunityToolkit.HighPerformance.Buffers;

namespace FastTokens;

/// <content>Counting, and finding where a number of tokens ends.</content>
public sealed partial class BpeTokenizer
{
    // Counts never reach it: a text has at most 2^31 units of at most three bytes.
    private const long NoLimit = long.MaxValue - 1;

    /// <inheritdoc/>
    public int CountTokens(ReadOnlySpan<char> text) => checked((int)TextCounter.Count(Vocabulary, Grammar, text, NoLimit));

    /// <inheritdoc/>
    public int CountTokens(ReadOnlySpan<byte> utf8Text) => checked((int)TextCounter.Count(Vocabulary, Grammar, utf8Text, NoLimit));

    /// <inheritdoc/>
    /// <remarks>The parts are copied into a pooled buffer.</remarks>
    public int CountTokens(ReadOnlySpan<char> first, ReadOnlySpan<char> second, ReadOnlySpan<char> third)
    {
        using SpanOwner<char> joined = Join(first, second, third);
        return CountTokens(joined.Span);
    }

    /// <inheritdoc/>
    /// <remarks>The parts are copied into a pooled buffer.</remarks>
    public int CountTokens(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third)
    {
        using SpanOwner<byte> joined = Join(first, second, third);
        return CountTokens(joined.Span);
    }

    /// <summary>Returns the number of tokens in UTF-16 text, or <paramref name="limit"/> + 1 if there are more than that.</summary>
    /// <param name="text">The text.</param>
    /// <param name="limit">The count up to which it matters, below <see cref="int.MaxValue"/>.</param>
    /// <remarks>It stops as soon as the limit is passed: the time is a multiple of the limit, not of the text.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is negative or <see cref="int.MaxValue"/>.</exception>
    public int CountUpTo(ReadOnlySpan<char> text, int limit)
    {
        ThrowIfNotALimit(limit);
        return (int)TextCounter.Count(Vocabulary, Grammar, text, limit);
    }

    /// <summary>Returns the number of tokens in UTF-8 text, or <paramref name="limit"/> + 1 if there are more than that.</summary>
    /// <inheritdoc cref="CountUpTo(ReadOnlySpan{char}, int)"/>
    public int CountUpTo(ReadOnlySpan<byte> utf8Text, int limit)
    {
        ThrowIfNotALimit(limit);
        return (int)TextCounter.Count(Vocabulary, Grammar, utf8Text, limit);
    }

    /// <inheritdoc/>
    public bool Fits(ReadOnlySpan<char> text, int maxTokenCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokenCount);
        return TextCounter.Count(Vocabulary, Grammar, text, maxTokenCount) <= maxTokenCount;
    }

    /// <inheritdoc/>
    public bool Fits(ReadOnlySpan<byte> utf8Text, int maxTokenCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokenCount);
        return TextCounter.Count(Vocabulary, Grammar, utf8Text, maxTokenCount) <= maxTokenCount;
    }

    /// <inheritdoc/>
    /// <remarks>The time is a multiple of the budget, not of the text.</remarks>
    public int GetIndexByTokenCount(ReadOnlySpan<char> text, int maxTokenCount, out int tokenCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokenCount);
        return TokenIndexSearch<char, Utf16Transcoder>.PrefixEnd(Vocabulary, Grammar, text, maxTokenCount, out tokenCount);
    }

    /// <inheritdoc/>
    /// <remarks>The time is a multiple of the budget, not of the text.</remarks>
    public int GetIndexByTokenCount(ReadOnlySpan<byte> utf8Text, int maxTokenCount, out int tokenCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokenCount);
        return TokenIndexSearch<byte, Utf8Transcoder>.PrefixEnd(Vocabulary, Grammar, utf8Text, maxTokenCount, out tokenCount);
    }

    /// <inheritdoc/>
    /// <remarks>The time is a multiple of the budget, not of the text.</remarks>
    public int GetIndexByTokenCountFromEnd(ReadOnlySpan<char> text, int maxTokenCount, out int tokenCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokenCount);
        return TokenIndexSearch<char, Utf16Transcoder>.SuffixStart(Vocabulary, Grammar, text, maxTokenCount, out tokenCount);
    }

    /// <inheritdoc/>
    /// <remarks>The time is a multiple of the budget, not of the text.</remarks>
    public int GetIndexByTokenCountFromEnd(ReadOnlySpan<byte> utf8Text, int maxTokenCount, out int tokenCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokenCount);
        return TokenIndexSearch<byte, Utf8Transcoder>.SuffixStart(Vocabulary, Grammar, utf8Text, maxTokenCount, out tokenCount);
    }

    private static void ThrowIfNotALimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        ArgumentOutOfRangeException.ThrowIfEqual(limit, int.MaxValue);
    }

    private static SpanOwner<T> Join<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, ReadOnlySpan<T> third)
    {
        SpanOwner<T> joined = SpanOwner<T>.Allocate(checked(first.Length + second.Length + third.Length));
        first.CopyTo(joined.Span);
        second.CopyTo(joined.Span[first.Length..]);
        third.CopyTo(joined.Span[(first.Length + second.Length)..]);
        return joined;
    }
}
