using System.Text;

namespace FastTokens.Tests.Truncation;

/// <summary>A counter that counts whole strings; nobody optimises it. UTF-8 counts as its repaired UTF-16 form.</summary>
internal abstract class NaiveTokenCounter : ITokenCounter
{
    public int CountTokens(ReadOnlySpan<char> text) => Count(text.ToString());

    public int CountTokens(ReadOnlySpan<byte> utf8Text) => Count(Encoding.UTF8.GetString(utf8Text));

    public int CountTokens(ReadOnlySpan<char> first, ReadOnlySpan<char> second, ReadOnlySpan<char> third) => Count(string.Concat(first, second, third));

    public int CountTokens(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third) => CountTokens([.. first, .. second, .. third]);

    public bool Fits(ReadOnlySpan<char> text, int maxTokenCount) => CountTokens(text) <= maxTokenCount;

    public bool Fits(ReadOnlySpan<byte> utf8Text, int maxTokenCount) => CountTokens(utf8Text) <= maxTokenCount;

    public int GetIndexByTokenCount(ReadOnlySpan<char> text, int maxTokenCount, out int tokenCount)
    {
        string whole = text.ToString();
        int index = PrefixEnd(whole, Boundaries(whole), maxTokenCount);
        tokenCount = Count(whole[..index]);
        return index;
    }

    public int GetIndexByTokenCount(ReadOnlySpan<byte> utf8Text, int maxTokenCount, out int tokenCount)
    {
        string whole = Encoding.UTF8.GetString(utf8Text);
        int index = GetIndexByTokenCount(whole, maxTokenCount, out tokenCount);
        return ToUtf8Index(utf8Text, whole, index);
    }

    public int GetIndexByTokenCountFromEnd(ReadOnlySpan<char> text, int maxTokenCount, out int tokenCount)
    {
        string whole = text.ToString();
        int index = SuffixStart(whole, Boundaries(whole), maxTokenCount);
        tokenCount = Count(whole[index..]);
        return index;
    }

    public int GetIndexByTokenCountFromEnd(ReadOnlySpan<byte> utf8Text, int maxTokenCount, out int tokenCount)
    {
        string whole = Encoding.UTF8.GetString(utf8Text);
        int index = GetIndexByTokenCountFromEnd(whole, maxTokenCount, out tokenCount);
        return ToUtf8Index(utf8Text, whole, index);
    }

    protected abstract int Count(string text);

    /// <summary>Returns one of the boundaries: the end of a prefix that fits.</summary>
    protected abstract int PrefixEnd(string text, IReadOnlyList<int> boundaries, int maxTokenCount);

    /// <summary>Returns one of the boundaries: the start of a suffix that fits.</summary>
    protected abstract int SuffixStart(string text, IReadOnlyList<int> boundaries, int maxTokenCount);

    private static List<int> Boundaries(string text)
    {
        List<int> boundaries = [0];
        while (boundaries[^1] < text.Length)
        {
            Rune.DecodeFromUtf16(text.AsSpan(boundaries[^1]), out _, out int length);
            boundaries.Add(boundaries[^1] + length);
        }

        return boundaries;
    }

    private static int ToUtf8Index(ReadOnlySpan<byte> utf8Text, string text, int index)
    {
        int place = 0;
        for (int utf16Place = 0; utf16Place < index;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(utf16Place), out _, out int length);
            Rune.DecodeFromUtf8(utf8Text[place..], out _, out int utf8Length);
            utf16Place += length;
            place += utf8Length;
        }

        return place;
    }
}
