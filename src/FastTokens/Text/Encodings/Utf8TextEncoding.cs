using System.Buffers;
using System.Text;

namespace FastTokens;

/// <summary>UTF-8: a well-formed sequence and a maximal ill-formed part are one character each.</summary>
internal readonly struct Utf8TextEncoding : ITextEncoding<byte>
{
    // Line feed to carriage return, and the leads of U+0085, U+2028 and U+2029.
    private static readonly SearchValues<byte> LineEndLeads = SearchValues.Create(0x0A, 0x0B, 0x0C, 0x0D, 0xC2, 0xE2);

    public static void Append(ref TextScan scan, ReadOnlySpan<byte> text) => ScanDispatch.Append(ref scan, text);

    public static int FloorBoundary(ReadOnlySpan<byte> text, int index)
    {
        if (index <= 0 || index >= text.Length || !Utf8Sequence.IsContinuation(text[index]))
        {
            return index;
        }

        // The lead, if there is one, is at most three bytes back, with nothing but continuations between.
        int lead = index - 1;
        while (lead > 0 && index - lead < 3 && Utf8Sequence.IsContinuation(text[lead]))
        {
            lead--;
        }

        Rune.DecodeFromUtf8(text[lead..], out _, out int length);
        return lead + length > index ? lead : index;
    }

    /// <summary>Returns the length of a character that the end of the text cuts, 0 if there is none.</summary>
    internal static int OpenLength(ReadOnlySpan<byte> text)
    {
        for (int length = 1; length <= Math.Min(3, text.Length); length++)
        {
            if (!Utf8Sequence.IsContinuation(text[^length]))
            {
                return Rune.DecodeFromUtf8(text[^length..], out _, out _) == OperationStatus.NeedMoreData ? length : 0;
            }
        }

        return 0;
    }

    public static int Decode(ReadOnlySpan<byte> text, int index, out int length)
    {
        byte unit = text[index];
        if (unit < 0x80)
        {
            length = 1;
            return unit;
        }

        // What is no sequence decodes to U+FFFD.
        Rune.DecodeFromUtf8(text[index..], out Rune rune, out length);
        return rune.Value;
    }

    public static int LastIndexOf(ReadOnlySpan<byte> text, char character) => text.LastIndexOf((byte)character);

    public static int IndexOfPossibleLineEnd(ReadOnlySpan<byte> text) => text.IndexOfAny(LineEndLeads) is >= 0 and int index ? index : text.Length;
}
