namespace FastTokens;

/// <summary>Pieces of one kind, gathered to be counted side by side.</summary>
internal unsafe interface IPieceGroup
{
    /// <summary>The number of pieces.</summary>
    int Count { get; }

    /// <summary>Whether there is no room for another one.</summary>
    bool IsFull { get; }

    /// <summary>Returns whether a piece may be of this kind, by its first bytes, its length, and how many bytes are readable from its start on.</summary>
    static abstract bool MayTake(byte* piece, int length, int readable);

    /// <summary>Takes a piece that may be of this kind, unless it is not, or is too long for what room is left; the group must not be full.</summary>
    bool TryAdd(byte* piece, int length);

    /// <summary>Writes how many tokens each piece is, and forgets them.</summary>
    void CountTokens(uint* tokenCounts);
}
