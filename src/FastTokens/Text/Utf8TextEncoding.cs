using System.Text;

namespace FastTokens;

/// <summary>UTF-8: a well-formed sequence and a maximal ill-formed part are one character each.</summary>
internal readonly struct Utf8TextEncoding : ITextEncoding<byte>
{
    public static void Append(ref TextScan scan, ReadOnlySpan<byte> text) => ScanDispatch.Append(ref scan, text);

    public static int FloorBoundary(ReadOnlySpan<byte> text, int index)
    {
        if (index <= 0 || index >= text.Length || !IsContinuation(text[index]))
        {
            return index;
        }

        // The lead, if there is one, is at most three bytes back, with nothing but continuations between.
        int lead = index - 1;
        while (lead > 0 && index - lead < 3 && IsContinuation(text[lead]))
        {
            lead--;
        }

        Rune.DecodeFromUtf8(text[lead..], out _, out int length);
        return lead + length > index ? lead : index;
    }

    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;
}
