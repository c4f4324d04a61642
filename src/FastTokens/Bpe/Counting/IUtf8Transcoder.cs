namespace FastTokens;

/// <summary>Turns text of an encoding into well-formed UTF-8.</summary>
/// <typeparam name="TUnit">The code unit.</typeparam>
internal interface IUtf8Transcoder<TUnit>
    where TUnit : unmanaged
{
    /// <summary>
    /// Writes as much of a text as there is room for, whole characters only; what is ill-formed becomes U+FFFD. With room for a character,
    /// which takes up to four bytes, it makes headway.
    /// </summary>
    /// <returns>The number of units that were read.</returns>
    static abstract int Transcode(ReadOnlySpan<TUnit> text, Span<byte> utf8, out int written);

    /// <summary>Returns the number of units at the beginning of a text that <see cref="Transcode"/> turns into these bytes.</summary>
    static abstract int SourceLength(ReadOnlySpan<TUnit> text, ReadOnlySpan<byte> utf8);

    /// <summary>Returns the last place at or before an index where a character begins: the index itself, unless it lies inside one.</summary>
    static abstract int FloorBoundary(ReadOnlySpan<TUnit> text, int index);

    /// <summary>Finds the first special token of a text; -1 if there is none.</summary>
    static abstract int IndexOfSpecial(SpecialTokenSet set, ReadOnlySpan<TUnit> text, out int length, out int id);
}
