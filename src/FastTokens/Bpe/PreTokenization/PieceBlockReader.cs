using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>Classifies the bytes of a block: ASCII by comparing vectors, common letters of other scripts by their lead bytes, the rest one by one.</summary>
internal static unsafe class PieceBlockReader<TOps>
    where TOps : struct, IBlockOps
{
    /// <summary>The bytes of a block.</summary>
    internal const int BlockLength = 64;

    /// <summary>The bytes of a block that must be readable: a contraction at its last byte looks at two more.</summary>
    internal const int ReadableLength = BlockLength + 2;

    /// <summary>Reads a block of which <paramref name="length"/> bytes (1 to 64) are text; <see cref="ReadableLength"/> must be readable.</summary>
    /// <returns>Whether anything is known: <see langword="false"/> if the first character is one that masks do not decide.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryRead(byte* bytes, int length, bool isEnd, out PieceBlock block)
    {
        ulong known = ulong.MaxValue >> (64 - length);
        ulong letters = TOps.InRangeWith(bytes, 0x20, (byte)'a', (byte)'z') & known;
        ulong lowerBit = TOps.InRange(bytes, 0x60, 0x7F);
        ulong nonAscii = TOps.InRange(bytes, 0x80, 0xFF) & known;
        block = default;
        block.Upper = letters & ~lowerBit;
        block.Lower = letters & lowerBit;
        block.Number = TOps.InRange(bytes, (byte)'0', (byte)'9') & known;
        block.Blank = TOps.Equal(bytes, (byte)' ') & known;
        block.Whitespace = (TOps.InRange(bytes, (byte)'\t', (byte)'\r') & known) | block.Blank;
        block.Newline = (TOps.Equal(bytes, (byte)'\n') | TOps.Equal(bytes, (byte)'\r')) & known;
        block.Apostrophe = TOps.Equal(bytes, (byte)'\'') & known;
        block.Slash = TOps.Equal(bytes, (byte)'/') & known;
        block.Lead = ulong.MaxValue;
        block.Bytes = bytes;
        block.Length = length;
        block.IsEnd = isEnd;
        return nonAscii == 0 || AddNonAscii(ref block, nonAscii);
    }

    /// <summary>Skips characters of some classes a block at a time; stops before the end of the text, or before what masks do not decide.</summary>
    internal static int SkipRun(byte* text, int index, int length, uint classes)
    {
        while (length - index >= ReadableLength && TryRead(text + index, BlockLength, isEnd: false, out PieceBlock block))
        {
            int run = BitOperations.TrailingZeroCount(~block.Of(classes));
            index += run;
            if (run < block.Length)
            {
                break;
            }
        }

        return index;
    }

    private static bool AddNonAscii(ref PieceBlock block, ulong nonAscii)
    {
        byte* bytes = block.Bytes;
        ulong leads = TOps.InRange(bytes, 0xC0, 0xFF) & nonAscii;
        block.Lead = ~(nonAscii & ~leads);
        ulong leadsOfThree = TOps.InRange(bytes, 0xE0, 0xEF) & leads;
        ulong leadsOfFour = TOps.InRange(bytes, 0xF0, 0xFF) & leads;

        // A character that the end of the block cuts belongs to the next one.
        ulong end = block.Length == 64 ? 0 : 1UL << block.Length;
        ulong complete = (end - 1) >> 1;
        ulong cut = leads & ~(complete & ~(leadsOfThree & ~(complete >> 1)) & ~(leadsOfFour & ~(complete >> 2)));
        ulong rest = leads & ~cut;

        ulong uncased = WideCharacters<TOps>.FindHanAndHangul(bytes, rest);
        rest &= ~uncased;
        if ((rest & leadsOfThree) != 0)
        {
            WideCharacters<TOps>.FindKanaAndSigns(bytes, rest, out ulong kana, out ulong signs);
            uncased |= kana;
            rest &= ~(kana | signs);
        }

        uncased |= (uncased << 1) | (uncased << 2);

        // Cyrillic from U+0400 to U+045F: the lead byte D0 up to U+043F, capitals first, then D1.
        ulong upper = 0;
        ulong lower = 0;
        ulong firstHalf = TOps.Equal(bytes, 0xD0) & rest;
        ulong secondHalf = TOps.Equal(bytes, 0xD1) & rest;
        if ((firstHalf | secondHalf) != 0)
        {
            ulong small = firstHalf & (TOps.InRange(bytes, 0xB0, 0xBF) >> 1);
            upper = firstHalf & ~small;
            lower = small | (secondHalf & (TOps.InRange(bytes, 0x80, 0x9F) >> 1));
            rest &= ~(upper | lower);
            upper |= upper << 1;
            lower |= lower << 1;
        }

        int length = cut == 0 ? block.Length : BitOperations.TrailingZeroCount(cut);
        ulong mark = 0;
        for (; rest != 0; rest &= rest - 1)
        {
            int index = BitOperations.TrailingZeroCount(rest);
            int charClass = ClassOf(bytes + index, out int characterLength);
            ulong character = ((1UL << characterLength) - 1) << index;
            switch (charClass)
            {
                case PreTokenClass.Other:
                    break;
                case PreTokenClass.Uncased:
                    uncased |= character;
                    break;
                case PreTokenClass.Lower:
                    lower |= character;
                    break;
                case PreTokenClass.Upper:
                    upper |= character;
                    break;
                case PreTokenClass.Mark:
                    mark |= character;
                    break;
                default:
                    // Numbers, whitespace and the long s of more than a byte: the rules for them count bytes. They are rare.
                    length = Math.Min(length, index);
                    rest = 0;
                    break;
            }
        }

        block.Upper |= upper;
        block.Lower |= lower;
        block.Uncased = uncased;
        block.Mark = mark;
        if (length < block.Length)
        {
            if (length == 0)
            {
                return false;
            }

            block.Cut(length);
        }

        return true;
    }

    private static int ClassOf(byte* character, out int length)
    {
        int lead = character[0];
        if (lead < 0xF0)
        {
            length = lead < 0xE0 ? 2 : 3;
            return PreTokenClassTable.Bmp[(int)Utf8Sequence.CodePointAt(character)];
        }

        length = 4;
        return PreTokenClass.Of(
            ((lead & 0x07) << 18) | ((character[1] & 0x3F) << 12) | ((character[2] & 0x3F) << 6) | (character[3] & 0x3F));
    }
}
