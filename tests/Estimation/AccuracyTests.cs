using System.Globalization;
using System.Text;
using FastTokens.Generators;
using FastTokens.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace FastTokens.Tests.Estimation;

/// <summary>Estimates against reference counts: on the corpus beside the repository where there is one, else on the golden texts.</summary>
public class AccuracyTests(ITestOutputHelper output)
{
    // What the estimator has to reach, whatever is recorded.
    private const string MainFamily = "o200k_base";
    private const double MainMape = 5.0;
    private const double MainP95 = 14.5;
    private const double OtherMape = 6.5;
    private const double OtherP95 = 18.0;

    private const double MainHostileLimit = 25.0;
    private const double OtherHostileLimit = 35.0;

    private static readonly string Corpus = Path.GetFullPath(RepositoryFiles.PathOf("..", "shared", "corpus"));

    [Fact]
    public void Estimates_are_as_accurate_as_recorded()
    {
        bool hasCorpus = EvaluationTexts.HasCorpus;
        List<CountedText> texts = CountedText.ReadAll(EvaluationTexts.Path);
        output.WriteLine($"Scored: {EvaluationTexts.Origin}, {texts.Count} texts.");

        List<string> failures = [];
        foreach (AccuracyFigures recorded in hasCorpus ? AccuracyBaseline.Evaluation : AccuracyBaseline.GoldenTexts)
        {
            AccuracyFigures measured = AccuracyFigures.Of(recorded.Family, texts);
            string line = string.Create(
                CultureInfo.InvariantCulture,
                $"{measured.Family,-14} MAPE {measured.Mape,6:F2} (recorded {recorded.Mape:F2})   p95 {measured.P95,6:F2} (recorded {recorded.P95:F2})");
            output.WriteLine(line);
            bool isMain = recorded.Family == MainFamily;
            bool reachesGoal = !hasCorpus || (measured.Mape <= (isMain ? MainMape : OtherMape) && measured.P95 <= (isMain ? MainP95 : OtherP95));
            if (!reachesGoal || measured.Mape > recorded.Mape + AccuracyBaseline.Slack || measured.P95 > recorded.P95 + AccuracyBaseline.Slack)
            {
                failures.Add(line);
            }
        }

        Assert.True(failures.Count == 0, $"Worse than it has to be, or than AccuracyBaseline.cs says:\n{string.Join('\n', failures)}");
    }

    [Fact]
    public void Golden_texts_are_estimated_as_accurately_as_recorded()
    {
        List<CountedText> texts = CountedText.ReadAll(RepositoryFiles.PathOf("tests", "Estimation", "GoldenTexts.jsonl"));
        WriteTable(texts, [.. AccuracyBaseline.GoldenTexts.Select(static recorded => recorded.Family)]);
        foreach (AccuracyFigures recorded in AccuracyBaseline.GoldenTexts)
        {
            AccuracyFigures measured = AccuracyFigures.Of(recorded.Family, texts);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{measured.Family}: MAPE {measured.Mape:F2}, p95 {measured.P95:F2}"));
            Assert.InRange(measured.Mape, 0, recorded.Mape + AccuracyBaseline.Slack);
            Assert.InRange(measured.P95, 0, recorded.P95 + AccuracyBaseline.Slack);
        }
    }

    [Fact]
    public void Every_family_has_recorded_figures() =>
        Assert.Equal(CalibrateCommand.BuiltInFamilies, AccuracyBaseline.Evaluation.Select(static recorded => recorded.Family));

    [Fact]
    public void Hostile_texts_are_estimated_within_their_limits()
    {
        string path = Path.Combine(Corpus, "hostile.jsonl");
        if (!File.Exists(path))
        {
            output.WriteLine("Not scored: there is no corpus of hostile texts beside the repository.");
            return;
        }

        List<CountedText> texts = CountedText.ReadAll(path);
        WriteTable(texts, CalibrateCommand.BuiltInFamilies);
        List<string> failures = [.. CalibrateCommand.BuiltInFamilies.SelectMany(family => HostileFailures(family, texts))];
        Assert.True(failures.Count == 0, $"Hostile texts, errors in percent:\n{string.Join('\n', failures)}");
    }

    private static IEnumerable<string> HostileFailures(string family, List<CountedText> texts)
    {
        double limit = family == MainFamily ? MainHostileLimit : OtherHostileLimit;
        IReadOnlyDictionary<string, double> exceptions = AccuracyBaseline.HostileExceptions[family];
        foreach (CountedText text in texts)
        {
            double error = text.ErrorOf(family);
            bool isWithin = text.Loose ? error is >= -50 and <= 100 : Math.Abs(error) <= limit;
            bool isException = exceptions.TryGetValue(text.Id, out double allowed);
            if (isException ? isWithin || Math.Abs(error) > Math.Abs(allowed) + AccuracyBaseline.Slack : !isWithin)
            {
                string reason = !isException ? "outside the limit" : isWithin ? "within the limit, and to be taken off the list" : "worse than the list says";
                yield return string.Create(CultureInfo.InvariantCulture, $"{family}: [\"{text.Id}\"] = {error:F1},   {reason}");
            }
        }

        foreach (string id in exceptions.Keys.Except(texts.Select(static text => text.Id)))
        {
            yield return $"{family}: {id}: no such text";
        }
    }

    private void WriteTable(List<CountedText> texts, IReadOnlyList<string> families)
    {
        StringBuilder header = new($"{"error in percent",-20}");
        foreach (string family in families)
        {
            header.Append(CultureInfo.InvariantCulture, $"{family,15}");
        }

        output.WriteLine(header.ToString());
        foreach (CountedText text in texts)
        {
            StringBuilder row = new($"{text.Id + (text.Loose ? " *" : ""),-20}");
            foreach (string family in families)
            {
                row.Append(CultureInfo.InvariantCulture, $"{text.ErrorOf(family),15:+0.0;-0.0;0.0}");
            }

            output.WriteLine(row.ToString());
        }
    }
}
