using System.Diagnostics;

namespace FastTokens;

/// <inheritdoc/>
internal readonly struct Utf8Counter(ITokenCounter counter) : IUnitCounter<byte>
{
    public int Count(ReadOnlySpan<byte> text) => counter.CountTokens(text);

    public int Count(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third) => counter.CountTokens(first, second, third);

    public bool Fits(ReadOnlySpan<byte> text, int maxTokenCount) => counter.Fits(text, maxTokenCount);

    public int PrefixEnd(ReadOnlySpan<byte> text, int maxTokenCount) => counter.GetIndexByTokenCount(text, maxTokenCount, out _);

    public int SuffixStart(ReadOnlySpan<byte> text, int maxTokenCount) => counter.GetIndexByTokenCountFromEnd(text, maxTokenCount, out _);

    public static int CountWith(ITokenCounter counter, ReadOnlySpan<byte> text) => counter.CountTokens(text);

    public static long CountCharacters(ReadOnlySpan<byte> text) => TextScanner.Scan(text).ScalarCount;

    public static int Write(MarkerTemplate marker, OmittedAmounts omitted, Span<byte> destination)
    {
        bool isWritten = marker.TryWrite(destination, omitted, out int length);
        Debug.Assert(isWritten, "The room is that of the longest marker.");
        return length;
    }
}
