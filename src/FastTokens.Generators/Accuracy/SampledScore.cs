using System.Text;

namespace FastTokens.Generators;

/// <summary>How far sampled counts of long texts are from exact ones.</summary>
/// <param name="Count">The number of texts.</param>
/// <param name="Error">The errors in percent.</param>
/// <param name="CoveredPercent">The share of texts whose exact count lies inside the 95% error bar.</param>
internal readonly record struct SampledScore(int Count, EstimateError Error, double CoveredPercent)
{
    /// <summary>The shortest text, in UTF-8 bytes.</summary>
    public const int TextLength = 64 << 10;

    /// <summary>Scores texts with an encoding.</summary>
    public static SampledScore Of(BpeTokenizer tokenizer, IReadOnlyList<byte[]> texts)
    {
        SampledTokenMeter meter = new(tokenizer);
        double[] errors = new double[texts.Count];
        int covered = 0;
        for (int index = 0; index < errors.Length; index++)
        {
            meter.Reset();
            meter.Append(texts[index]);
            SampledEstimate sampled = meter.Complete();
            long exact = tokenizer.CountTokens(texts[index]);
            errors[index] = (double)Math.Abs(sampled.TokenCount - exact) / exact;
            covered += exact >= sampled.Low95 && exact <= sampled.High95 ? 1 : 0;
        }

        return new SampledScore(errors.Length, EstimateError.Of(errors), 100.0 * covered / errors.Length);
    }

    /// <summary>Joins the texts of each category in their order, each time until there are 64 KB; what is left over is left out.</summary>
    public static List<byte[]> Join(IEnumerable<CorpusDocument> documents) =>
        [.. documents.GroupBy(document => document.Category).SelectMany(category => Join(category.Select(document => document.Text + "\n")))];

    /// <summary>Joins texts, each time until there are 64 KB.</summary>
    public static IEnumerable<byte[]> Join(IEnumerable<string> texts)
    {
        List<byte> joined = [];
        foreach (string text in texts)
        {
            joined.AddRange(Encoding.UTF8.GetBytes(text + "\n"));
            if (joined.Count >= TextLength)
            {
                yield return [.. joined];
                joined.Clear();
            }
        }
    }
}
