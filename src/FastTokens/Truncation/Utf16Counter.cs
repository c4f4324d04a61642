using System.Diagnostics;

namespace FastTokens;

/// <inheritdoc/>
internal readonly struct Utf16Counter(ITokenCounter counter) : IUnitCounter<char>
{
    public int Count(ReadOnlySpan<char> text) => counter.CountTokens(text);

    public int Count(ReadOnlySpan<char> first, ReadOnlySpan<char> second, ReadOnlySpan<char> third) => counter.CountTokens(first, second, third);

    public bool Fits(ReadOnlySpan<char> text, int maxTokenCount) => counter.Fits(text, maxTokenCount);

    public int PrefixEnd(ReadOnlySpan<char> text, int maxTokenCount) => counter.GetIndexByTokenCount(text, maxTokenCount, out _);

    public int SuffixStart(ReadOnlySpan<char> text, int maxTokenCount) => counter.GetIndexByTokenCountFromEnd(text, maxTokenCount, out _);

    public static int CountWith(ITokenCounter counter, ReadOnlySpan<char> text) => counter.CountTokens(text);

    public static long CountCharacters(ReadOnlySpan<char> text) => TextScanner.Scan(text).ScalarCount;

    public static int Write(MarkerTemplate marker, OmittedAmounts omitted, Span<char> destination)
    {
        bool isWritten = marker.TryWrite(destination, omitted, out int length);
        Debug.Assert(isWritten, "The room is that of the longest marker.");
        return length;
    }
}
