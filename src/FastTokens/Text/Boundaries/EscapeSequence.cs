namespace FastTokens;

/// <summary>Escape sequences of terminals (ECMA-48, in their seven-bit forms): colours, cursor movements, links, titles.</summary>
internal static class EscapeSequence<TEncoding, TUnit>
    where TEncoding : struct, ITextEncoding<TUnit>
    where TUnit : unmanaged
{
    /// <summary>The longest sequence that is kept whole, in UTF-8 bytes; a longer one is ordinary text.</summary>
    internal const int MaximumLength = 256;

    internal const char Escape = '\u001B';

    private const char Bell = '\u0007';

    /// <summary>Returns the end of the sequence that begins with the escape character at an index, or -1 where none does.</summary>
    internal static int EndOf(ReadOnlySpan<TUnit> text, int escape)
    {
        int index = escape + 1;
        int scalar = At(text, index);
        return scalar switch
        {
            '[' => EndOfControlSequence(text, index + 1, escape),
            ']' or 'P' or 'X' or '^' or '_' => EndOfString(text, index + 1),
            >= ' ' and <= '/' => EndOfIntermediates(text, index, escape, finals: '0'),
            >= '0' and <= '~' => index + 1,
            _ => -1,
        };
    }

    /// <summary>Returns the first escape character whose sequence begins before a place and ends after it, or -1.</summary>
    internal static int StartAround(ReadOnlySpan<TUnit> text, int index)
    {
        // No unit stands for less than a byte of UTF-8.
        int from = Math.Max(0, index - MaximumLength);
        int start = -1;
        ReadOnlySpan<TUnit> rest = text[from..index];
        for (int place = TEncoding.LastIndexOf(rest, Escape); place >= 0; place = TEncoding.LastIndexOf(rest[..place], Escape))
        {
            start = EndOf(text, from + place) > index ? from + place : start;
        }

        return start;
    }

    // CSI: parameters, intermediates, a final character.
    private static int EndOfControlSequence(ReadOnlySpan<TUnit> text, int index, int escape)
    {
        while (At(text, index) is >= '0' and <= '?' && index - escape < MaximumLength)
        {
            index++;
        }

        return EndOfIntermediates(text, index, escape, finals: '@');
    }

    private static int EndOfIntermediates(ReadOnlySpan<TUnit> text, int index, int escape, char finals)
    {
        while (At(text, index) is >= ' ' and <= '/' && index - escape < MaximumLength)
        {
            index++;
        }

        int final = At(text, index);
        return final >= finals && final <= '~' && index - escape < MaximumLength ? index + 1 : -1;
    }

    // OSC, DCS and their like: any text up to a bell or a string terminator.
    private static int EndOfString(ReadOnlySpan<TUnit> text, int index)
    {
        int bytes = 2;
        while (index < text.Length)
        {
            int scalar = TEncoding.Decode(text, index, out int length);
            index += length;
            bytes += Utf8Length(scalar);
            if (bytes > MaximumLength)
            {
                return -1;
            }

            switch (scalar)
            {
                case Bell:
                    return index;
                case Escape:
                    return At(text, index) == '\\' && bytes < MaximumLength ? index + 1 : -1;
                case < ' ':
                    return -1;
            }
        }

        return -1;
    }

    private static int At(ReadOnlySpan<TUnit> text, int index) => index < text.Length ? TEncoding.Decode(text, index, out _) : -1;

    private static int Utf8Length(int scalar) => scalar switch
    {
        < 0x80 => 1,
        < 0x800 => 2,
        < 0x10000 => 3,
        _ => 4,
    };
}
