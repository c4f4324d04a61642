using System.Text.Json;

namespace FastTokens.Tests.Estimation;

/// <summary>A text with the reference counts of its tokens, a line of a JSON Lines file.</summary>
/// <param name="Id">The name of the text.</param>
/// <param name="Loose">Whether only the order of magnitude is asked for.</param>
/// <param name="Features">What the scan counts in it.</param>
/// <param name="Counts">The reference counts by the names of the families.</param>
internal sealed record CountedText(string Id, bool Loose, TextFeatures Features, IReadOnlyDictionary<string, int> Counts)
{
    internal static List<CountedText> ReadAll(string path)
    {
        List<CountedText> texts = [];
        foreach (string line in File.ReadLines(path))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement row = document.RootElement;
            texts.Add(new CountedText(
                row.GetProperty("id").GetString()!,
                row.TryGetProperty("loose", out JsonElement loose) && loose.GetBoolean(),
                TextScanner.Scan(row.GetProperty("text").GetString()),
                row.GetProperty("counts").EnumerateObject().ToDictionary(static count => count.Name, static count => count.Value.GetInt32())));
        }

        return texts;
    }

    /// <summary>Returns the signed error of a family's estimate, in percent of the reference count.</summary>
    internal double ErrorOf(string family)
    {
        TextFeatures features = Features;
        return 100.0 * (TokenProfile.FromName(family).Estimate(in features) - Counts[family]) / Counts[family];
    }
}
