namespace FastTokens;

/// <summary>What the pre-tokenizers must know of a character: its general category, and the few characters that their rules name.</summary>
internal static class PreTokenClass
{
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
    internal static int Of(int codePoint)
    {
        if (codePoint < 0x10000)
        {
            return PreTokenClassTable.Bmp[codePoint];
        }

        int page = PreTokenClassTable.SupplementaryPages[(codePoint - 0x10000) >> 8];
        return PreTokenClassTable.SupplementaryClasses[(page << 8) | (codePoint & 0xFF)];
    }
}
