namespace FastTokens;

/// <summary>The chunks of UTF-16 text, one after another.</summary>
public ref struct TextChunkEnumerator
{
    private ChunkRun<Utf16TextEncoding, Utf16Counter, char> _run;

    internal TextChunkEnumerator(TokenChunker chunker, ReadOnlySpan<char> text) => _run = new(chunker, new Utf16Counter(chunker.Counter), text);

    /// <summary>Gets the current chunk.</summary>
    public readonly TextChunk Current => _run.Current;

    /// <summary>Returns itself, for <c>foreach</c>.</summary>
    public readonly TextChunkEnumerator GetEnumerator() => this;

    /// <summary>Finds the next chunk; false behind the last one.</summary>
    /// <exception cref="ArgumentException">A single character has more tokens than a chunk may have, which can happen where that is 1 to 3.</exception>
    public bool MoveNext() => _run.MoveNext();
}
