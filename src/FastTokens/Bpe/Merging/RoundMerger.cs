using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>
/// Merges up to 512 symbols in rounds. A round makes all merges at once that have the lowest rank around them: of the adjacent pairs that merge
/// always the one of the lowest rank, of equals the first, would make them too, unless something grows towards one from further away.
/// </summary>
/// <remarks>
/// <para>
/// Tokens are what merging gives exactly if every two adjacent tokens are what merging their symbols alone gives. What might be wrong is a token
/// made too early: beside it, something of a lower rank came to be that would have taken a part of it. So wherever a merge makes a token beside
/// one of a higher rank that was made before, the symbols of both are merged alone, one after the other. If they do not give the two, all
/// begins again, with none but the lowest rank of the whole row in each round.
/// </para>
/// <para>
/// With two ranks looked at on each side, in 100,000 random letters there are two dozen such places, and none begins again. Five rounds are
/// enough for most rows.
/// </para>
/// </remarks>
internal static unsafe class RoundMerger
{
    /// <summary>The most symbols.</summary>
    internal const int MaxLength = 512;

    /// <summary>Merges up to 512 bytes; returns the number of tokens.</summary>
    [SkipLocalsInit]
    internal static int Merge(BpeVocabulary vocabulary, byte* piece, int length, uint* symbols)
    {
        uint* memory = stackalloc uint[SymbolRow.MemoryLength];
        int* places = stackalloc int[MaxLength + SymbolRow.Padding];
        SymbolRow row = new(memory);
        int count = vocabulary.Letters.TryReadAscii(piece, length, row, places, out int merges);
        if (count == 0)
        {
            return Merge(vocabulary.Pairs, symbols, PieceMerger.Symbolize(vocabulary, piece, length, symbols));
        }

        for (int place = 0; place < count; place++)
        {
            symbols[place] = row.Symbols[place];
            row.Starts[place] = (uint)place;
        }

        return Merge(vocabulary.Pairs, symbols, count, row, merges, places);
    }

    /// <summary>Merges up to 512 symbols in place; returns how many are left.</summary>
    [SkipLocalsInit]
    internal static int Merge(PairTable pairs, uint* symbols, int count)
    {
        if (!pairs.IsOrdered)
        {
            return HeapMerger.Merge(pairs, symbols, count);
        }

        uint* memory = stackalloc uint[SymbolRow.MemoryLength];
        int* places = stackalloc int[MaxLength + SymbolRow.Padding];
        SymbolRow row = new(memory);
        Read(pairs, symbols, count, row);
        return Merge(pairs, symbols, count, row, 0, places);
    }

    /// <summary>Merges a row that symbols have been read to, and some been merged already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static int Merge(PairTable pairs, uint* symbols, int length, SymbolRow row, int merges, int* places)
    {
        uint* memory = stackalloc uint[SymbolRow.MemoryLength];
        SymbolRow other = new(memory);
        int count = length;
        bool isCareful = false;
        while (true)
        {
            row.End(count, length);
            FindRanks(pairs, row.Symbols, row.Ranks, places, merges);
            if (!isCareful && !AreRight(pairs, symbols, row, places, merges))
            {
                isCareful = true;
                count = length;
                Read(pairs, symbols, count, row);
                row.End(count, length);
            }

            merges = row.MergeLeast(other, ref count, isCareful ? row.LeastRank(count) : PairTable.None - 1, places);
            if (merges == 0)
            {
                new ReadOnlySpan<uint>(row.Symbols, count).CopyTo(new Span<uint>(symbols, count));
                return count;
            }

            (row, other) = (other, row);
        }
    }

    private static void Read(PairTable pairs, uint* symbols, int count, SymbolRow row)
    {
        for (int place = 0; place < count; place++)
        {
            row.Symbols[place] = symbols[place];
            row.Starts[place] = (uint)place;
            row.Ranks[place] = place + 1 < count ? pairs.Find(symbols[place], symbols[place + 1]) : PairTable.None;
        }
    }

    /// <summary>Finds the ranks beside new tokens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FindRanks(PairTable pairs, uint* symbols, uint* ranks, int* places, int count)
    {
        for (int* end = places + count; places < end; places++)
        {
            long place = *places;
            ranks[place] = pairs.Find(symbols[place], symbols[place + 1]);
            ranks[place - 1] = pairs.Find(symbols[place - 1], symbols[place]);
        }
    }

    /// <summary>Returns whether no token beside a new one was made too early.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool AreRight(PairTable pairs, uint* symbols, SymbolRow row, int* places, int count)
    {
        ulong known = 0;
        for (int* end = places + count; places < end; places++)
        {
            int place = *places;
            uint symbol = row.Symbols[place];
            if ((row.Symbols[place + 1] >= symbol & row.IsMade(place + 1) && !AreRight(pairs, symbols, row, place, ref known))
                || (row.Symbols[place - 1] > symbol & row.IsMade(place - 1) && !AreRight(pairs, symbols, row, place - 1, ref known)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns whether two adjacent tokens are what merging their symbols gives, before those two merge.</summary>
    [SkipLocalsInit]
    private static bool AreRight(PairTable pairs, uint* symbols, SymbolRow row, int place, ref ulong known)
    {
        // Where a text repeats itself, they are the same again and again.
        ulong pair = ((ulong)row.Symbols[place] << 32) | row.Symbols[place + 1];
        uint start = row.Starts[place];
        int count = (int)(row.Starts[place + 2] - start);
        if (pair == known)
        {
            return true;
        }

        if (count > FewSymbols.MaxLength)
        {
            return false;
        }

        uint* merged = stackalloc uint[FewSymbols.MaxLength];
        new ReadOnlySpan<uint>(symbols + start, count).CopyTo(new Span<uint>(merged, FewSymbols.MaxLength));
        int left = FewSymbols.Merge(pairs, merged, count);
        known = pair;
        return merged[0] == (left == 1 ? row.Ranks[place] : row.Symbols[place]) & left <= 2;
    }
}
