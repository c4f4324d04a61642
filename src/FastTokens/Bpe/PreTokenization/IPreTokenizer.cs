namespace FastTokens;

/// <summary>A grammar of pieces, as two machines that agree: one that reads characters, and one that reads 64 bytes at a time.</summary>
/// <remarks>
/// A match never depends on what stands before it. So both machines begin at the start of a piece and need to know nothing else.
/// </remarks>
internal interface IPreTokenizer
{
    /// <summary>Returns the end of the piece that begins at an index below the length of the text. This is the oracle.</summary>
    static abstract int PieceEnd(ref PieceReader reader, int start);

    /// <summary>
    /// Returns the bytes of a block that begin a piece, as far as the block decides that; the first byte always does. A block with something
    /// in it that masks do not decide is cut before that.
    /// </summary>
    static abstract ulong PieceStarts(ref PieceBlock block);
}
