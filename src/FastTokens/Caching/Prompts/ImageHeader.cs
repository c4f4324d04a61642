namespace FastTokens.Caching;

/// <summary>The dimensions of an image from its first bytes: PNG, JPEG, GIF, WebP. Reads Base64 in place, byte by byte, and no more of it than it needs.</summary>
internal static class ImageHeader
{
    private const int MaximumEdge = 1 << 20;

    /// <summary>Finds the data of an image in its source as JSON, and the dimensions in it.</summary>
    /// <param name="source">The source: <c>{"type":"base64",…,"data":"…"}</c>, <c>{"url":"data:image/png;base64,…"}</c> or that URL as a string.</param>
    /// <param name="width">The width in pixels, if the result is <see langword="true"/>.</param>
    /// <param name="height">The height in pixels, if the result is <see langword="true"/>.</param>
    /// <returns>Whether there are data, and a header that could be read; not for the address of an image elsewhere.</returns>
    public static bool TryFindInSource(ReadOnlySpan<byte> source, out int width, out int height)
    {
        ReadOnlySpan<byte> member = "\"data\":\""u8;
        ReadOnlySpan<byte> url = ";base64,"u8;
        int start = source.IndexOf(url);
        int length = url.Length;
        if (start < 0)
        {
            start = source.IndexOf(member);
            length = member.Length;
        }

        if (start < 0)
        {
            (width, height) = (0, 0);
            return false;
        }

        ReadOnlySpan<byte> data = source[(start + length)..];
        int end = data.IndexOf((byte)'"');
        return TryRead(new Base64Bytes(end < 0 ? data : data[..end]), out width, out height);
    }

    private static bool TryRead(Base64Bytes data, out int width, out int height)
    {
        (width, height) = (0, 0);
        bool isRead = data.StartsWith(0, [0x89, (byte)'P', (byte)'N', (byte)'G']) ? TryReadPng(data, out width, out height)
            : data.StartsWith(0, [0xFF, 0xD8]) ? TryReadJpeg(data, out width, out height)
            : data.StartsWith(0, "GIF8"u8) ? TryReadGif(data, out width, out height)
            : data.StartsWith(0, "RIFF"u8) && data.StartsWith(8, "WEBP"u8) && TryReadWebP(data, out width, out height);
        return isRead && width is > 0 and <= MaximumEdge && height is > 0 and <= MaximumEdge;
    }

    // Signature, length, "IHDR", width, height.
    private static bool TryReadPng(Base64Bytes data, out int width, out int height)
    {
        width = data.BigEndian(16, 4);
        height = data.BigEndian(20, 4);
        return data.StartsWith(12, "IHDR"u8);
    }

    private static bool TryReadGif(Base64Bytes data, out int width, out int height)
    {
        width = data.LittleEndian(6, 2);
        height = data.LittleEndian(8, 2);
        return true;
    }

    // Segments with their lengths, up to a frame header (SOF); those of Huffman tables, JPEG extensions and arithmetic coding are none.
    private static bool TryReadJpeg(Base64Bytes data, out int width, out int height)
    {
        int position = 2;
        while (data[position] == 0xFF)
        {
            int marker = data[position + 1];
            if (marker == 0xFF)
            {
                position++;
                continue;
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                height = data.BigEndian(position + 5, 2);
                width = data.BigEndian(position + 7, 2);
                return true;
            }

            bool isAlone = marker is 0x01 or (>= 0xD0 and <= 0xD7);
            int length = isAlone ? 0 : data.BigEndian(position + 2, 2);
            if (!isAlone && length < 2)
            {
                break;
            }

            position += 2 + length;
        }

        (width, height) = (0, 0);
        return false;
    }

    // Lossy: a key frame's start code and 14 bits each; lossless: 14 bits each, less one; extended: 24 bits each, less one.
    private static bool TryReadWebP(Base64Bytes data, out int width, out int height)
    {
        (width, height) = (0, 0);
        if (data.StartsWith(12, "VP8 "u8))
        {
            width = data.LittleEndian(26, 2) & 0x3FFF;
            height = data.LittleEndian(28, 2) & 0x3FFF;
            return data.StartsWith(23, [0x9D, 0x01, 0x2A]);
        }

        if (data.StartsWith(12, "VP8L"u8))
        {
            int bits = data.LittleEndian(21, 4);
            width = (bits & 0x3FFF) + 1;
            height = ((bits >> 14) & 0x3FFF) + 1;
            return data[20] == 0x2F;
        }

        width = data.LittleEndian(24, 3) + 1;
        height = data.LittleEndian(27, 3) + 1;
        return data.StartsWith(12, "VP8X"u8);
    }

    /// <summary>Base64 seen as the bytes that it stands for; -1 behind the end and where a character is none of Base64.</summary>
    private readonly ref struct Base64Bytes(ReadOnlySpan<byte> text)
    {
        private readonly ReadOnlySpan<byte> _text = text;

        public int this[int index]
        {
            get
            {
                int place = index / 3 * 4;
                if (index < 0 || place > _text.Length - 4)
                {
                    return -1;
                }

                int step = index % 3;
                int high = ValueOf(_text[place + step]);
                int low = ValueOf(_text[place + step + 1]);
                return high < 0 || low < 0 ? -1 : ((high << (2 + (2 * step))) | (low >> (4 - (2 * step)))) & 0xFF;
            }
        }

        public bool StartsWith(int index, ReadOnlySpan<byte> bytes)
        {
            for (int offset = 0; offset < bytes.Length; offset++)
            {
                if (this[index + offset] != bytes[offset])
                {
                    return false;
                }
            }

            return true;
        }

        // -1 where a byte is missing, since its bits are all set.
        public int BigEndian(int index, int count)
        {
            int value = 0;
            for (int offset = 0; offset < count; offset++)
            {
                int next = this[index + offset];
                value = next < 0 || value < 0 ? -1 : (value << 8) | next;
            }

            return value;
        }

        public int LittleEndian(int index, int count)
        {
            int value = 0;
            for (int offset = 0; offset < count; offset++)
            {
                int next = this[index + offset];
                if (next < 0)
                {
                    return -1;
                }

                value |= next << (8 * offset);
            }

            return value;
        }

        private static int ValueOf(byte character) => character switch
        {
            >= (byte)'A' and <= (byte)'Z' => character - 'A',
            >= (byte)'a' and <= (byte)'z' => character - 'a' + 26,
            >= (byte)'0' and <= (byte)'9' => character - '0' + 52,
            (byte)'+' or (byte)'-' => 62,
            (byte)'/' or (byte)'_' => 63,
            _ => -1,
        };
    }
}
