using System.Runtime.CompilerServices;

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
    internal static int Merge(BpeVocabulary vocabulary, byte* piece, int length, uint* symbols) =>
        MergeSymbols(vocabulary.Pairs, symbols, Symbolize(vocabulary, piece, length, symbols));

    /// <summary>Merges up to 64 symbols in place and returns how many are left.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)] // Its caller would clear the chain.
    internal static int MergeSymbols(PairTable pairs, uint* symbols, int count)
    {
        if (count > ShortChain.MaxLength)
        {
            return SymbolChain.MergeMany(pairs, symbols, count);
        }

        Unsafe.SkipInit(out ShortChain chain);
        new ReadOnlySpan<uint>(symbols, count).CopyTo(new Span<uint>(chain.Symbols, ShortChain.MaxLength));
        chain.Prepare(pairs, count);
        chain.Start(pairs);
        while (chain.Step(pairs))
        {
        }

        chain.Gather();
        new ReadOnlySpan<uint>(chain.Symbols, chain.Left).CopyTo(new Span<uint>(symbols, count));
        return chain.Left;
    }

    /// <summary>Writes the symbols that merging begins with, at most one a byte, and returns how many they are.</summary>
    internal static int Symbolize(BpeVocabulary vocabulary, byte* piece, int length, uint* symbols)
    {
        if (length <= MaxLength)
        {
            return vocabulary.Letters.Symbolize(vocabulary, piece, length, symbols);
        }

        uint* end = symbols;
        for (int index = 0; index < length;)
        {
            int next = index + Math.Max(1, LengthOfWhole(vocabulary, piece, index, length));
            end = SymbolizeCharacter(vocabulary, piece, index, next, length, end);
            index = next;
        }

        return (int)(end - symbols);
    }

    /// <summary>Writes a character as its token if merging may begin with that here, else as its bytes; returns where the next symbol goes.</summary>
    internal static uint* SymbolizeCharacter(BpeVocabulary vocabulary, byte* piece, int index, int end, int length, uint* symbols)
    {
        if (piece[index] >= 0xC0 && TryReadWhole(vocabulary, piece, index, length, out uint whole, out int next) && next == end)
        {
            *symbols = whole;
            return symbols + 1;
        }

        for (; index < end; index++)
        {
            *symbols++ = vocabulary.ByteSymbols[piece[index]];
        }

        return symbols;
    }

    /// <summary>Returns the length of the character with which merging may begin here, or 0.</summary>
    internal static int LengthOfWhole(BpeVocabulary vocabulary, byte* piece, int index, int length) =>
        piece[index] >= 0xC0 && TryReadWhole(vocabulary, piece, index, length, out _, out int next) ? next - index : 0;

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
