namespace FastTokens;

/// <summary>The chunks of UTF-8 text, one after another.</summary>
public ref struct Utf8TextChunkEnumerator
{
    private ChunkRun<Utf8TextEncoding, Utf8Counter, byte> _run;

    internal Utf8TextChunkEnumerator(TokenChunker chunker, ReadOnlySpan<byte> text) => _run = new(chunker, new Utf8Counter(chunker.Counter), text);

    /// <summary>Gets the current chunk.</summary>
    public readonly TextChunk Current => _run.Current;

    /// <summary>Returns itself, for <c>foreach</c>.</summary>
    public readonly Utf8TextChunkEnumerator GetEnumerator() => this;

    /// <summary>Finds the next chunk; false behind the last one.</summary>
    /// <exception cref="ArgumentException">A single character has more tokens than a chunk may have, which can happen where that is 1 to 3.</exception>
    public bool MoveNext() => _run.MoveNext();
}
