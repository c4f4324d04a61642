namespace FastTokens.Generators;

/// <summary>Reads the features of a text with the library's scan.</summary>
internal static class FeatureReader
{
    public static int Count => TextFeatures.Count;

    public static string NameOf(int index) => TextFeatures.NameOf(index);

    public static long[] Read(string text)
    {
        TextFeatures features = TextScanner.Scan(text);
        return [.. Enumerable.Range(0, Count).Select(index => features[index])];
    }
}
