using System.Buffers;

namespace FastTokens;

/// <summary>UTF-16: only a surrogate pair is longer than a unit.</summary>
internal readonly struct Utf16TextEncoding : ITextEncoding<char>
{
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\n\v\f\r\u0085\u2028\u2029");

    public static void Append(ref TextScan scan, ReadOnlySpan<char> text) => ScanDispatch.Append(ref scan, text);

    public static int FloorBoundary(ReadOnlySpan<char> text, int index) =>
        index > 0 && index < text.Length && char.IsLowSurrogate(text[index]) && char.IsHighSurrogate(text[index - 1]) ? index - 1 : index;

    public static int Decode(ReadOnlySpan<char> text, int index, out int length)
    {
        char unit = text[index];
        length = 1;
        if (!char.IsSurrogate(unit))
        {
            return unit;
        }

        if (char.IsHighSurrogate(unit) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
        {
            length = 2;
            return char.ConvertToUtf32(unit, text[index + 1]);
        }

        return CharacterClasses.Replacement;
    }

    public static int LastIndexOf(ReadOnlySpan<char> text, char character) => text.LastIndexOf(character);

    public static int IndexOfPossibleLineEnd(ReadOnlySpan<char> text) => text.IndexOfAny(LineEnds) is >= 0 and int index ? index : text.Length;
}
