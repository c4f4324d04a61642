using System.Runtime.CompilerServices;
using System.Text;

namespace FastTokens;

/// <summary>Merges the bytes of a piece into tokens: of the adjacent pairs that merge, always the one of the lowest rank, of equals the first.</summary>
/// <remarks>
/// It begins with whole characters where that comes to the same, see <see cref="WholeCharacters"/>. Up to 64 bytes are merged
/// in arrays on the stack, in time quadratic in their few symbols; longer pieces window by window, see <see cref="WindowedMerger"/>.
/// </remarks>
internal static unsafe class PieceMerger
{
    /// <summary>The most bytes that are merged at once.</summary>
    internal const int MaxLength = SymbolChain.MaxLength;

    // Of shorter ASCII words the pairs that nothing prevents are not looked for first.
    private const int MinAsciiLength = 16;

    /// <summary>Returns the number of tokens of a piece.</summary>
    internal static long Count(BpeVocabulary vocabulary, byte* piece, int length) => Encode(vocabulary, piece, length, default);

    /// <summary>Writes the tokens of a piece as far as there is room, and returns how many there are.</summary>
    [SkipLocalsInit]
    internal static long Encode(BpeVocabulary vocabulary, byte* piece, int length, Span<uint> tokens)
    {
        if (length > MaxLength)
        {
            return WindowedMerger.Merge(vocabulary, piece, length, tokens);
        }

        uint* symbols = stackalloc uint[MaxLength];
        int count = Merge(vocabulary, piece, length, symbols);
        new ReadOnlySpan<uint>(symbols, Math.Min(count, tokens.Length)).CopyTo(tokens);
        GC.KeepAlive(vocabulary); // Its memory is read through pointers.
        return count;
    }

    /// <summary>Writes the tokens of up to 64 bytes and returns how many they are.</summary>
    [SkipLocalsInit]
    internal static int Merge(BpeVocabulary vocabulary, byte* piece, int length, uint* symbols)
    {
        int count = Symbolize(vocabulary, piece, length, symbols);
        if (count > ShortChain.MaxLength)
        {
            return SymbolChain.MergeMany(vocabulary.Pairs, symbols, count);
        }

        Unsafe.SkipInit(out ShortChain chain);
        new ReadOnlySpan<uint>(symbols, count).CopyTo(new Span<uint>(chain.Symbols, ShortChain.MaxLength));
        chain.Start(vocabulary.Pairs, count);
        while (chain.Step(vocabulary.Pairs))
        {
        }

        chain.Gather();
        new ReadOnlySpan<uint>(chain.Symbols, chain.Left).CopyTo(new Span<uint>(symbols, count));
        return chain.Left;
    }

    /// <summary>Writes the symbols that merging begins with, at most one a byte, and returns how many they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Symbolize(BpeVocabulary vocabulary, byte* piece, int length, uint* symbols)
    {
        uint* byteSymbols = vocabulary.ByteSymbols;
        if (length >= MinAsciiLength && Ascii.IsValid(new ReadOnlySpan<byte>(piece, length)) && vocabulary.AsciiPairs is { } asciiPairs)
        {
            return asciiPairs.Symbolize(piece, length, byteSymbols, symbols);
        }

        int count = 0;
        int index = 0;
        while (index < length)
        {
            uint lead = piece[index];
            if (lead >= 0xC0 && TryReadWhole(vocabulary, piece, index, length, out uint symbol, out int next))
            {
                symbols[count++] = symbol;
                index = next;
                continue;
            }

            symbols[count++] = byteSymbols[lead];
            index++;
        }

        return count;
    }

    /// <summary>Reads a character with which merging may begin as a whole, here. A window may begin and end inside a character.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryReadWhole(BpeVocabulary vocabulary, byte* piece, int index, int length, out uint symbol, out int next)
    {
        uint lead = piece[index];
        next = index + (lead < 0xE0 ? 2 : 3);
        symbol = 0;
        if (next > length || lead >= 0xF0)
        {
            return false;
        }

        uint codePoint = lead < 0xE0
            ? ((lead & 0x1F) << 6) | (piece[index + 1] & 0x3Fu)
            : ((lead & 0x0F) << 12) | ((piece[index + 1] & 0x3Fu) << 6) | (piece[index + 2] & 0x3Fu);
        uint whole = vocabulary.WholeCharacters[codePoint];
        if (whole == 0)
        {
            return false;
        }

        symbol = whole & PairTable.IndexMask;
        ulong* set = vocabulary.NeighborSets + ((whole >> PairTable.IndexBits) * WholeCharacters.SetWords);
        return (index == 0 || !Holds(set, piece[index - 1])) && (next == length || !Holds(set + (WholeCharacters.SetWords / 2), piece[next]));
    }

    private static bool Holds(ulong* set, byte value) => ((set[value >> 6] >> (value & 63)) & 1) != 0;
}
