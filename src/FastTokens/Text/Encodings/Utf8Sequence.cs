using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>Decodes UTF-8 that is known to be well-formed.</summary>
internal static class Utf8Sequence
{
    /// <summary>Returns the code point at an index, which begins a character, and the index behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Decode(ReadOnlySpan<byte> text, int index, out int next)
    {
        int lead = text[index];
        int length = LengthOf(lead);
        next = index + length;
        return length switch
        {
            1 => lead,
            2 => ((lead & 0x1F) << 6) | (text[index + 1] & 0x3F),
            3 => ((lead & 0x0F) << 12) | ((text[index + 1] & 0x3F) << 6) | (text[index + 2] & 0x3F),
            _ => ((lead & 0x07) << 18) | ((text[index + 1] & 0x3F) << 12) | ((text[index + 2] & 0x3F) << 6) | (text[index + 3] & 0x3F),
        };
    }

    /// <summary>Returns the number of bytes of a character, by its first one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int LengthOf(int lead) => lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;

    /// <summary>Returns whether a byte continues a character.</summary>
    internal static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;

    /// <summary>Returns the code point of a well-formed character of two or three bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe uint CodePointAt(byte* character) => *character < 0xE0
        ? ((*character & 0x1Fu) << 6) | (character[1] & 0x3Fu)
        : ((*character & 0x0Fu) << 12) | ((character[1] & 0x3Fu) << 6) | (character[2] & 0x3Fu);
}
