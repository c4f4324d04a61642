using System.Globalization;
using FastTokens.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace FastTokens.Tests.Estimation;

/// <summary>As many counts as promised stay below the bounds: on the corpus beside the repository where there is one, else on the golden texts.</summary>
public class CoverageTests(ITestOutputHelper output)
{
    private static readonly double[] Confidences = [0.9, 0.95, 0.99];

    [Fact]
    public void Counts_stay_below_their_bounds_as_often_as_promised()
    {
        List<CountedText> texts = CountedText.ReadAll(EvaluationTexts.Path);
        double margin = EvaluationTexts.HasCorpus ? AccuracyBaseline.CoverageMargin : AccuracyBaseline.GoldenCoverageMargin;
        output.WriteLine($"Scored: {EvaluationTexts.Origin}, {texts.Count} texts.");

        List<string> failures = [];
        foreach (TokenProfile profile in TokenProfile.BuiltIn.Where(profile => texts[0].Counts.ContainsKey(profile.Name)))
        {
            foreach (double confidence in Confidences)
            {
                double covered = 100.0 * texts.Count(text => IsCovered(text, profile, confidence)) / texts.Count;
                double pad = 100.0 * texts.Average(text => PadOf(text, profile, confidence));
                string line = string.Create(CultureInfo.InvariantCulture, $"{profile.Name,-14} {100 * confidence,3:F0}%: covers {covered,6:F2}%, mean pad {pad,5:F1}%");
                output.WriteLine(line);
                if (covered < (100 * confidence) - margin)
                {
                    failures.Add(line);
                }
            }
        }

        Assert.True(failures.Count == 0, $"More than {margin} points below what is promised:\n{string.Join('\n', failures)}");
    }

    private static bool IsCovered(CountedText text, TokenProfile profile, double confidence)
    {
        TextFeatures features = text.Features;
        return text.Counts[profile.Name] <= profile.EstimateAtMost(in features, confidence);
    }

    private static double PadOf(CountedText text, TokenProfile profile, double confidence)
    {
        TextFeatures features = text.Features;
        return ((double)profile.EstimateAtMost(in features, confidence) / profile.Estimate(in features)) - 1;
    }
}
