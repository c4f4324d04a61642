using System.Globalization;
using System.Text;

namespace FastTokens.Cli;

/// <summary>Turns the inside of a JSON string into UTF-8 text.</summary>
/// <remarks>
/// <see cref="System.Text.Json.Utf8JsonReader.CopyString(Span{byte})"/> throws on a lone surrogate such as <c>\ud800</c>. To a counter
/// that is ill-formed text, which counts as U+FFFD, and no error.
/// </remarks>
internal static class JsonStringUnescaper
{
    private const int EscapeLength = 6; // \u0041

    /// <summary>Replaces the escapes and returns the new length, which is never larger.</summary>
    /// <param name="text">The text between the quotes of a string that a JSON reader has accepted.</param>
    public static int UnescapeInPlace(Span<byte> text)
    {
        int read = 0;
        int write = 0;
        while (true)
        {
            int plainLength = text[read..].IndexOf((byte)'\\');
            int plainEnd = plainLength < 0 ? text.Length : read + plainLength;
            text[read..plainEnd].CopyTo(text[write..]);
            write += plainEnd - read;
            read = plainEnd;
            if (plainLength < 0)
            {
                return write;
            }

            if (text[read + 1] == 'u')
            {
                write += ReadCharacter(text, ref read).EncodeToUtf8(text[write..]);
            }
            else
            {
                text[write++] = Unescape(text[read + 1]);
                read += 2;
            }
        }
    }

    private static Rune ReadCharacter(ReadOnlySpan<byte> text, ref int read)
    {
        char first = ReadCodeUnit(text[read..]);
        read += EscapeLength;
        if (char.IsHighSurrogate(first) && text[read..].StartsWith("\\u"u8)
            && Rune.TryCreate(first, ReadCodeUnit(text[read..]), out Rune pair))
        {
            read += EscapeLength;
            return pair;
        }

        return Rune.TryCreate(first, out Rune single) ? single : Rune.ReplacementChar;
    }

    private static char ReadCodeUnit(ReadOnlySpan<byte> escape) =>
        (char)ushort.Parse(escape[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static byte Unescape(byte escape) => escape switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => escape, // A quote, a slash, a backslash.
    };
}
