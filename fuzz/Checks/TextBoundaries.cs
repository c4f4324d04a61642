using System.Text;

namespace FastTokens.Fuzz;

/// <summary>Where characters begin, found by decoding from the start of the text: slow, and sure.</summary>
internal static class TextBoundaries
{
    /// <summary>Returns the start of every character of UTF-8 text and its end; a maximal ill-formed part is one character.</summary>
    internal static List<int> Of(ReadOnlySpan<byte> text)
    {
        List<int> boundaries = [0];
        for (int start = 0; start < text.Length;)
        {
            Rune.DecodeFromUtf8(text[start..], out _, out int length);
            start += length;
            boundaries.Add(start);
        }

        return boundaries;
    }

    /// <summary>Returns the start of every character of UTF-16 text and its end; a lone surrogate is one character.</summary>
    internal static List<int> Of(ReadOnlySpan<char> text)
    {
        List<int> boundaries = [0];
        for (int start = 0; start < text.Length;)
        {
            Rune.DecodeFromUtf16(text[start..], out _, out int length);
            start += length;
            boundaries.Add(start);
        }

        return boundaries;
    }
}
