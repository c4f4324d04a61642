namespace FastTokens;

/// <summary>What an algorithm must know of an encoding to run on text in it.</summary>
/// <typeparam name="TUnit">The code unit: <see cref="byte"/> for UTF-8, <see cref="char"/> for UTF-16.</typeparam>
internal interface ITextEncoding<TUnit>
    where TUnit : unmanaged
{
    static abstract void Append(ref TextScan scan, ReadOnlySpan<TUnit> text);

    /// <summary>Returns the last place at or before an index where a character begins: the index itself, unless it lies inside one.</summary>
    static abstract int FloorBoundary(ReadOnlySpan<TUnit> text, int index);
}
