using System.Text;

namespace FastTokens.Generators;

/// <summary>Counts features of a text: its characters, by the length of their UTF-8 form.</summary>
internal static class FeatureReader
{
    public static int Count => 4;

    public static string NameOf(int index) => $"Utf8Length{index + 1}";

    public static long[] Read(string text)
    {
        long[] counts = new long[Count];
        foreach (Rune rune in text.EnumerateRunes())
        {
            counts[rune.Utf8SequenceLength - 1]++;
        }

        return counts;
    }
}
