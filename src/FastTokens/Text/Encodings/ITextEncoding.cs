namespace FastTokens;

/// <summary>What an algorithm must know of an encoding to run on text in it.</summary>
/// <typeparam name="TUnit">The code unit: <see cref="byte"/> for UTF-8, <see cref="char"/> for UTF-16.</typeparam>
internal interface ITextEncoding<TUnit>
    where TUnit : unmanaged
{
    static abstract void Append(ref TextScan scan, ReadOnlySpan<TUnit> text);

    /// <summary>Returns the last place at or before an index where a character begins: the index itself, unless it lies inside one.</summary>
    static abstract int FloorBoundary(ReadOnlySpan<TUnit> text, int index);

    /// <summary>Returns the character that begins at a place before the end, and its length in units; U+FFFD for an ill-formed part.</summary>
    static abstract int Decode(ReadOnlySpan<TUnit> text, int index, out int length);

    /// <summary>Returns the last index of an ASCII character, or -1.</summary>
    static abstract int LastIndexOf(ReadOnlySpan<TUnit> text, char character);

    /// <summary>Returns how many units of the text lie before the first one that may belong to the end of a line.</summary>
    static abstract int IndexOfPossibleLineEnd(ReadOnlySpan<TUnit> text);
}
