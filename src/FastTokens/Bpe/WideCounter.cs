using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>Counts pieces of characters of three bytes, Chinese above all, without looking the piece up: cut where no token reaches across.</summary>
internal static unsafe class WideCounter
{
    private const int LeadOfWide = 0xE3;
    private const int LeadBehindWide = 0xF0;

    /// <summary>Returns whether a piece of at least two bytes begins with a wide character, from U+3000 on, or with one behind a blank or a sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsWide(byte* piece)
    {
        int lead = piece[piece[0] < 0x80 ? 1 : 0];
        return lead is >= LeadOfWide and < LeadBehindWide;
    }

    /// <summary>Counts the tokens of a piece; returns <see langword="false"/> if it has a part of too many symbols.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool TryCount(BpeVocabulary vocabulary, byte* piece, int length, out long count)
    {
        const int Capacity = SymbolChain.MaxLength;
        uint* symbols = stackalloc uint[Capacity + 4];
        byte* bits = vocabulary.Joined.Bits;
        uint* byteSymbols = vocabulary.ByteSymbols;
        count = 0;
        int index = 0;
        while (index < length)
        {
            // Bit i: symbols i and i + 1 may merge.
            ulong joined = 0;
            int symbolCount = 0;
            uint before = 0;
            bool isBeforeWhole = false;
            int cutSymbol = 0;
            int cutIndex = index;
            while (index < length && symbolCount < Capacity - 2)
            {
                uint lead = piece[index];
                if (lead is < 0xE0 or >= LeadBehindWide || index + 3 > length)
                {
                    joined |= 1UL << ((symbolCount - 1) & 63);
                    symbols[symbolCount++] = byteSymbols[lead];
                    before = 0;
                    index++;
                    continue;
                }

                uint here = ((lead & 0x0F) << 12) | ((piece[index + 1] & 0x3Fu) << 6) | (piece[index + 2] & 0x3Fu);
                bool isWhole = PieceMerger.TryReadWhole(vocabulary, piece, index, length, out uint symbol, out _);
                ulong join = before == 0 ? 1
                    : isWhole && isBeforeWhole ? JoinedCharacters.IsJoined(bits, before, here)
                    : JoinedCharacters.IsCrossed(bits, piece + index);
                joined |= join << ((symbolCount - 1) & 63);
                cutSymbol = join == 0 ? symbolCount : cutSymbol;
                cutIndex = join == 0 ? index : cutIndex;
                if (isWhole)
                {
                    symbols[symbolCount++] = symbol;
                }
                else
                {
                    joined |= 3UL << symbolCount;
                    symbols[symbolCount] = byteSymbols[lead];
                    symbols[symbolCount + 1] = byteSymbols[piece[index + 1]];
                    symbols[symbolCount + 2] = byteSymbols[piece[index + 2]];
                    symbolCount += 3;
                }

                before = here;
                isBeforeWhole = isWhole;
                index += 3;
            }

            if (index < length)
            {
                // The last part goes on behind the symbols that there is room for.
                if (cutSymbol == 0)
                {
                    return false;
                }

                symbolCount = cutSymbol;
                index = cutIndex;
            }

            count += CountParts(vocabulary.Pairs, symbols, symbolCount, joined & (ulong.MaxValue >> (64 - symbolCount) >> 1));
        }

        return true;
    }

    /// <summary>Merges the parts one by one and returns the tokens of all.</summary>
    private static int CountParts(PairTable pairs, uint* symbols, int count, ulong joined)
    {
        int left = count;
        while (joined != 0)
        {
            int start = BitOperations.TrailingZeroCount(joined);
            int joints = BitOperations.TrailingZeroCount(~(joined >> start));
            left -= joints switch
            {
                1 => pairs.Find(symbols[start], symbols[start + 1]) != PairTable.None ? 1 : 0,
                2 => MergesOfThree(pairs, symbols + start),
                _ => joints + 1 - PieceMerger.MergeSymbols(pairs, symbols + start, joints + 1),
            };
            joined &= joints == 64 ? 0 : ~(((1UL << joints) - 1) << start);
        }

        return left;
    }

    /// <summary>Returns how many merges three symbols need.</summary>
    private static int MergesOfThree(PairTable pairs, uint* symbols)
    {
        uint first = pairs.Find(symbols[0], symbols[1]);
        uint second = pairs.Find(symbols[1], symbols[2]);
        return Math.Min(first, second) == PairTable.None ? 0
            : (first <= second ? pairs.Find(first, symbols[2]) : pairs.Find(symbols[0], second)) == PairTable.None ? 1
            : 2;
    }
}
