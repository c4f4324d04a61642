using System.Text;

namespace FastTokens;

/// <summary>UTF-8 to well-formed UTF-8: each maximal subpart of an ill-formed sequence becomes U+FFFD.</summary>
internal readonly struct Utf8Transcoder : IUtf8Transcoder<byte>
{
    // Long enough that validating pays, short enough that little is read twice where text is ill-formed.
    private const int BlockLength = 256;

    public static int Transcode(ReadOnlySpan<byte> text, Span<byte> utf8, out int written)
    {
        int read = Utf8Blocks.Transcode(text, utf8, out written);
        while (read < text.Length)
        {
            ReadOnlySpan<byte> rest = text[read..];
            int block = Math.Min(Math.Min(BlockLength, rest.Length), utf8.Length - written);
            block = Utf8TextEncoding.FloorBoundary(rest, block);
            if (block > 0 && Utf8Validation.IsValid(rest[..block]))
            {
                rest[..block].CopyTo(utf8[written..]);
                read += block;
                written += block;
                continue;
            }

            // Character by character over the block, which holds something ill-formed or has no room for the next character.
            int stop = read + Math.Max(1, block);
            while (read < stop)
            {
                Rune.DecodeFromUtf8(text[read..], out Rune rune, out int length);
                if (!rune.TryEncodeToUtf8(utf8[written..], out int bytes))
                {
                    return read;
                }

                read += length;
                written += bytes;
            }
        }

        return read;
    }

    public static int SourceLength(ReadOnlySpan<byte> text, ReadOnlySpan<byte> utf8)
    {
        // What was well-formed is the same, byte for byte, up to the first difference; from there on it goes character by character.
        int read = Utf8TextEncoding.FloorBoundary(utf8, text.CommonPrefixLength(utf8));
        for (int written = read; written < utf8.Length;)
        {
            Rune.DecodeFromUtf8(text[read..], out Rune rune, out int length);
            read += length;
            written += rune.Utf8SequenceLength;
        }

        return read;
    }

    public static int FloorBoundary(ReadOnlySpan<byte> text, int index) => Utf8TextEncoding.FloorBoundary(text, index);

    public static int IndexOfSpecial(SpecialTokenSet set, ReadOnlySpan<byte> text, out int length, out int id) => set.IndexIn(text, out length, out id);
}
