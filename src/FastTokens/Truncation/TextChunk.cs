namespace FastTokens;

/// <summary>A piece of a text, as a range of its units: chars of UTF-16 text, bytes of UTF-8 text.</summary>
/// <param name="Start">Where the chunk begins.</param>
/// <param name="Length">Its length.</param>
/// <param name="OverlapLength">How much of its beginning is the end of the chunk before. Without that, all chunks joined are the text.</param>
/// <param name="TokenCount">Its tokens, counted by itself.</param>
/// <param name="SplitsCluster">Whether it begins or ends inside a user-perceived character or escape sequence that has more tokens than a chunk may have.</param>
public readonly record struct TextChunk(int Start, int Length, int OverlapLength, int TokenCount, bool SplitsCluster)
{
    /// <summary>Gets where the chunk ends.</summary>
    public int End => Start + Length;

    /// <summary>Gets the range of the chunk in the text.</summary>
    public Range Range => Start..End;
}
