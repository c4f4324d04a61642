using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastTokens;

/// <summary>Finds the ranks of pairs in a row of symbols, without a branch but for the loops: what merges cannot be predicted.</summary>
internal static unsafe class RankFinder
{
    /// <summary>In place of a rank that <see cref="FindFirst"/> is to find.</summary>
    internal const uint ToFind = PairTable.None - 1;

    /// <summary>Reads symbols into a row and finds all ranks.</summary>
    [SkipLocalsInit]
    internal static void FindAll(PairTable pairs, uint* symbols, int count, SymbolRow row)
    {
        int* elsewhere = stackalloc int[RoundMerger.MaxLength];
        int elsewheres = 0;
        new ReadOnlySpan<uint>(symbols, count).CopyTo(new Span<uint>(row.Symbols, count));
        row.Begin(count);
        for (int place = 0; place < count - 1; place++)
        {
            FindRank(pairs, row, place, elsewhere, ref elsewheres);
        }

        row.Ranks[count - 1] = PairTable.None;
        FindElsewhere(pairs, row, elsewhere, elsewheres);
    }

    /// <summary>Finds the ranks of pairs that are marked, see <see cref="ToFind"/>, of symbols that merging begins with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    internal static void FindFirst(BpeVocabulary vocabulary, SymbolRow row, int count)
    {
        int* places = stackalloc int[RoundMerger.MaxLength + SymbolRow.Padding];
        int placeCount = 0;
        for (int place = 0; place < count; place += Vector512<uint>.Count)
        {
            Vector512<uint> ranks = Vector512.Load(row.Ranks + place);
            Vector512<uint> isToFind = Vector512.Equals(ranks, Vector512.Create(ToFind))
                & Vector512.LessThan(Vector512<uint>.Indices, Vector512.Create((uint)(count - place)));
            if (isToFind != Vector512<uint>.Zero)
            {
                (ranks | isToFind).Store(row.Ranks + place);
                Vector512<uint> mayMerge = vocabulary.FirstMerges.MayMerge(Vector512.Load(row.Symbols + place), Vector512.Load(row.Symbols + place + 1));
                SymbolRow.AppendPlaces(Vector512<uint>.AllBitsSet, isToFind & mayMerge, place, places, ref placeCount);
            }
        }

        FindRanks(vocabulary.Pairs, row, places, placeCount);
    }

    /// <summary>Finds the ranks beside new tokens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    internal static void FindBeside(PairTable pairs, SymbolRow row, int* places, int count, bool isOne)
    {
        if (!isOne)
        {
            FindBesideInPieces(pairs, row, places, count);
            return;
        }

        int* elsewhere = stackalloc int[(2 * RoundMerger.MaxLength) + 1];
        int elsewheres = 0;
        for (int* end = places + count; places < end; places++)
        {
            FindRank(pairs, row, *places, elsewhere, ref elsewheres);
            FindRank(pairs, row, *places - 1, elsewhere, ref elsewheres);
        }

        FindElsewhere(pairs, row, elsewhere, elsewheres);
    }

    /// <summary>The same in pieces that are no tokens: not beside separators, nor between the last two symbols of a piece. Where these are cannot be predicted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void FindBesideInPieces(PairTable pairs, SymbolRow row, int* places, int count)
    {
        int* wanted = stackalloc int[(2 * RoundMerger.MaxLength) + 2];
        int wantedCount = 0;
        for (int* end = places + count; places < end; places++)
        {
            // Masks: all bits are set where a symbol is there.
            long place = *places;
            int farBefore = IsThere(row.Symbols[place - 2]);
            int before = IsThere(row.Symbols[place - 1]);
            int behind = IsThere(row.Symbols[place + 1]);
            int farBehind = IsThere(row.Symbols[place + 2]);
            row.Ranks[place - 1] = PairTable.None;
            row.Ranks[place] = PairTable.None;
            wanted[wantedCount] = (int)place;
            wantedCount -= behind & (before | farBehind);
            wanted[wantedCount] = (int)place - 1;
            wantedCount -= before & (farBefore | behind);
        }

        FindRanks(pairs, row, wanted, wantedCount);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int IsThere(uint symbol) => (int)(symbol - SymbolReader.SeparatorSymbol) >> 31;

    /// <summary>Finds the ranks in some places.</summary>
    [SkipLocalsInit]
    private static void FindRanks(PairTable pairs, SymbolRow row, int* places, int count)
    {
        int* elsewhere = stackalloc int[(2 * RoundMerger.MaxLength) + 2];
        int elsewheres = 0;
        for (int* end = places + count; places < end; places++)
        {
            FindRank(pairs, row, *places, elsewhere, ref elsewheres);
        }

        FindElsewhere(pairs, row, elsewhere, elsewheres);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FindRank(PairTable pairs, SymbolRow row, long place, int* elsewhere, ref int count)
    {
        row.Ranks[place] = pairs.FindInFirstLine(row.Symbols[place], row.Symbols[place + 1], out uint isElsewhere);
        elsewhere[count] = (int)place;
        count += (int)isElsewhere;
    }

    /// <summary>Finds the ranks that may be in a second line, one in twenty: which ones cannot be predicted.</summary>
    private static void FindElsewhere(PairTable pairs, SymbolRow row, int* places, int count)
    {
        for (int* end = places + count; places < end; places++)
        {
            row.Ranks[*places] = pairs.FindInSecondLine(row.Symbols[*places], row.Symbols[*places + 1]);
        }
    }
}
