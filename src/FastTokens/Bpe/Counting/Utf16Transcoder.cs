using System.Text;
using System.Text.Unicode;

namespace FastTokens;

/// <summary>UTF-16 to UTF-8: a lone surrogate becomes U+FFFD.</summary>
internal readonly struct Utf16Transcoder : IUtf8Transcoder<char>
{
    public static int Transcode(ReadOnlySpan<char> text, Span<byte> utf8, out int written)
    {
        int read = Utf16Blocks.Transcode(text, utf8, out written);
        _ = Utf8.FromUtf16(text[read..], utf8[written..], out int units, out int bytes, replaceInvalidSequences: true, isFinalBlock: true);
        written += bytes;
        return read + units;
    }

    // What replaces a lone surrogate is one unit too.
    public static int SourceLength(ReadOnlySpan<char> text, ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetCharCount(utf8);

    public static int FloorBoundary(ReadOnlySpan<char> text, int index) => Utf16TextEncoding.FloorBoundary(text, index);

    public static int IndexOfSpecial(SpecialTokenSet set, ReadOnlySpan<char> text, out int length, out int id) => set.IndexIn(text, out length, out id);
}
