using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastTokens;

/// <summary>Merges the bytes of a piece into tokens: of the adjacent pairs that merge, always the one of the lowest rank, of equals the first.</summary>
/// <remarks>
/// It begins with whole characters where that comes to the same, see <see cref="WholeCharacters"/>. Up to 64 bytes are merged
/// in arrays on the stack, in time quadratic in their few symbols; longer pieces window by window, see <see cref="WindowedMerger"/>.
/// </remarks>
internal static unsafe class PieceMerger
{
    /// <summary>The most bytes that are merged at once.</summary>
    internal const int MaxLength = 1 << PlaceBits;

    private const int PlaceBits = 6;
    private const int KeysPerVector = 8;
    private const uint NoKey = uint.MaxValue;

    /// <summary>Returns the number of tokens of a piece.</summary>
    [SkipLocalsInit]
    internal static long Count(BpeVocabulary vocabulary, byte* piece, int length)
    {
        if (length > MaxLength)
        {
            return WindowedMerger.Merge(vocabulary, piece, length, default);
        }

        uint* symbols = stackalloc uint[MaxLength];
        return Merge(vocabulary, piece, length, symbols);
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
        return count;
    }

    /// <summary>Writes the tokens of up to 64 bytes and returns how many they are.</summary>
    internal static int Merge(BpeVocabulary vocabulary, byte* piece, int length, uint* symbols) =>
        Merge(vocabulary.Pairs, symbols, Symbolize(vocabulary, piece, length, symbols));

    /// <summary>Writes the symbols that merging begins with, at most one a byte, and returns how many they are.</summary>
    internal static int Symbolize(BpeVocabulary vocabulary, byte* piece, int length, uint* symbols)
    {
        uint* byteSymbols = vocabulary.ByteSymbols;
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
    private static bool TryReadWhole(BpeVocabulary vocabulary, byte* piece, int index, int length, out uint symbol, out int next)
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

        symbol = whole & (PairTable.MaxTokenCount - 1);
        ulong* set = vocabulary.NeighborSets + ((whole >> PairTable.IndexBits) * WholeCharacters.SetWords);
        return (index == 0 || !Holds(set, piece[index - 1])) && (next == length || !Holds(set + (WholeCharacters.SetWords / 2), piece[next]));
    }

    private static bool Holds(ulong* set, byte value) => ((set[value >> 6] >> (value & 63)) & 1) != 0;

    /// <summary>Merges up to 64 symbols in place and returns how many are left.</summary>
    /// <remarks>
    /// A merged symbol keeps the place of its left part. The key of a place is the rank of its pair with the next one, above the number of the
    /// place: so the least key names the pair of the lowest rank, of equals the first, and vectors find it without a branch.
    /// </remarks>
    [SkipLocalsInit]
    private static int Merge(PairTable pairs, uint* symbols, int count)
    {
        uint* keys = stackalloc uint[MaxLength];
        byte* next = stackalloc byte[MaxLength + 1];
        byte* previous = stackalloc byte[MaxLength + 1];
        int end = (count + KeysPerVector - 1) & -KeysPerVector;
        for (int place = 0; place < count; place++)
        {
            next[place] = (byte)(place + 1);
            previous[place] = (byte)(place - 1);
            keys[place] = place + 1 < count ? Key(pairs.Find(symbols[place], symbols[place + 1]), place) : NoKey;
        }

        for (int place = count; place < end; place++)
        {
            keys[place] = NoKey;
        }

        int left = count;
        while (true)
        {
            Vector256<uint> least = Vector256.Load(keys);
            for (int place = KeysPerVector; place < end; place += KeysPerVector)
            {
                least = Vector256.Min(least, Vector256.Load(keys + place));
            }

            uint key = Least(least);
            if (key == NoKey)
            {
                break;
            }

            uint symbol = key >> PlaceBits;
            uint first = key & (MaxLength - 1);
            uint second = next[first];
            uint behind = next[second];
            symbols[first] = symbol;
            next[first] = (byte)behind;
            previous[behind] = (byte)first;
            keys[second] = NoKey;
            keys[first] = behind < count ? Key(pairs.Find(symbol, symbols[behind]), (int)first) : NoKey;
            if (first != 0)
            {
                uint before = previous[first];
                keys[before] = Key(pairs.Find(symbols[before], symbol), (int)before);
            }

            left--;
        }

        int rest = 0;
        for (int i = 0; i < left; i++)
        {
            symbols[i] = symbols[rest];
            rest = next[rest];
        }

        return left;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Key(uint rank, int place) => rank == PairTable.None ? NoKey : (rank << PlaceBits) | (uint)place;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Least(Vector256<uint> keys)
    {
        Vector128<uint> least = Vector128.Min(keys.GetLower(), keys.GetUpper());
        least = Vector128.Min(least, Vector128.Shuffle(least, Vector128.Create(2u, 3, 0, 1)));
        return Vector128.Min(least, Vector128.Shuffle(least, Vector128.Create(1u, 0, 3, 2))).ToScalar();
    }
}
