using System.Globalization;
using FastTokens.Generators;
using FastTokens.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace FastTokens.Tests.Estimation;

/// <summary>Sampled counts of long texts against exact ones: texts of one category joined where the corpus is, else the repository's own files.</summary>
public class SampledAccuracyTests(ITestOutputHelper output)
{
    // What sampled counts have to reach, whatever is recorded.
    private const double GoalMape = 1.2;
    private const double GoalP95 = 3.5;
    private const double GoalCovered = 93;

    public static TheoryData<string> Encodings => [.. AccuracyBaseline.Sampled.Select(static figures => figures.Encoding)];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Sampled_counts_are_as_accurate_as_recorded(string encoding)
    {
        bool hasCorpus = EvaluationTexts.HasCorpus;
        List<byte[]> texts = hasCorpus ? SampledScore.Join(CorpusFile.Load(EvaluationTexts.Path).Documents) : [.. SampledScore.Join(SampledTokenMeterTests.RepositoryText().Split('\n'))];
        SampledScore score = SampledScore.Of(BpeTokenizer.FromName(encoding), texts);
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{encoding}, {score.Count} texts of {(hasCorpus ? "the evaluation corpus" : "the repository, for want of a corpus")}: MAPE {score.Error.Mape:F2}, p95 {score.Error.P95:F2}, {score.CoveredPercent:F1}% inside the error bar");
        output.WriteLine(line);
        Assert.True(score.Error.Mape <= GoalMape && score.Error.P95 <= GoalP95 && (score.CoveredPercent >= GoalCovered || !hasCorpus), line);
        if (hasCorpus)
        {
            SampledFigures recorded = AccuracyBaseline.Sampled.Single(figures => figures.Encoding == encoding);
            Assert.True(
                score.Error.Mape <= recorded.Mape + AccuracyBaseline.Slack && score.Error.P95 <= recorded.P95 + AccuracyBaseline.SampledP95Slack,
                $"{line}: worse than AccuracyBaseline.cs says.");
        }
    }
}
