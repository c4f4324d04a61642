using System.Text;

namespace FastTokens;

/// <summary>Finds places where every pre-tokenizer begins a piece, so that the parts on both sides count as they do together.</summary>
/// <remarks>
/// After a letter or a number, before anything but letters, numbers, marks and the apostrophe: runs of letters and of numbers end there by all
/// grammars, and no grammar looks back.
/// </remarks>
internal static class CertainBoundary
{
    private const uint Before = PreTokenClass.Letters | (1 << PreTokenClass.Number);
    private const uint After = PreTokenClass.Whitespace | (1 << PreTokenClass.Other) | (1 << PreTokenClass.Slash);

    /// <summary>Returns the first certain boundary from a place on, before another one; where there is none, the first character boundary from the place on.</summary>
    internal static int FirstFrom(ReadOnlySpan<byte> utf8Text, int start, int end)
    {
        while (start < utf8Text.Length && Utf8Sequence.IsContinuation(utf8Text[start]))
        {
            start++;
        }

        _ = Rune.DecodeLastFromUtf8(utf8Text[..start], out Rune last, out _);
        bool isBefore = start > 0 && IsOf(Before, last.Value);
        int place = start;
        while (place < end)
        {
            Rune.DecodeFromUtf8(utf8Text[place..], out Rune rune, out int length);
            if (isBefore && IsOf(After, rune.Value))
            {
                return place;
            }

            isBefore = IsOf(Before, rune.Value);
            place += length;
        }

        return start;
    }

    private static bool IsOf(uint classes, int codePoint) => (classes >> PreTokenClass.Of(codePoint) & 1) != 0;
}
