using System.Globalization;
using System.Text;

namespace FastTokens.Generators;

/// <summary>The tables of docs/accuracy.md: the errors of each family by category, how often bounds hold, and sampled counts.</summary>
internal static class AccuracyReport
{
    /// <summary>Where the tables begin and end in the document.</summary>
    public const string Begin = "<!-- tables: begin, written by `accuracy CORPUS.jsonl` of the generator -->\n";

    public const string End = "<!-- tables: end -->\n";

    private static readonly string[] Encodings = ["o200k_base", "cl100k_base", "claude_legacy"];

    private static readonly double[] Confidences = [0.9, 0.95, 0.99];

    /// <summary>Formats the tables in Markdown.</summary>
    public static string Format(CorpusFile corpus)
    {
        IReadOnlyList<string> families = CalibrateCommand.BuiltInFamilies;
        TextFeatures[] features = [.. corpus.Documents.Select(document => TextScanner.Scan(document.Text))];
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"Mean absolute error / 95th percentile in percent, of {corpus.Documents.Count:#,0} texts.\n\n");
        AppendHeader(text, ["category", "texts", .. families]);
        foreach (IGrouping<string, int> category in Enumerable.Range(0, features.Length).GroupBy(index => corpus.Documents[index].Category).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            AppendRow(text, [category.Key, $"{category.Count()}", .. families.Select(family => Cell(corpus, [.. category], row => TokenProfile.FromName(family).Estimate(in features[row]), family))]);
        }

        int[] all = [.. Enumerable.Range(0, features.Length)];
        AppendRow(text, ["**all**", $"{all.Length}", .. families.Select(family => $"**{Cell(corpus, all, row => TokenProfile.FromName(family).Estimate(in features[row]), family)}**")]);
        AppendRow(text, ["`length / 4`", $"{all.Length}", .. families.Select(family => Cell(corpus, all, row => corpus.Documents[row].Text.Length / 4, family))]);
        AppendRow(text, ["bytes / 4", $"{all.Length}", .. families.Select(family => Cell(corpus, all, row => features[row].Utf8ByteCount / 4, family))]);
        AppendBounds(text, corpus, features, families);
        AppendSampled(text, corpus);
        return text.ToString();
    }

    private static string Cell(CorpusFile corpus, int[] rows, Func<int, long> estimate, string family)
    {
        EstimateError error = EstimateError.Of([.. rows.Select(row => ErrorOf(estimate(row), corpus.Documents[row].Counts[family]))]);
        return string.Create(CultureInfo.InvariantCulture, $"{error.Mape:F1} / {error.P95:F1}");
    }

    private static void AppendBounds(StringBuilder text, CorpusFile corpus, TextFeatures[] features, IReadOnlyList<string> families)
    {
        text.Append("\nShare of counts at or below `EstimateAtMost` in percent, and how far it lies above the estimate on average.\n\n");
        AppendHeader(text, ["confidence", .. families]);
        foreach (double confidence in Confidences)
        {
            AppendRow(text, [string.Create(CultureInfo.InvariantCulture, $"{confidence}"), .. families.Select(family =>
            {
                TokenProfile profile = TokenProfile.FromName(family);
                double covered = 100.0 * features.Where((text, row) => corpus.Documents[row].Counts[family] <= profile.EstimateAtMost(in text, confidence)).Count() / features.Length;
                double pad = 100 * features.Average(text => ((double)profile.EstimateAtMost(in text, confidence) / profile.Estimate(in text)) - 1);
                return string.Create(CultureInfo.InvariantCulture, $"{covered:F1}, +{pad:F0}%");
            })]);
        }
    }

    private static void AppendSampled(StringBuilder text, CorpusFile corpus)
    {
        List<byte[]> texts = SampledScore.Join(corpus.Documents);
        text.Append(CultureInfo.InvariantCulture, $"\nSampled counts of {texts.Count} texts of 64 KB, joined from texts of one category, beside rough ones of the same.\n\n");
        AppendHeader(text, ["encoding", "sampled", "inside the 95% bar", "rough", "`length / 4`", "bytes / 4"]);
        foreach (string encoding in Encodings)
        {
            BpeTokenizer tokenizer = BpeTokenizer.FromName(encoding);
            SampledScore score = SampledScore.Of(tokenizer, texts);
            AppendRow(text,
            [
                encoding,
                string.Create(CultureInfo.InvariantCulture, $"{score.Error.Mape:F2} / {score.Error.P95:F2}"),
                string.Create(CultureInfo.InvariantCulture, $"{score.CoveredPercent:F0}%"),
                .. JoinedErrors(tokenizer, texts).Select(error => string.Create(CultureInfo.InvariantCulture, $"{error.Mape:F2} / {error.P95:F2}")),
            ]);
        }
    }

    /// <summary>Returns the errors of the rough count, of <c>length / 4</c> and of bytes / 4.</summary>
    public static EstimateError[] JoinedErrors(BpeTokenizer tokenizer, IReadOnlyList<byte[]> texts)
    {
        TokenEstimator estimator = new(TokenProfile.FromName(tokenizer.Name));
        int[] counts = [.. texts.Select(text => tokenizer.CountTokens(text))];
        return
        [
            EstimateError.Of([.. texts.Select((text, index) => ErrorOf(estimator.CountTokens(text), counts[index]))]),
            EstimateError.Of([.. texts.Select((text, index) => ErrorOf(Encoding.UTF8.GetCharCount(text) / 4, counts[index]))]),
            EstimateError.Of([.. texts.Select((text, index) => ErrorOf(text.Length / 4, counts[index]))]),
        ];
    }

    private static double ErrorOf(long estimate, long count) => (double)Math.Abs(estimate - count) / count;

    private static void AppendHeader(StringBuilder text, string[] cells)
    {
        AppendRow(text, cells);
        AppendRow(text, [.. cells.Select((_, column) => column == 0 ? "---" : "---:")]);
    }

    private static void AppendRow(StringBuilder text, string[] cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
