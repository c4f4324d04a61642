using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastTokens;

/// <summary>A row of symbols: each with the rank of the pair that it makes with the next one, and with the index of its first symbol in the beginning.</summary>
internal readonly unsafe struct SymbolRow
{
    /// <summary>How many values before and behind a row are read.</summary>
    internal const int Padding = 16;

    /// <summary>The memory for a row.</summary>
    internal const int MemoryLength = 3 * Stride;

    private const uint EvenBits = 0x55555555;
    private const int Stride = RoundMerger.MaxLength + (2 * Padding);

    internal readonly uint* Symbols;
    internal readonly uint* Ranks;
    internal readonly uint* Starts;

    internal SymbolRow(uint* memory)
    {
        Symbols = memory + Padding;
        Ranks = Symbols + Stride;
        Starts = Ranks + Stride;
        Symbols[-1] = PairTable.MaxTokenCount;
        Ranks[-1] = Ranks[-2] = Ranks[-3] = PairTable.None;
        Starts[-1] = uint.MaxValue;
    }

    /// <summary>Writes where symbols begin that have not been merged, and what stands behind the last one.</summary>
    internal void Begin(int count)
    {
        if (Avx512F.IsSupported)
        {
            for (int place = 0; place < count; place += Vector512<uint>.Count)
            {
                (Vector512.Create((uint)place) + Vector512<uint>.Indices).Store(Starts + place);
            }
        }
        else
        {
            for (int place = 0; place < count; place++)
            {
                Starts[place] = (uint)place;
            }
        }

        End(count, count);
    }

    /// <summary>Writes what stands behind the last symbol.</summary>
    internal void End(int count, int length)
    {
        Symbols[count] = PairTable.MaxTokenCount;
        Ranks[count] = PairTable.None;
        Starts[count] = (uint)length;
        Starts[count + 1] = (uint)length + 1;
    }

    /// <summary>Returns the lowest rank.</summary>
    internal uint LeastRank(int count)
    {
        uint least = PairTable.None - 1;
        for (int place = 0; place < count; place++)
        {
            least = Math.Min(least, Ranks[place]);
        }

        return least;
    }

    /// <summary>
    /// Writes a row with all those pairs merged that have a lower rank than the pairs around them, two on each side; of a chain of pairs with
    /// equal ranks every second one, from its first on.
    /// </summary>
    /// <param name="merged">The other row, without its end.</param>
    /// <param name="count">The length of this row, then of the other one.</param>
    /// <param name="highest">Higher ranks are left.</param>
    /// <param name="places">Takes the places of what was merged, in the other row; its ranks there and before are to be found.</param>
    /// <returns>The number of merges.</returns>
    internal int MergeLeast(SymbolRow merged, ref int count, uint highest, int* places) =>
        Avx512F.IsSupported ? MergeLeastOfVectors(merged, ref count, highest, places) : MergeLeastOneByOne(merged, ref count, highest, places);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int MergeLeastOfVectors(SymbolRow merged, ref int count, uint highest, int* places)
    {
        int end = 0;
        int merges = 0;
        uint mergesBefore = 0;

        // Bit 1 where the vector before ends with a chain whose last pair does not merge: so the next one of the chain does.
        uint mergesNext = 0;
        for (int place = 0; place < count; place += Vector512<uint>.Count)
        {
            uint inside = (uint)ushort.MaxValue >> Math.Max(0, Vector512<uint>.Count - (count - place));
            Vector512<uint> ranks = Vector512.Load(Ranks + place);
            Vector512<uint> ranksBefore = Vector512.Load(Ranks + place - 1);
            Vector512<uint> around = Vector512.Min(
                Vector512.Min(Vector512.Load(Ranks + place - 2), Vector512.Create(highest)),
                Vector512.Min(Vector512.Load(Ranks + place + 1), Vector512.Load(Ranks + place + 2)));
            Vector512<uint> isLeastAround = Vector512.LessThanOrEqual(ranks, around);
            uint isLeast = (uint)(isLeastAround & Vector512.LessThanOrEqual(ranks, ranksBefore)).ExtractMostSignificantBits() & inside;
            uint isFirst = (uint)(isLeastAround & Vector512.LessThan(ranks, ranksBefore)).ExtractMostSignificantBits() & inside;

            // A bit for each pair, from the one before this vector on. Chains are runs of bits, and every second one from the first on merges: a
            // sum that carries through a run tells those whose first bit is even from the others.
            uint runs = (isLeast << 1) | mergesBefore;
            uint least = (isFirst << 1) | mergesBefore;
            if (isLeast != isFirst)
            {
                uint first = least | (mergesNext & runs);
                least = (runs & ~(runs + (first & EvenBits)) & EvenBits) | (runs & ~(runs + (first & ~EvenBits)) & ~EvenBits);
            }

            mergesBefore = least >> Vector512<uint>.Count;
            mergesNext = (runs >> (Vector512<uint>.Count - 1)) & (least >> (Vector512<uint>.Count - 2)) & 2;
            if (least == 0)
            {
                // In late rounds, nearly everywhere.
                Vector512.Store(ranks, merged.Ranks + end);
                Vector512.Store(Vector512.Load(Symbols + place), merged.Symbols + end);
                Vector512.Store(Vector512.Load(Starts + place), merged.Starts + end);
                end += Math.Min(Vector512<uint>.Count, count - place);
                continue;
            }

            Vector512<uint> isMerged = FromBits(least >> 1);
            Vector512<uint> isKept = FromBits(inside & ~least);
            Store(isKept, Vector512.Load(Starts + place), merged.Starts + end);
            merged.Append(isKept, isMerged, Vector512.Load(Symbols + place), ranks, ref end, places, ref merges);
        }

        count = end;
        return merges;
    }

    /// <summary>Appends a vector of symbols, without their starts.</summary>
    /// <param name="isKept">Which of them stay.</param>
    /// <param name="isMerged">Which of these become the token of their rank.</param>
    /// <param name="symbols">The symbols.</param>
    /// <param name="ranks">Their ranks.</param>
    /// <param name="count">The length of the row.</param>
    /// <param name="places">Takes the places of what was merged.</param>
    /// <param name="merges">How many these are.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Append(
        Vector512<uint> isKept, Vector512<uint> isMerged, Vector512<uint> symbols, Vector512<uint> ranks, ref int count, int* places, ref int merges)
    {
        Store(isKept, Vector512.ConditionalSelect(isMerged, ranks, symbols), Symbols + count);
        Store(isKept, ranks, Ranks + count);
        AppendPlaces(isKept, isMerged, count, places, ref merges);
        count += BitOperations.PopCount(isKept.ExtractMostSignificantBits());
    }

    /// <summary>Appends the places of some symbols that are about to be appended.</summary>
    /// <param name="isKept">Which symbols stay.</param>
    /// <param name="isChosen">Which of these places are wanted.</param>
    /// <param name="count">The length of the row.</param>
    /// <param name="places">Takes the places.</param>
    /// <param name="placeCount">How many these are.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void AppendPlaces(Vector512<uint> isKept, Vector512<uint> isChosen, int count, int* places, ref int placeCount)
    {
        Store(Avx512F.Compress(Vector512<uint>.Zero, isKept, isChosen), Vector512.Create((uint)count) + Vector512<uint>.Indices, (uint*)places + placeCount);
        placeCount += BitOperations.PopCount((isKept & isChosen).ExtractMostSignificantBits());
    }

    /// <summary>Returns the lanes whose bits are set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<uint> FromBits(uint bits)
    {
        Vector512<uint> lanes = Vector512.Create(1u, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        return Vector512.Equals(Vector512.Create(bits) & lanes, lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int MergeLeastOneByOne(SymbolRow merged, ref int count, uint highest, int* places)
    {
        int end = 0;
        int merges = 0;
        long isTakenBefore = 0;
        long isTaken = 0;
        for (int place = 0; place < count; place++)
        {
            // In arithmetic, because what merges cannot be predicted: -1 is true, 0 is false. A pair whose first symbol was taken is no neighbour.
            long rank = Ranks[place];
            long fromBefore = rank - Ranks[place - 1];
            long isLeast = ((fromBefore | ((fromBefore - 1) & isTakenBefore)) & ~(Ranks[place - 2] - rank)
                & ~(Ranks[place + 1] - rank) & ~(Ranks[place + 2] - rank) & ~(highest - rank)) >> 63;
            uint symbol = Symbols[place];
            merged.Symbols[end] = symbol ^ ((symbol ^ (uint)rank) & (uint)isLeast);
            merged.Ranks[end] = (uint)rank;
            merged.Starts[end] = Starts[place];
            places[merges] = end;
            merges -= (int)isLeast;
            end += (int)(1 + isTaken);
            isTakenBefore = isTaken;
            isTaken = isLeast;
        }

        count = end;
        return merges;
    }

    /// <summary>Writes those values next to each other that are chosen, and as many as a vector has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<uint> isChosen, Vector512<uint> values, uint* destination) =>
        Vector512.Store(Avx512F.Compress(Vector512<uint>.Zero, isChosen, values), destination);
}
