using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>Merges a few symbols, what nearly all words have: going through all of them before each merge is the quickest then.</summary>
internal static unsafe class FewSymbols
{
    /// <summary>The most symbols.</summary>
    internal const int MaxLength = 64;

    /// <summary>
    /// Merges symbols in place, of the adjacent pairs that merge always the one of the lowest rank, of equals the first; returns how many are left.
    /// </summary>
    [SkipLocalsInit]
    internal static int Merge(PairTable pairs, uint* symbols, int count)
    {
        uint* ranks = stackalloc uint[MaxLength];
        for (int index = 0; index < count - 1; index++)
        {
            ranks[index] = pairs.Find(symbols[index], symbols[index + 1]);
        }

        while (count > 1)
        {
            uint least = ranks[0];
            int place = 0;
            for (int index = 1; index < count - 1; index++)
            {
                place = ranks[index] < least ? index : place;
                least = Math.Min(least, ranks[index]);
            }

            if (least == PairTable.None)
            {
                break;
            }

            count--;
            symbols[place] = least;
            for (int index = place + 1; index < count; index++)
            {
                symbols[index] = symbols[index + 1];
                ranks[index] = ranks[index + 1];
            }

            if (place + 1 < count)
            {
                ranks[place] = pairs.Find(least, symbols[place + 1]);
            }

            if (place > 0)
            {
                ranks[place - 1] = pairs.Find(symbols[place - 1], least);
            }
        }

        return count;
    }

    /// <summary>Returns how many merges three symbols make; what they are cannot be predicted, so without a branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int CountMergesOfThree(PairTable pairs, uint first, uint second, uint third)
    {
        uint left = pairs.Find(first, second);
        uint right = pairs.Find(second, third);

        // All bits are set, or none: whether the right pair merges first; whether nothing merges, and so nothing is there to look up.
        uint isRight = (uint)(((long)right - left) >> 63);
        uint token = left ^ ((left ^ right) & isRight);
        uint isNone = (uint)((PairTable.MaxTokenCount - (long)token) >> 63);
        uint before = (token ^ ((token ^ first) & isRight)) & ~isNone;
        uint behind = third ^ ((third ^ token) & isRight);
        uint isMerged = (uint)((pairs.Find(before, behind | (isNone & PairTable.IndexMask)) - (long)PairTable.MaxTokenCount) >> 63);
        return (int)((1 & ~isNone) + (1 & isMerged));
    }
}
