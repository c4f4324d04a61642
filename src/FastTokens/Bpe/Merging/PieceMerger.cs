using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>Merges the bytes of a piece into tokens: of the adjacent pairs that merge, always the one of the lowest rank, of equals the first.</summary>
/// <remarks>
/// It begins with whole characters where that comes to the same, see <see cref="WholeCharacters"/>. Few symbols are merged one after the other,
/// in time quadratic in them, more in rounds, see <see cref="RoundMerger"/>; pieces of more than 64 bytes window by window, see <see cref="WindowedMerger"/>.
/// To be counted, pieces are merged side by side where that can be, see <see cref="MissedPieces"/>.
/// </remarks>
internal static unsafe class PieceMerger
{
    /// <summary>The most bytes that are merged at once.</summary>
    internal const int MaxLength = FewSymbols.MaxLength;

    // From here on, rounds are quicker.
    private const int ManySymbols = 20;

    /// <summary>Returns the number of tokens of a piece.</summary>
    internal static long Count(BpeVocabulary vocabulary, byte* piece, int length) => Encode(vocabulary, piece, length, default);

    /// <summary>Returns the number of tokens of a piece of at most 64 bytes that is not a token itself.</summary>
    [SkipLocalsInit]
    internal static int CountNoToken(BpeVocabulary vocabulary, byte* piece, int length)
    {
        uint* symbols = stackalloc uint[MaxLength];
        int count = Symbolize(vocabulary, piece, length, symbols);
        if (count != 3)
        {
            // Two that merge would be the piece.
            return count < 3 ? count : MergeSymbols(vocabulary.Pairs, symbols, count);
        }

        // And so would three that merge twice.
        uint merged = Math.Min(vocabulary.Pairs.Find(symbols[0], symbols[1]), vocabulary.Pairs.Find(symbols[1], symbols[2]));
        return merged == PairTable.None ? 3 : 2;
    }

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
    internal static int MergeSymbols(PairTable pairs, uint* symbols, int count) =>
        count < ManySymbols ? FewSymbols.Merge(pairs, symbols, count) : RoundMerger.Merge(pairs, symbols, count);

    /// <summary>Writes the symbols that merging begins with, at most one a byte, and returns how many they are.</summary>
    /// <remarks>Letters of one and two bytes are merged where nothing can prevent it, unless the piece begins with longer characters.</remarks>
    internal static int Symbolize(BpeVocabulary vocabulary, byte* piece, int length, uint* symbols)
    {
        int first = piece[0] < 0x80 ? 1 : 0;
        while (first < length - 1 && Utf8Sequence.IsContinuation(piece[first]))
        {
            first++;
        }

        return length <= RoundMerger.MaxLength && piece[Math.Min(first, length - 1)] < 0xE0
            ? vocabulary.Letters.Symbolize(vocabulary, piece, length, symbols)
            : (int)(SymbolizeBytes(vocabulary, piece, 0, length, length, symbols) - symbols);
    }

    /// <summary>Returns the end of the character that begins at an index; within one whose beginning is cut off, the next index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int CharacterEnd(byte* piece, int index, int length) =>
        Math.Min(length, index + (Utf8Sequence.IsContinuation(piece[index]) ? 1 : Utf8Sequence.LengthOf(piece[index])));

    /// <summary>Writes whole characters and heads where merging may begin with them, else bytes; returns where the next symbol goes.</summary>
    internal static uint* SymbolizeBytes(BpeVocabulary vocabulary, byte* piece, int index, int end, int length, uint* symbols)
    {
        while (index < end)
        {
            *symbols++ = TryReadWhole(vocabulary, piece, index, length, out uint whole, out int next) ? whole : vocabulary.ByteSymbols[piece[index]];
            index = next;
        }

        return symbols;
    }

    /// <summary>
    /// Reads a character with which merging may begin as a whole, here, or a head. Otherwise, next is what follows the byte. A window may begin
    /// and end inside a character.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryReadWhole(BpeVocabulary vocabulary, byte* piece, int index, int length, out uint symbol, out int next)
    {
        byte* bytes = piece + index;
        uint lead = *bytes;
        int left = length - index;
        if (lead is >= 0xC0 and < 0xF0)
        {
            int end = lead < 0xE0 ? 2 : 3;
            if (end <= left && TryRead(vocabulary, Utf8Sequence.CodePointAt(bytes), piece, index, index + end, length, out symbol))
            {
                next = index + end;
                return true;
            }
        }

        if (lead >= 0xE0 & left > 1)
        {
            for (int end = Math.Min(left, WholeCharacters.HeadLength(bytes)); end > 1; end--)
            {
                if (TryRead(vocabulary, (uint)WholeCharacters.HeadAt(bytes, end), piece, index, index + end, length, out symbol))
                {
                    next = index + end;
                    return true;
                }
            }
        }

        symbol = 0;
        next = index + 1;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryRead(BpeVocabulary vocabulary, uint codePoint, byte* piece, int index, int next, int length, out uint symbol)
    {
        uint whole = vocabulary.WholeCharacters[codePoint];
        symbol = whole & PairTable.IndexMask;
        return StaysWhole(vocabulary, whole, piece, index, next, length);
    }

    /// <summary>Returns whether merging may begin with a character here: it is a token, and neither of the bytes beside it breaks it.</summary>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="whole">What <see cref="BpeVocabulary.WholeCharacters"/> says of the character.</param>
    /// <param name="piece">The piece.</param>
    /// <param name="index">Where the character begins.</param>
    /// <param name="next">Where it ends.</param>
    /// <param name="length">The length of the piece.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool StaysWhole(BpeVocabulary vocabulary, uint whole, byte* piece, int index, int next, int length)
    {
        ulong* set = vocabulary.NeighborSets + ((whole >> PairTable.IndexBits) * WholeCharacters.SetWords);
        ulong isBroken = (index > 0 ? set[piece[index - 1] >> 6] >> (piece[index - 1] & 63) : 0)
            | (next < length ? set[(WholeCharacters.SetWords / 2) + (piece[next] >> 6)] >> (piece[next] & 63) : 0);
        return whole != 0 & (isBroken & 1) == 0;
    }
}
