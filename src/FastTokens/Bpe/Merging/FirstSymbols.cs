using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastTokens;

/// <summary>
/// The symbols that merging begins with, as they stand in a text, before letters are merged: bytes, whole characters and heads, see
/// <see cref="WholeCharacters"/>, with a row of values for each thing that is known of them. What a row has behind its end means nothing.
/// </summary>
/// <param name="memory">Memory for <see cref="MemoryLength"/> values.</param>
internal readonly unsafe struct FirstSymbols(uint* memory)
{
    /// <summary>The memory for the rows, in values of 32 bits.</summary>
    internal const int MemoryLength = 5 * Stride;

    /// <summary>Flags a character of two bytes that breaks beside its neighbours.</summary>
    internal const uint Breaks = 1u << 31;

    /// <summary>Flags a head that does not merge with the byte behind it.</summary>
    internal const uint MergesNotBehind = 1u << 30;

    // Before each row some more is read, and behind it written.
    private const int Padding = 16;
    private const int Stride = SymbolReader.MaxLength + 64 + (2 * Padding);

    /// <summary>The token; none if it is a character of two bytes that is no token. The high bits are of no use.</summary>
    internal readonly uint* Symbols = memory + Padding;

    /// <summary>The first two bytes from its start on, the first one lowest, and flags.</summary>
    internal readonly uint* Bytes = memory + Padding + Stride;

    /// <summary>Its code point if it may be a letter or is a separator, else 0.</summary>
    internal readonly uint* CodePoints = memory + Padding + (2 * Stride);

    /// <summary>The pair with the next one.</summary>
    internal readonly ulong* Pairs = (ulong*)(memory + Padding + (3 * Stride));

    /// <summary>Returns the first halves of sixteen pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector512<uint> Tokens(int place) => Halves(place, 0);

    /// <summary>Returns the second halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector512<uint> Bounds(int place) => Halves(place, 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<uint> Halves(int place, uint half) => Avx512F.PermuteVar16x32x2(
        Vector512.Load((uint*)(Pairs + place)),
        Vector512.Create(0u, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30) + Vector512.Create(half),
        Vector512.Load((uint*)(Pairs + place) + Vector512<uint>.Count));
}
