using System.Globalization;
using System.Text;
using System.Text.Json;
using FastTokens.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace FastTokens.Tests.Estimation;

/// <summary>Sampled counts of long texts against exact ones: texts of one category joined where the corpus is, else the repository's own files.</summary>
public class SampledAccuracyTests(ITestOutputHelper output)
{
    private const int TextLength = 64 << 10;

    // What sampled counts have to reach, whatever is recorded.
    private const double GoalMape = 1.2;
    private const double GoalP95 = 3.5;
    private const double GoalCovered = 93;

    public static TheoryData<string> Encodings => ["o200k_base", "cl100k_base", "claude_legacy"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Sampled_counts_are_as_accurate_as_recorded(string encoding)
    {
        string path = Path.GetFullPath(RepositoryFiles.PathOf("..", "shared", "corpus", "eval.jsonl"));
        bool hasCorpus = File.Exists(path);
        List<byte[]> texts = hasCorpus ? [.. TextsByCategory(path).SelectMany(Join)] : [.. Join(SampledTokenMeterTests.RepositoryText().Split('\n'))];
        BpeTokenizer tokenizer = BpeTokenizer.FromName(encoding);
        SampledTokenMeter meter = new(tokenizer);
        List<double> errors = [];
        int covered = 0;
        foreach (byte[] text in texts)
        {
            meter.Reset();
            meter.Append(text);
            SampledEstimate sampled = meter.Complete();
            long exact = tokenizer.CountTokens(text);
            errors.Add(100.0 * Math.Abs(sampled.TokenCount - exact) / exact);
            covered += exact >= sampled.Low95 && exact <= sampled.High95 ? 1 : 0;
        }

        errors.Sort();
        double mape = errors.Average();
        double p95 = errors[(int)(0.95 * errors.Count)];
        double share = 100.0 * covered / errors.Count;
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{encoding}, {errors.Count} texts of {(hasCorpus ? "the evaluation corpus" : "the repository, for want of a corpus")}: MAPE {mape:F2}, p95 {p95:F2}, {share:F1}% inside the error bar");
        output.WriteLine(line);
        Assert.True(mape <= GoalMape && p95 <= GoalP95 && (share >= GoalCovered || !hasCorpus), line);
        if (hasCorpus)
        {
            SampledFigures recorded = AccuracyBaseline.Sampled.Single(figures => figures.Encoding == encoding);
            Assert.True(
                mape <= recorded.Mape + AccuracyBaseline.Slack && p95 <= recorded.P95 + AccuracyBaseline.SampledP95Slack, $"{line}: worse than AccuracyBaseline.cs says.");
        }
    }

    private static IEnumerable<string[]> TextsByCategory(string path) =>
        File.ReadLines(path).Select(static line =>
        {
            using JsonDocument row = JsonDocument.Parse(line);
            return (Category: row.RootElement.GetProperty("category").GetString(), Text: row.RootElement.GetProperty("text").GetString()!);
        }).GroupBy(static row => row.Category, static row => row.Text + "\n").Select(static category => category.ToArray());

    /// <summary>Joins texts in their order, each time until there are 64 KB.</summary>
    private static IEnumerable<byte[]> Join(string[] texts)
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
