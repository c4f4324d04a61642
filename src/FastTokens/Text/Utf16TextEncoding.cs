namespace FastTokens;

/// <summary>UTF-16: only a surrogate pair is longer than a unit.</summary>
internal readonly struct Utf16TextEncoding : ITextEncoding<char>
{
    public static void Append(ref TextScan scan, ReadOnlySpan<char> text) => ScanDispatch.Append(ref scan, text);

    public static int FloorBoundary(ReadOnlySpan<char> text, int index) =>
        index > 0 && index < text.Length && char.IsLowSurrogate(text[index]) && char.IsHighSurrogate(text[index - 1]) ? index - 1 : index;
}
