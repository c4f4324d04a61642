namespace FastTokens;

/// <summary>
/// Cuts a text into chunks of at most so many tokens, at the boundaries that <see cref="TokenTruncator"/> cuts at. Immutable and safe for
/// concurrent use.
/// </summary>
/// <remarks>The time is linear in the text, and nothing is allocated. Each chunk is found when it is asked for.</remarks>
public sealed class TokenChunker
{
    /// <summary>Makes a chunker.</summary>
    /// <param name="counter">Counts the tokens.</param>
    /// <param name="maxTokenCount">The budget of a chunk in tokens, at least 1.</param>
    /// <param name="options">Where to cut, and how much chunks overlap.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTokenCount"/> is not positive.</exception>
    /// <exception cref="ArgumentException">The overlap is not smaller than the budget.</exception>
    public TokenChunker(ITokenCounter counter, int maxTokenCount, ChunkingOptions options = default)
    {
        ArgumentNullException.ThrowIfNull(counter);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxTokenCount);
        if (options.OverlapTokenCount >= maxTokenCount)
        {
            throw new ArgumentException($"The overlap of {options.OverlapTokenCount} tokens is not smaller than the {maxTokenCount} tokens of a chunk.", nameof(options));
        }

        Counter = counter;
        MaxTokenCount = maxTokenCount;
        Options = options;
    }

    /// <summary>Gets what counts the tokens.</summary>
    public ITokenCounter Counter { get; }

    /// <summary>Gets the budget of a chunk in tokens.</summary>
    public int MaxTokenCount { get; }

    /// <summary>Gets where text is cut, and how much chunks overlap.</summary>
    public ChunkingOptions Options { get; }

    /// <summary>Returns the chunks of UTF-16 text, for <c>foreach</c>; the empty text has none.</summary>
    public TextChunkEnumerator EnumerateChunks(ReadOnlySpan<char> text) => new(this, text);

    /// <summary>Returns the chunks of UTF-8 text, for <c>foreach</c>; the empty text has none.</summary>
    public Utf8TextChunkEnumerator EnumerateChunks(ReadOnlySpan<byte> utf8Text) => new(this, utf8Text);
}
