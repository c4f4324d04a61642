using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>
/// Merges up to 1,024 symbols in rounds. A round makes all merges at once that have the lowest rank around them: of the adjacent pairs that merge
/// always the one of the lowest rank, of equals the first, would make them too, unless something grows towards one from further away.
/// </summary>
/// <remarks>
/// <para>
/// Tokens are what merging gives exactly if every two adjacent tokens are what merging their symbols alone gives. What might be wrong is a token
/// made too early: beside it, something of a lower rank came to be that would have taken a part of it. So wherever a merge makes a token beside
/// one of a higher rank that was made before, the symbols of both are merged alone, one after the other. If they do not give the two, all
/// begins again, with none but the lowest rank of the whole row in each round; of many pieces side by side the wrong one is marked, to be merged alone.
/// </para>
/// <para>
/// With two ranks looked at on each side, in 100,000 random letters there are two dozen such places, and none begins again; in as many of two
/// characters there are ten thousand, of which few are different. Five to nine rounds are enough for most rows.
/// </para>
/// </remarks>
internal static unsafe class RoundMerger
{
    /// <summary>The most symbols.</summary>
    internal const int MaxLength = 1024;

    /// <summary>The number of words for pairs of tokens that are known to be right; zeros at first, then of one vocabulary.</summary>
    internal const int KnownLength = 1 << KnownBits;

    private const int KnownBits = 6;

    /// <summary>Merges pieces; see <see cref="SymbolReader"/> for how they are to stand in a text.</summary>
    /// <param name="vocabulary">The vocabulary; its tokens come behind their parts.</param>
    /// <param name="text">The pieces.</param>
    /// <param name="length">The number of bytes.</param>
    /// <param name="isOne">Whether it is one piece, or a part of one; else many, none of which is a token.</param>
    /// <param name="symbols">Takes the tokens, between separators.</param>
    /// <param name="known">See <see cref="KnownLength"/>.</param>
    /// <returns>The number of tokens and separators.</returns>
    [SkipLocalsInit]
    internal static int MergePieces(BpeVocabulary vocabulary, byte* text, int length, bool isOne, uint* symbols, ulong* known)
    {
        uint* memory = stackalloc uint[SymbolRow.MemoryLength];
        int* places = stackalloc int[MaxLength + SymbolRow.Padding];
        SymbolRow row = new(memory);
        int count = SymbolReader.Read(vocabulary, text, length, row, places, out int merges);
        new ReadOnlySpan<uint>(row.Symbols, count).CopyTo(new Span<uint>(symbols, count));
        row.Begin(count);
        RankFinder.FindBeside(vocabulary.Pairs, row, places, merges, isOne);
        return Merge(vocabulary.Pairs, symbols, count, row, places, isOne, known);
    }

    /// <summary>Merges up to 1,024 symbols in place; returns how many are left.</summary>
    internal static int Merge(PairTable pairs, uint* symbols, int count)
    {
        ulong* known = stackalloc ulong[KnownLength];
        return Merge(pairs, symbols, count, known);
    }

    [SkipLocalsInit]
    internal static int Merge(PairTable pairs, uint* symbols, int count, ulong* known)
    {
        if (!pairs.IsOrdered)
        {
            return HeapMerger.Merge(pairs, symbols, count);
        }

        uint* memory = stackalloc uint[SymbolRow.MemoryLength];
        int* places = stackalloc int[MaxLength + SymbolRow.Padding];
        SymbolRow row = new(memory);
        RankFinder.FindAll(pairs, symbols, count, row);
        return Merge(pairs, symbols, count, row, places, isOne: true, known);
    }

    /// <summary>Merges a row that symbols have been read to, with their ranks and its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static int Merge(PairTable pairs, uint* symbols, int length, SymbolRow row, int* places, bool isOne, ulong* known)
    {
        uint* memory = stackalloc uint[SymbolRow.MemoryLength];
        SymbolRow other = new(memory);
        int count = length;
        bool isCareful = false;
        while (true)
        {
            int merges = row.MergeLeast(other, ref count, isCareful ? row.LeastRank(count) : PairTable.None - 1, places);
            if (merges == 0)
            {
                new ReadOnlySpan<uint>(row.Symbols, count).CopyTo(new Span<uint>(symbols, count));
                return count;
            }

            (row, other) = (other, row);
            row.End(count, length);
            RankFinder.FindBeside(pairs, row, places, merges, isOne);
            if (!isCareful && !AreRight(pairs, symbols, row, places, merges, isOne, known))
            {
                isCareful = true;
                count = length;
                RankFinder.FindAll(pairs, symbols, count, row);
            }
        }
    }

    /// <summary>Returns whether no token beside a new one was made too early.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static bool AreRight(PairTable pairs, uint* symbols, SymbolRow row, int* places, int count, bool isOne, ulong* known)
    {
        // Where a new token and one made before of a higher rank stand side by side: in arithmetic, because it cannot be predicted.
        int* doubtful = stackalloc int[(2 * MaxLength) + 1];
        int doubts = 0;
        for (int* end = places + count; places < end; places++)
        {
            long place = *places;
            long symbol = row.Symbols[place];
            long isHigherBehind = symbol - row.Symbols[place + 1] - 1;
            long isMadeBehind = row.Starts[place + 1] + 1L - row.Starts[place + 2];
            doubtful[doubts] = (int)place;
            doubts -= (int)((isHigherBehind & isMadeBehind) >> 63);
            long isHigherBefore = symbol - row.Symbols[place - 1];
            long isMadeBefore = row.Starts[place - 1] + 1L - row.Starts[place];
            doubtful[doubts] = (int)place - 1;
            doubts -= (int)((isHigherBefore & isMadeBefore) >> 63);
        }

        for (int index = 0; index < doubts; index++)
        {
            if (AreRight(pairs, symbols, row, doubtful[index], known))
            {
                continue;
            }

            if (isOne)
            {
                return false;
            }

            // Of many pieces only this one is wrong.
            int place = doubtful[index];
            while (RankFinder.IsThere(row.Symbols[place]) != 0)
            {
                place--;
            }

            row.Symbols[place] = SymbolReader.SeparatorOfWrong;
        }

        return true;
    }

    /// <summary>Returns whether two adjacent tokens are what merging their symbols gives, before those two merge.</summary>
    [SkipLocalsInit]
    private static bool AreRight(PairTable pairs, uint* symbols, SymbolRow row, int place, ulong* known)
    {
        // In texts of few characters, they are the same again and again.
        ulong pair = ((ulong)row.Symbols[place] << 32) | row.Symbols[place + 1];
        ulong* knownHere = known + ((pair * 0x9E3779B97F4A7C15) >> (64 - KnownBits));
        if (*knownHere == pair)
        {
            return true;
        }

        uint start = row.Starts[place];
        int count = (int)(row.Starts[place + 2] - start);
        if (count > FewSymbols.MaxLength)
        {
            return false;
        }

        uint* merged = stackalloc uint[FewSymbols.MaxLength];
        new ReadOnlySpan<uint>(symbols + start, count).CopyTo(new Span<uint>(merged, FewSymbols.MaxLength));
        int left = FewSymbols.Merge(pairs, merged, count);
        if (left > 2 || merged[0] != (left == 1 ? row.Ranks[place] : row.Symbols[place]))
        {
            return false;
        }

        *knownHere = pair;
        return true;
    }
}
