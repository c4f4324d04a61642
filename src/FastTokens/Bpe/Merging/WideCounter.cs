using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>Counts pieces of characters of three bytes, Chinese above all, without looking the piece up: cut where no token reaches across.</summary>
internal static unsafe class WideCounter
{
    /// <summary>The least lead of wide characters.</summary>
    internal const byte LeadOfWide = 0xE2;

    /// <summary>The leads of three bytes end before this.</summary>
    internal const byte LeadBehindWide = 0xF0;

    /// <summary>Returns whether a byte is one of the characters that <see cref="BpeVocabulary.WidePairs"/> knows.</summary>
    internal static bool IsPart(byte value) => Utf8Sequence.IsContinuation(value) || IsLead(value);

    /// <summary>Returns whether a piece of at least two bytes begins with a wide character, from U+2000 on, or with one behind a blank or a sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsWide(byte* piece) => IsLead(piece[piece[0] < 0x80 ? 1 : 0]);

    /// <summary>Counts the tokens of a piece; returns <see langword="false"/> if it has a part of too many symbols.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool TryCount(BpeVocabulary vocabulary, byte* piece, int length, out long count)
    {
        uint* symbols = stackalloc uint[FewSymbols.MaxLength];
        int* starts = stackalloc int[FewSymbols.MaxLength];
        uint* byteSymbols = vocabulary.ByteSymbols;
        byte* merges = vocabulary.LoneCharacters.Merges;
        count = 0;
        int index = 0;
        while (index < length)
        {
            // Bit i: symbols i and i + 1 may merge.
            ulong joined = 0;

            // Bit i: symbol i is the first byte of a character that is no token; the next start says how many merges it makes alone.
            ulong lone = 0;
            int symbolCount = 0;
            uint before = 0;
            bool isBeforeWhole = false;
            bool areKnown = true;
            while (index < length && symbolCount < FewSymbols.MaxLength - 2)
            {
                starts[symbolCount] = index;
                byte* character = piece + index;
                areKnown &= IsLead(*character);
                if (*character is < 0xE0 or >= LeadBehindWide || index + 3 > length)
                {
                    joined |= 1UL << ((symbolCount - 1) & 63);
                    symbols[symbolCount++] = byteSymbols[*character];
                    before = 0;
                    isBeforeWhole = false;
                    index++;
                    continue;
                }

                uint here = Utf8Sequence.CodePointAt(character);
                uint whole = vocabulary.WholeCharacters[here];
                bool isWhole = PieceMerger.StaysWhole(vocabulary, whole, piece, index, index + 3, length);
                ulong join = isWhole & isBeforeWhole ? JoinedCharacters.IsJoined(vocabulary.Joined.Bits, before, here)
                    : before == 0 ? 1
                    : JoinedCharacters.IsJoined(vocabulary.Joined.Bits, before, here) | (vocabulary.Crossed.LeastRank(before, here) != PairTable.None ? 1UL : 0);
                joined |= join << ((symbolCount - 1) & 63);
                if (isWhole)
                {
                    symbols[symbolCount++] = whole & PairTable.IndexMask;
                }
                else
                {
                    joined |= 3UL << symbolCount;
                    lone |= (whole == 0 ? 1UL : 0) << symbolCount;
                    starts[symbolCount + 1] = LoneCharacters.CountMerges(merges, here);
                    symbols[symbolCount] = byteSymbols[*character];
                    symbols[symbolCount + 1] = byteSymbols[character[1]];
                    symbols[symbolCount + 2] = byteSymbols[character[2]];
                    symbolCount += 3;
                }

                before = here;
                isBeforeWhole = isWhole;
                index += 3;
            }

            joined &= ulong.MaxValue >> (64 - symbolCount) >> 1;
            if (index < length)
            {
                // The last part goes on behind the symbols that there is room for: it is read again.
                int joints = BitOperations.LeadingZeroCount(~(joined << (65 - symbolCount)));
                symbolCount -= joints + 1;
                if (symbolCount == 0)
                {
                    return false;
                }

                index = starts[symbolCount];
                joined &= ulong.MaxValue >> (64 - symbolCount) >> 1;
            }

            count += CountParts(areKnown ? vocabulary.WidePairs : vocabulary.Pairs, symbols, starts, symbolCount, joined, vocabulary.Pairs.IsOrdered ? lone : 0);
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsLead(byte value) => value is >= LeadOfWide and < LeadBehindWide;

    /// <summary>Merges the parts one by one and returns the tokens of all.</summary>
    private static int CountParts(PairTable pairs, uint* symbols, int* starts, int count, ulong joined, ulong lone)
    {
        int left = count;
        while (joined != 0)
        {
            int start = BitOperations.TrailingZeroCount(joined);
            int joints = BitOperations.TrailingZeroCount(~(joined >> start));
            left -= joints == 1 ? pairs.Find(symbols[start], symbols[start + 1]) != PairTable.None ? 1 : 0
                : joints == 2 ? ((lone >> start) & 1) != 0 ? starts[start + 1] : FewSymbols.CountMergesOfThree(pairs, symbols[start], symbols[start + 1], symbols[start + 2])
                : joints + 1 - PieceMerger.MergeSymbols(pairs, symbols + start, joints + 1);
            joined &= joined + (1UL << start); // It carries through the joints.
        }

        return left;
    }
}
