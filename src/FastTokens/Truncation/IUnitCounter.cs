namespace FastTokens;

/// <summary>A token counter for text of one encoding, so that one algorithm serves both.</summary>
internal interface IUnitCounter<TUnit>
    where TUnit : unmanaged
{
    int Count(ReadOnlySpan<TUnit> text);

    int Count(ReadOnlySpan<TUnit> first, ReadOnlySpan<TUnit> second, ReadOnlySpan<TUnit> third);

    bool Fits(ReadOnlySpan<TUnit> text, int maxTokenCount);

    /// <summary>Returns the end of a prefix that fits, preferably the longest.</summary>
    int PrefixEnd(ReadOnlySpan<TUnit> text, int maxTokenCount);

    /// <summary>Returns the start of a suffix that fits, preferably the longest.</summary>
    int SuffixStart(ReadOnlySpan<TUnit> text, int maxTokenCount);

    /// <summary>Returns the same for another counter.</summary>
    static abstract int CountWith(ITokenCounter counter, ReadOnlySpan<TUnit> text);

    /// <summary>Returns the characters of a text, ill-formed parts counted as one.</summary>
    static abstract long CountCharacters(ReadOnlySpan<TUnit> text);

    /// <summary>Writes a marker and returns its length; there is room for it.</summary>
    static abstract int Write(MarkerTemplate marker, OmittedAmounts omitted, Span<TUnit> destination);
}
