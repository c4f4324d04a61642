using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastTokens;

/// <summary>Classifies the bytes of a block: ASCII by comparing vectors, common letters of other scripts by their lead bytes, the rest by their heads.</summary>
internal static unsafe class PieceBlockReader<TOps>
    where TOps : struct, IBlockOps
{
    /// <summary>The bytes of a block.</summary>
    internal const int BlockLength = 64;

    /// <summary>The bytes of a block that must be readable: a contraction at its last byte looks at two more.</summary>
    internal const int ReadableLength = BlockLength + 2;

    // Narrower vectors keep to heads, also where tests choose them on a CPU that could gather.
    private static bool IsMixedSupported => MixedCharacters.IsSupported && typeof(TOps) == typeof(Vector512BlockOps);

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

    /// <summary>The same from behind; stops before the limit or the end of the text too.</summary>
    internal static int SkipRunBack(byte* text, int index, int limit, int length, uint classes)
    {
        while (index - limit >= BlockLength)
        {
            int start = index - BlockLength;
            while (Utf8Sequence.IsContinuation(text[start]))
            {
                start++;
            }

            if (length - start < ReadableLength || !TryRead(text + start, index - start, isEnd: false, out PieceBlock block) || block.Length < index - start)
            {
                break;
            }

            ulong others = block.Known & ~block.Of(classes);
            if (others != 0)
            {
                return start + BlockLength - BitOperations.LeadingZeroCount(others);
            }

            index = start;
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
        if ((rest & leadsOfFour) != 0)
        {
            rest &= ~WideCharacters<TOps>.FindEmoji(bytes);
        }

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

        block.Upper |= upper;
        block.Lower |= lower;
        block.Uncased = uncased;
        ulong undecided = cut | (rest == 0 ? 0 : AddByHeads(ref block, rest));
        if (undecided != 0)
        {
            int length = BitOperations.TrailingZeroCount(undecided);
            if (length == 0)
            {
                return false;
            }

            block.Cut(length);
        }

        return true;
    }

    /// <summary>Classifies the characters of some leads: 64 that have the same head, the bytes before the last one, by one look-up.</summary>
    /// <returns>The leads of the long s, which is rare.</returns>
    [SkipLocalsInit]
    private static ulong AddByHeads(ref PieceBlock block, ulong leads)
    {
        byte* bytes = block.Bytes;
        byte* classes = stackalloc byte[BlockLength];
        ulong undecided = 0;
        while (leads != 0)
        {
            byte* head = bytes + BitOperations.TrailingZeroCount(leads);
            int headLength = Utf8Sequence.LengthOf(*head) - 1;
            int row = RowOf(head);
            byte* table = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(PreTokenClass.OfRow(row)));
            ulong others = leads & (leads - 1);
            if (!IsMixedSupported && *head >= 0xF0 && (others == 0 || RowOf(bytes + BitOperations.TrailingZeroCount(others)) != row))
            {
                // Han beyond U+FFFF hardly ever have the head of another one.
                AddOne(ref block, leads & ~others, table[head[headLength] & 0x3F]);
                leads = others;
                continue;
            }

            ulong alike = leads;
            for (int index = 0; index < headLength; index++)
            {
                alike &= TOps.Equal(bytes, head[index]) >> index;
            }

            // A head that most others do not share: characters of one alphabet have one to three heads.
            if (IsMixedSupported && 4 * BitOperations.PopCount(alike) <= BitOperations.PopCount(leads))
            {
                return undecided | MixedCharacters.Add(ref block, leads);
            }

            leads &= ~alike;
            TOps.LookUp(bytes, table, classes);
            ulong last = alike << headLength;
            block.Upper |= Whole(TOps.Equal(classes, PreTokenClass.Upper) & last, headLength);
            block.Lower |= Whole(TOps.Equal(classes, PreTokenClass.Lower) & last, headLength);
            block.Uncased |= Whole(TOps.Equal(classes, PreTokenClass.Uncased) & last, headLength);
            block.Mark |= Whole(TOps.Equal(classes, PreTokenClass.Mark) & last, headLength);
            block.Number |= Whole(TOps.Equal(classes, PreTokenClass.Number) & last, headLength);
            block.Whitespace |= Whole(TOps.Equal(classes, PreTokenClass.Space) & last, headLength);
            undecided |= (TOps.Equal(classes, PreTokenClass.LongS) & last) >> headLength;
        }

        return undecided;
    }

    /// <summary>Adds a character of four bytes to its class.</summary>
    private static void AddOne(ref PieceBlock block, ulong lead, byte charClass)
    {
        ulong character = 15 * lead;
        switch (charClass)
        {
            case PreTokenClass.Other:
                break;
            case PreTokenClass.Uncased:
                block.Uncased |= character;
                break;
            case PreTokenClass.Lower:
                block.Lower |= character;
                break;
            case PreTokenClass.Upper:
                block.Upper |= character;
                break;
            case PreTokenClass.Mark:
                block.Mark |= character;
                break;
            default:
                block.Number |= character; // Beyond U+FFFF there is nothing else.
                break;
        }
    }

    /// <summary>Returns all bytes of characters, by their last bytes.</summary>
    private static ulong Whole(ulong last, int headLength)
    {
        ulong all = last | (last >> 1);
        return headLength == 1 ? all : all | (last >> 2) | (last >> headLength);
    }

    /// <summary>Returns which 64 code points a character is one of: the bits of its head.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int RowOf(byte* character) => *character < 0xF0 ? (int)(Utf8Sequence.CodePointAt(character) >> 6)
        : ((character[0] & 0x07) << 12) | ((character[1] & 0x3F) << 6) | (character[2] & 0x3F);
}
