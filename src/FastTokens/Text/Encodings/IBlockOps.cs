namespace FastTokens;

/// <summary>Compares the 64 bytes of a block and looks them up, with vectors of some width.</summary>
internal unsafe interface IBlockOps
{
    /// <summary>Returns the bytes that equal a value.</summary>
    static abstract ulong Equal(byte* block, byte value);

    /// <summary>Returns the bytes from <paramref name="first"/> to <paramref name="last"/>.</summary>
    static abstract ulong InRange(byte* block, byte first, byte last);

    /// <summary>Returns the bytes from <paramref name="first"/> to <paramref name="last"/> once a bit has been set in all.</summary>
    static abstract ulong InRangeWith(byte* block, byte bit, byte first, byte last);

    /// <summary>Writes for each byte what a table of 64 says of its low six bits.</summary>
    static abstract void LookUp(byte* block, byte* table, byte* values);

    /// <summary>Writes the indices of the bits of a mask, from the lowest on.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="first">The index of the lowest bit.</param>
    /// <param name="indices">Receives the indices, and behind them anything; 64 may be written in all.</param>
    static abstract void WriteIndices(ulong mask, int first, int* indices);
}
