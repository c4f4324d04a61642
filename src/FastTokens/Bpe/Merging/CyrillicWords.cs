using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastTokens;

/// <summary>Merges Cyrillic words sixteen side by side, one in each lane of a vector: words differ, so that branches could not be predicted.</summary>
/// <remarks>
/// A word is read with the merges that nothing prevents already made, see <see cref="LetterPairs"/>. Then all words make one merge a round, the
/// one of the lowest rank, of equals the first, until none of them has any.
/// </remarks>
internal unsafe ref struct CyrillicWords : IPieceGroup
{
    /// <summary>The most words.</summary>
    internal const int MaxCount = 16;

    /// <summary>The memory for words, in bytes.</summary>
    internal const int MemoryLength = (MaxCount + 2) * RowLength * sizeof(ushort);

    // The bytes of the longest word, and how many are read: a character of ASCII, and sixteen letters.
    private const int MaxLength = 31;
    private const int ReadableLength = 33;

    // Symbols of a word, as they are read.
    private const int RowLength = 32;

    // Symbols of a word while it is merged, with one behind them that merges with nothing.
    private const int PlaceCount = MaxLength + 1;

    // Pairs of symbols side by side in a row, and one behind them.
    private const int PairCount = (RowLength / 2) + 1;

    // The rank of a pair that does not merge, above its place.
    private const uint NoRank = 0xFFFF0000;
    private const uint LowHalf = 0xFFFF;

    private readonly CyrillicMerges _merges;
    private readonly Vector512<ushort>* _rows;
    private readonly uint* _symbolCounts;

    /// <param name="merges">The merges.</param>
    /// <param name="memory">Memory for <see cref="MemoryLength"/> bytes.</param>
    internal CyrillicWords(CyrillicMerges merges, byte* memory)
    {
        _merges = merges;
        _rows = (Vector512<ushort>*)AlignUp(memory);
        _symbolCounts = (uint*)(_rows + MaxCount);
    }

    /// <summary>Whether the CPU has what it takes.</summary>
    internal static bool IsSupported => Avx512BW.IsSupported && Avx512Vbmi2.IsSupported;

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public readonly bool IsFull => Count == MaxCount;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayTake(byte* piece, int length, int readable) =>
        (piece[*piece < CyrillicMerges.PrefixCount ? 1 : 0] & 0xFE) == CyrillicMerges.FirstLead && length <= MaxLength && readable >= ReadableLength;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAdd(byte* piece, int length)
    {
        int prefixes = *piece < CyrillicMerges.PrefixCount ? 1 : 0;
        int letterCount = (length - prefixes) >> 1;

        // A letter is two bytes: one of two that differ in the last bit, then a continuation byte.
        Vector256<ushort> units = Vector256.Load((ushort*)(piece + prefixes));
        uint areLetters = Vector256.Equals(units & Vector256.Create((ushort)0xC0FE), Vector256.Create((ushort)(0x8000 | CyrillicMerges.FirstLead))).ExtractMostSignificantBits();
        if (((length - prefixes) & 1) != 0 || (~areLetters & ((1u << letterCount) - 1)) != 0)
        {
            return false;
        }

        // Lane 0 is for the character of ASCII, which may be missing.
        Vector256<ushort> letters = ((units & Vector256.Create((ushort)1)) << 6) | ((units >> 8) & Vector256.Create((ushort)0x3F));
        Vector512<uint> characters = Avx512F.AlignRight32(Avx512F.ConvertToVector512UInt32(letters), Vector512<uint>.Zero, 15)
            | Vector512.CreateScalar((uint)_merges.Prefixes[*piece & (CyrillicMerges.PrefixCount - 1)]);
        Vector512<uint> index = Vector512<uint>.Indices - Vector512.Create(1u - (uint)prefixes);
        uint characterCount = (uint)(letterCount + prefixes);
        Vector512<uint> isCharacter = Vector512.LessThan(index, Vector512.Create(characterCount));
        Vector512<uint> symbols = Vector512.ConditionalSelect(
            Vector512.Equals(Vector512<uint>.Indices, Vector512<uint>.Zero), Vector512.Create((uint)(CyrillicMerges.PrefixSymbol + *piece)), LookUpLetters(characters));
        if (Vector512.EqualsAny(symbols | ~isCharacter, Vector512<uint>.Zero))
        {
            return false;
        }

        // Pairs, those beside them, and the bounds that these are to a merge.
        Vector512<uint> places = (characters << 7) | Avx512F.AlignRight32(Vector512<uint>.Zero, characters, 1);
        Vector512<uint> hasPair = Vector512.LessThan(index, Vector512.Create(characterCount - 1));
        Vector512<uint> pairs = Gathering.Gather(_merges.Pairs, places);
        pairs = Vector512.ConditionalSelect(hasPair, pairs, Vector512.Create(CyrillicMerges.NoToken));
        Vector512<uint> before = Avx512F.AlignRight32(pairs, Vector512<uint>.Zero, 15);
        Vector512<uint> behind = Avx512F.AlignRight32(Vector512<uint>.Zero, pairs, 1);
        Vector512<uint> noStep = Vector512.Create((uint)CyrillicMerges.NoStep);
        Vector512<uint> bound = Vector512.Max((before >> CyrillicMerges.TakesRightShift) & noStep, (behind >> CyrillicMerges.TakesLeftShift) & noStep);
        Vector512<uint> tokens = pairs & Vector512.Create(LowHalf);
        Vector512<uint> isMerged = Vector512.LessThan((tokens >> _merges.StepBits) + bound, noStep);

        // Of two adjacent pairs at most one is merged. A letter that is not, and may break, is two bytes.
        Vector512<uint> isGone = Avx512F.AlignRight32(isMerged, Vector512<uint>.Zero, 15);
        Vector512<uint> mayBreak = ((before | (pairs << 1)).AsInt32() >> 31).AsUInt32();
        Vector512<uint> isBroken = isCharacter & mayBreak & ~(isMerged | isGone);
        symbols = Vector512.ConditionalSelect(isMerged, tokens, symbols);
        symbols = Vector512.ConditionalSelect(isBroken, (characters >> 6) + Vector512.Create((uint)CyrillicMerges.LeadSymbol), symbols);
        Vector512<uint> seconds = (characters & Vector512.Create(0x3Fu)) + Vector512.Create((uint)CyrillicMerges.ContinuationSymbol);
        Vector512<ushort> isThere = ((isCharacter & ~isGone & Vector512.Create(LowHalf)) | (isBroken & Vector512.Create(~LowHalf))).AsUInt16();
        _rows[Count] = Avx512Vbmi2.Compress(Vector512<ushort>.Zero, isThere, (symbols | (seconds << 16)).AsUInt16());
        _symbolCounts[Count++] = (uint)BitOperations.PopCount(isThere.ExtractMostSignificantBits());
        return true;
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void CountTokens(uint* tokenCounts)
    {
        // By place: the pair's rank above the place, and the row of a symbol above it; behind the last symbol there is one that merges with nothing.
        byte* memory = stackalloc byte[((2 * PlaceCount) + PairCount + 1) * sizeof(Vector512<uint>)];
        Vector512<uint>* ranks = (Vector512<uint>*)AlignUp(memory);
        Vector512<uint>* symbols = ranks + PlaceCount;
        Vector512<uint>* pairs = symbols + PlaceCount;
        Vector512<uint> lowHalf = Vector512.Create(LowHalf);
        Vector512<uint> noRank = Vector512.Create(NoRank);
        Vector512<uint> one = Vector512<uint>.One;
        for (int missing = Count; missing < MaxCount; missing++)
        {
            _rows[missing] = Vector512<ushort>.Zero;
            _symbolCounts[missing] = 0;
        }

        Vector512<uint> counts = Vector512.Load(_symbolCounts);
        uint length = MaxOf(counts);
        RowTransposition.Transpose((Vector256<uint>*)_rows, pairs);
        pairs[PairCount / 2] = pairs[PairCount - 1] = Vector512<uint>.Zero;
        if (length > RowLength / 2)
        {
            RowTransposition.Transpose((Vector256<uint>*)_rows + 1, pairs + (PairCount / 2));
        }

        Vector512<uint> place = Vector512<uint>.Zero;
        for (uint index = 0; index < length; index += 2)
        {
            Vector512<uint> pair = pairs[index / 2];
            symbols[index] = WithRow(pair & lowHalf);
            ranks[index] = FindRank(symbols[index], pair >> 16, place);
            symbols[index + 1] = WithRow(pair >> 16);
            ranks[index + 1] = FindRank(symbols[index + 1], pairs[(index / 2) + 1] & lowHalf, place + one);
            place += one + one;
        }

        symbols[length] = Vector512<uint>.Zero;
        ranks[length] = Vector512<uint>.AllBitsSet;

        Vector512<uint> merge = Vector512<uint>.AllBitsSet;
        Vector512<uint> rankBefore = default;
        Vector512<uint> rankBehind = default;
        while (true)
        {
            Vector512<uint> least = Vector512<uint>.AllBitsSet;
            place = Vector512<uint>.Zero;
            for (uint index = 0; index < length; index++)
            {
                Vector512<uint> rank = Vector512.ConditionalSelect(Vector512.Equals(merge, place), rankBehind, ranks[index]);
                place += one;
                rank = Vector512.ConditionalSelect(Vector512.Equals(merge, place), rankBefore, rank);
                ranks[index] = rank;
                least = Vector512.Min(least, rank);
            }

            Vector512<uint> isMerged = Vector512.LessThan(least, noRank);
            if (isMerged == Vector512<uint>.Zero)
            {
                counts.Store(tokenCounts);
                Count = 0;
                return;
            }

            counts += isMerged; // Minus one.
            merge = (least & lowHalf) | ~isMerged;
            Vector512<uint> token = (least >> 16) & isMerged;
            Vector512<uint> symbol = WithRow(token);
            Vector512<uint> before = Vector512<uint>.Zero;
            Vector512<uint> behind = Vector512<uint>.Zero;
            place = Vector512<uint>.Zero;
            Vector512<uint> next = symbols[0];
            Vector512<uint> nextRank = ranks[0];
            for (uint index = 0; index < length; index++)
            {
                Vector512<uint> here = next;
                Vector512<uint> rank = nextRank;
                next = symbols[index + 1];
                nextRank = ranks[index + 1];
                Vector512<uint> isBehind = Vector512.GreaterThan(place, merge);
                Vector512<uint> moved = Vector512.ConditionalSelect(isBehind, next, here);
                symbols[index] = Vector512.ConditionalSelect(Vector512.Equals(place, merge), symbol, moved);
                ranks[index] = Vector512.ConditionalSelect(isBehind, nextRank - one, rank);
                behind = Vector512.ConditionalSelect(Vector512.Equals(place, merge + one), moved, behind);
                place += one;
                before = Vector512.ConditionalSelect(Vector512.Equals(place, merge), here, before);
            }

            rankBefore = FindRank(before, token, merge - one);
            rankBehind = FindRank(symbol, behind & lowHalf, merge);
            length -= Vector512.EqualsAny(counts, Vector512.Create(length)) ? 0u : 1u;
        }
    }

    /// <summary>Returns the next address at which a vector lies in one cache line.</summary>
    private static byte* AlignUp(byte* address) => (byte*)(((nuint)address + (nuint)sizeof(Vector512<byte>) - 1) & ~((nuint)sizeof(Vector512<byte>) - 1));

    private static uint MaxOf(Vector512<uint> values)
    {
        Vector256<uint> eight = Vector256.Max(values.GetLower(), values.GetUpper());
        Vector128<uint> four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        return Math.Max(Math.Max(four[0], four[1]), Math.Max(four[2], four[3]));
    }

    /// <summary>Returns the symbols of characters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Vector512<uint> LookUpLetters(Vector512<uint> characters)
    {
        ushort* letters = _merges.Letters;
        Vector512<ushort> places = characters.AsUInt16();
        Vector512<uint> low = Avx512BW.PermuteVar32x16x2(Vector512.Load(letters), places, Vector512.Load(letters + 32)).AsUInt32();
        Vector512<uint> high = Avx512BW.PermuteVar32x16x2(Vector512.Load(letters + 64), places, Vector512.Load(letters + 96)).AsUInt32();
        return Vector512.ConditionalSelect(Vector512.GreaterThan(characters, Vector512.Create(63u)), high, low) & Vector512.Create(LowHalf);
    }

    /// <summary>Returns symbols with the start of their rows above them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Vector512<uint> WithRow(Vector512<uint> symbols)
    {
        Vector512<uint> starts = Gathering.Gather((uint*)_merges.Rows, symbols, sizeof(ushort));
        return symbols | (starts << 16);
    }

    /// <summary>Returns the ranks of pairs, above their places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Vector512<uint> FindRank(Vector512<uint> left, Vector512<uint> right, Vector512<uint> place)
    {
        Vector512<uint> cells = Gathering.Gather(_merges.Cells, (left >> 16) + right);
        Vector512<uint> isOther = (cells ^ left) & Vector512.Create(LowHalf);
        return Vector512.ConditionalSelect(Vector512.Equals(isOther, Vector512<uint>.Zero), cells & Vector512.Create(NoRank), Vector512.Create(NoRank)) | place;
    }
}
