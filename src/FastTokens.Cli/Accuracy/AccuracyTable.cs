using System.Globalization;
using System.Text;

namespace FastTokens.Cli;

/// <summary>
/// The errors of one profile: a line for each category (bias is the mean signed error, MAPE the mean absolute one, p95 its 95th percentile), the worst texts,
/// and a summary, in which "over" is the mean of the categories' MAPE, so that a large category does not drown the rest.
/// </summary>
internal static class AccuracyTable
{
    /// <summary>Formats table and summary.</summary>
    public static string Format(string family, IReadOnlyList<ScoredText> texts, int worst)
    {
        StringBuilder table = new();
        table.Append(CultureInfo.InvariantCulture, $"{"category",-16}{"docs",5}{"bias%",8}{"MAPE%",8}{"p95%",8}\n");
        foreach (IGrouping<string, ScoredText> category in texts.GroupBy(text => text.Category).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            double[] absolute = Absolute(category);
            table.Append(
                CultureInfo.InvariantCulture,
                $"{category.Key,-16}{absolute.Length,5}{100 * category.Average(text => text.Error),8:F1}{100 * absolute.Average(),8:F1}{100 * Quantile(absolute, 0.95),8:F1}\n");
        }

        foreach (ScoredText text in texts.OrderByDescending(text => Math.Abs(text.Error)).Take(worst))
        {
            table.Append(CultureInfo.InvariantCulture, $"worst {text.Id} {text.Category} {100 * text.Error:+0;-0;+0}%\n");
        }

        return table.Append(Summary(family, texts)).ToString();
    }

    /// <summary>Formats the summary alone, a line.</summary>
    public static string Summary(string family, IReadOnlyList<ScoredText> texts)
    {
        double[] absolute = Absolute(texts);
        double over = texts.GroupBy(text => text.Category).Average(category => category.Average(text => Math.Abs(text.Error)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{family}: docs {absolute.Length} exact {absolute.Count(error => error == 0)} MAPE {100 * absolute.Average():F2}% over {100 * over:F2}% "
            + $"p50 {100 * Quantile(absolute, 0.5):F2}% p95 {100 * Quantile(absolute, 0.95):F2}% max {100 * absolute[^1]:F0}%\n");
    }

    private static double[] Absolute(IEnumerable<ScoredText> texts) => [.. texts.Select(text => Math.Abs(text.Error)).Order()];

    private static double Quantile(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
}
