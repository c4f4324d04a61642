namespace FastTokens;

/// <summary>What truncation found, in either encoding.</summary>
internal ref struct TruncatedText<TUnit>
    where TUnit : unmanaged
{
    internal ReadOnlySpan<TUnit> Head;
    internal ReadOnlySpan<TUnit> Tail;
    internal MarkerTemplate? Marker;
    internal OmittedAmounts Omitted;
    internal int MarkerLength;
    internal int TokenCount;
    internal int? OmittedTokenCount;
    internal TextBoundary? Boundary;
    internal bool IsTruncated;
}
