using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>What the pre-tokenizers must know of a character: its general category, and the few characters that their rules name.</summary>
internal static class PreTokenClass
{
    private const int RowLength = 64;

    /// <summary>Neither letter, mark, number nor whitespace.</summary>
    internal const int Other = 0;

    /// <summary>Lu and Lt.</summary>
    internal const int Upper = 1;

    /// <summary>Ll, but for <see cref="LongS"/>.</summary>
    internal const int Lower = 2;

    /// <summary>Lm and Lo: letters without case.</summary>
    internal const int Uncased = 3;

    /// <summary>M.</summary>
    internal const int Mark = 4;

    /// <summary>N.</summary>
    internal const int Number = 5;

    /// <summary>White_Space, but for those of the next two.</summary>
    internal const int Space = 6;

    /// <summary>CR and LF.</summary>
    internal const int Newline = 7;

    /// <summary>U+0020.</summary>
    internal const int Blank = 8;

    /// <summary>U+0027.</summary>
    internal const int Apostrophe = 9;

    /// <summary>U+002F.</summary>
    internal const int Slash = 10;

    /// <summary>U+017F, the lower-case letter that a case-insensitive "s" matches too.</summary>
    internal const int LongS = 11;

    /// <summary>Behind the last character.</summary>
    internal const int End = 15;

    /// <summary>The number of classes of characters.</summary>
    internal const int Count = 12;

    internal const uint Letters = (1 << Upper) | (1 << Lower) | (1 << Uncased) | (1 << LongS);
    internal const uint Whitespace = (1 << Space) | (1 << Newline) | (1 << Blank);
    internal const uint Symbols = (1 << Other) | (1 << Mark) | (1 << Apostrophe) | (1 << Slash);

    /// <summary>Returns the class of a code point.</summary>
    internal static int Of(int codePoint) => OfRow(codePoint >> 6)[codePoint & (RowLength - 1)];

    /// <summary>Returns the classes of 64 code points in turn, those whose UTF-8 differs in the last byte only.</summary>
    /// <param name="row">The first one, divided by 64.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ReadOnlySpan<byte> OfRow(int row)
    {
        const int BmpRows = 0x10000 / RowLength;
        if (row < BmpRows)
        {
            return PreTokenClassTable.Bmp.Slice(row * RowLength, RowLength);
        }

        int page = PreTokenClassTable.SupplementaryPages[(row - BmpRows) >> 2];
        return PreTokenClassTable.SupplementaryClasses.Slice((page << 8) + ((row & 3) * RowLength), RowLength);
    }
}
