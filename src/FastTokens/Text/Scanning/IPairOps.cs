namespace FastTokens;

/// <summary>What a hardware vector of bytes does for <see cref="PairScan{TOps, TVector}"/>.</summary>
/// <typeparam name="TVector">A hardware vector; its lanes are bytes here, or sums of 16 bits.</typeparam>
internal interface IPairOps<TVector> : IScanOps<TVector>
    where TVector : unmanaged
{
    /// <summary>Returns a vector of bytes that repeats 16 of them.</summary>
    static abstract TVector Repeat(ReadOnlySpan<byte> sixteen);

    /// <summary>Returns a vector of bytes from anywhere in memory.</summary>
    static abstract TVector LoadBytes(ref readonly byte source);

    /// <summary>Looks bytes below 16 up in a table that <see cref="Repeat"/> made.</summary>
    static abstract TVector LookUp(TVector table, TVector indexes);

    /// <summary>Multiplies bytes and adds each two neighbouring products to a sum of 16 bits; factors are below 128.</summary>
    static abstract TVector AddProducts(TVector sums, TVector left, TVector right);

    /// <summary>Returns the sum of sums of 16 bits.</summary>
    static abstract long TotalOfProducts(TVector sums);
}
