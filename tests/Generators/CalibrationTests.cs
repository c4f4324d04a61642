using FastTokens.Generators;
using Xunit;

namespace FastTokens.Tests.Generators;

public class CalibrationTests
{
    private const int Features = 12;

    [Fact]
    public void Coordinate_descent_finds_the_solution()
    {
        NormalEquations equations = new(2);
        equations.Add([0, 1], [1, 1], scale: 1, target: 5, weight: 1);
        equations.Add([0], [1], scale: 1, target: 2, weight: 1);
        double[] unknowns = [0, 0];
        equations.Solve(unknowns, 1e-7);
        Assert.Equal(2, unknowns[0], 5);
        Assert.Equal(3, unknowns[1], 5);
    }

    [Fact]
    public void An_unknown_that_would_be_negative_is_zero_and_the_others_make_up_for_it()
    {
        NormalEquations equations = new(3);
        equations.Add([0, 1], [1, 1], scale: 1, target: 1, weight: 1);
        equations.Add([0], [1], scale: 1, target: 3, weight: 1);
        double[] unknowns = [0.5, 0.5, 7];
        equations.Solve(unknowns, 1e-7);
        Assert.Equal(2, unknowns[0], 5);
        Assert.Equal(0, unknowns[1]);
        Assert.Equal(7, unknowns[2]); // nothing was said of it
    }

    [Fact]
    public void Known_weights_are_recovered()
    {
        double[] truth = [0.25, 0, 1, 0.5, 2, 0, 0.125, 3, 0.75, 0.02, 0, 1.5];
        (FeatureMatrix matrix, double[] targets) = Corpus(truth, documents: 600);

        double[] weights = WeightFit.Fit(matrix, targets, All(matrix), Expected(new double[Features]));

        for (int feature = 0; feature < Features; feature++)
        {
            Assert.InRange(weights[feature], (0.98 * truth[feature]) - 0.01, (1.02 * truth[feature]) + 0.01);
        }
    }

    [Fact]
    public void Texts_that_do_not_fit_hardly_move_the_weights()
    {
        double[] truth = [0.25, 0, 1, 0.5, 2, 0, 0.125, 3, 0.75, 0.02, 0, 1.5];
        (FeatureMatrix matrix, double[] targets) = Corpus(truth, documents: 600);
        for (int row = 0; row < targets.Length; row += 20)
        {
            targets[row] *= 3;
        }

        double[] weights = WeightFit.Fit(matrix, targets, All(matrix), Expected(new double[Features]));

        for (int row = 1; row < 20; row++)
        {
            Assert.InRange(matrix.Price(row, weights) / targets[row], 0.97, 1.03);
        }
    }

    [Fact]
    public void A_feature_keeps_its_prior_until_documents_speak()
    {
        // Feature 1 costs 2 tokens, and is expected to cost 1; feature 2 is in no document.
        FeaturePrior[] priors = Expected(1, 1, 0.7);
        FeatureMatrix rare = new(3, [.. Enumerable.Range(0, 50).Select(row => (long[])[1_000, row == 0 ? 1 : 0, 0])]);
        double[] rareTargets = [.. Enumerable.Range(0, 50).Select(row => row == 0 ? 1_002.0 : 1_000.0)];
        double[] held = WeightFit.Fit(rare, rareTargets, All(rare), priors);
        Assert.InRange(held[1], 1, 1.01);
        Assert.Equal(0.7, held[2], 9);

        FeatureMatrix common = new(3, [.. Enumerable.Range(0, 50).Select(row => (long[])[1_000, row % 2 * 200, 0])]);
        double[] commonTargets = [.. Enumerable.Range(0, 50).Select(row => 1_000.0 + (row % 2 * 400))];
        double[] free = WeightFit.Fit(common, commonTargets, All(common), priors);
        Assert.InRange(free[1], 1.9, 2.1);
        Assert.Equal(0.7, free[2], 9);
    }

    [Fact]
    public void Only_the_chosen_documents_count()
    {
        FeatureMatrix matrix = new(1, [[100], [100], [100]]);
        double[] weights = WeightFit.Fit(matrix, [50, 50, 300], [0, 1], Expected(0.25));
        Assert.Equal(0.5, weights[0], 2);
    }

    [Fact]
    public void Weights_become_whole_multiples()
    {
        int[] weights = FixedPointWeights.Quantize([0.5, 1.00001, 0]);
        Assert.Equal([32768, 65537, 0], weights);

        FeatureMatrix matrix = new(3, [[3, 0, 9], [0, 0, 4]]);
        Assert.Equal(2, FixedPointWeights.Estimate(matrix, 0, weights)); // one and a half, rounded
        Assert.Equal(1, FixedPointWeights.Estimate(matrix, 1, weights)); // a text has a token
    }

    [Fact]
    public void Errors_are_summed_up_in_percent()
    {
        double[] errors = [.. Enumerable.Range(0, 100).Select(i => i / 1000.0)];
        Assert.Equal(new EstimateError(4.95, 9.5), EstimateError.Of(errors));
    }

    [Fact]
    public void Calibration_repeats_itself()
    {
        FeatureSet features = new(["spaces", "others"], text => [text.Count(c => c == ' '), text.Count(c => c != ' ')]);
        CorpusDocument[] documents = [.. Enumerable.Range(0, 60).Select(i => Document($"source {i % 12}", i))];

        (FittedProfile Profile, EstimateError Fitted)[] first = Calibrator.Calibrate(features, _ => Expected(0.25, 0.25), documents, [], ["a", "b"]);
        (FittedProfile Profile, EstimateError Fitted)[] second = Calibrator.Calibrate(features, _ => Expected(0.25, 0.25), documents, [], ["a", "b"]);

        Assert.Equal(["a", "b"], first.Select(result => result.Profile.Name));
        for (int i = 0; i < first.Length; i++)
        {
            Assert.Equal(first[i].Profile.Weights, second[i].Profile.Weights);
            Assert.Equal(first[i].Profile.HeldOut, second[i].Profile.HeldOut);
            Assert.Equal(first[i].Fitted, second[i].Fitted);
            Assert.InRange(first[i].Profile.HeldOut.Mape, 0, 5);
        }

    }

    [Fact]
    public void A_source_is_held_out_whole()
    {
        // One source alone has "x", and it costs ten times what is expected: no other source can tell.
        FeatureSet features = new(["spaces", "x"], text => [text.Count(c => c == ' '), text.Count(c => c == 'x')]);
        List<CorpusDocument> documents = [];
        for (int i = 0; i < 100; i++)
        {
            bool odd = i >= 90;
            string text = new(odd ? 'x' : ' ', 100);
            documents.Add(new CorpusDocument(odd ? "odd" : $"source {i}", text, new Dictionary<string, int> { ["a"] = odd ? 100 : 10 }, i + 1));
        }

        (FittedProfile profile, EstimateError fitted) = Assert.Single(Calibrator.Calibrate(features, _ => Expected(0.1, 0.1), documents, [], ["a"]));
        Assert.InRange(fitted.Mape, 0, 1);
        Assert.InRange(profile.HeldOut.Mape, 9, 9.1);
    }

    [Fact]
    public void A_source_has_one_of_five_folds() =>
        Assert.Equal([0, 1, 2, 3, 4], Enumerable.Range(0, 100).Select(i => Calibrator.FoldOf($"source {i}")).Distinct().Order());

    [Fact]
    public void Priors_are_what_pairs_and_tiers_say()
    {
        GeneratorInputs inputs = new(Repository.Find().DataDirectory);
        FeaturePrior[] priors = FeaturePriors.Build(inputs, "o200k_base");
        Assert.Equal(TextFeatures.Count, priors.Length);
        Assert.All(priors, prior => Assert.InRange(prior.Tokens, 0, 3));
        Assert.All(priors, prior => Assert.True(prior.Strength >= 1));

        // Cyrillic's members are the tiers.
        int cyrillic = FeatureLayout.NonAsciiBase + ((int)CharacterGroup.Cyrillic * FeatureLayout.GroupStride);
        Assert.Equal(2, priors[cyrillic + 1].Tokens, 9);
        Assert.Equal(0.65, priors[cyrillic + 6].Tokens, 9);
        Assert.Equal(0, priors[cyrillic + FeatureLayout.GroupStartsNotAfterSpace].Tokens);
        Assert.Equal(1, priors[FeatureLayout.AsciiBase + (int)AsciiFeature.Digit4].Tokens);

        // Long runs are what corpora do not have.
        Assert.True(priors[FeatureLayout.AsciiBase + (int)AsciiFeature.Spaces16Up].FromProbesAlone);
        Assert.False(priors[cyrillic].FromProbesAlone);
    }

    [Fact]
    public void Probes_decide_where_documents_say_nothing_and_give_way_where_they_speak()
    {
        // Features 1 and 2 cost 2 tokens each by the probes; documents have feature 1 only, at 1 token.
        long[][] rows =
        [
            .. Enumerable.Range(0, 100).Select(row => (long[])[100, row % 2 * 100, 0]),
            .. Enumerable.Range(0, 40).Select(row => (long[])[0, row % 2 * 100, (row + 1) % 2 * 100]),
        ];
        FeatureMatrix matrix = new(3, rows);
        double[] targets = [.. Enumerable.Range(0, 100).Select(row => 100.0 + (row % 2 * 100)), .. Enumerable.Repeat(200.0, 40)];
        double[] weights = WeightFit.Fit(matrix, targets, [.. Enumerable.Range(0, 100)], Expected(1, 0.5, 0.5), [.. Enumerable.Range(100, 40)]);
        Assert.InRange(weights[1], 0.99, 1.1);
        Assert.InRange(weights[2], 1.7, 2);
    }

    [Fact]
    public void Between_probes_that_differ_stands_the_geometric_mean()
    {
        // A fifth and three tenths of a token a character, many times, against a prior far off.
        FeatureMatrix matrix = new(1, [.. Enumerable.Repeat(new long[] { 1_000 }, 200)]);
        double[] targets = [.. Enumerable.Range(0, 200).Select(row => row % 2 == 0 ? 200.0 : 300.0)];
        double[] weights = WeightFit.Fit(matrix, targets, [], Expected(0.02), All(matrix));
        Assert.Equal(Math.Sqrt(0.2 * 0.3), weights[0], 2);
        Assert.NotEqual(0.25, weights[0], 3);
    }

    [Fact]
    public void What_probes_alone_decide_no_document_moves()
    {
        // Documents say that an "x" is free, a probe that it costs 2.
        FeatureSet features = new(["spaces", "x"], text => [text.Count(c => c == ' '), text.Count(c => c == 'x')]);
        CorpusDocument[] documents = [.. Enumerable.Range(0, 40).Select(i => new CorpusDocument(
            $"source {i}", new string(' ', 100) + new string('x', i), new Dictionary<string, int> { ["a"] = 100 }, i + 1))];
        CorpusDocument probe = new("probe", new string('x', 50), new Dictionary<string, int> { ["a"] = 100, ["o200k_base"] = 50 }, 1);
        FeaturePrior[] priors = [new(1, 1), new(1.5, 1) { FromProbesAlone = true }];

        int[] alone = Assert.Single(Calibrator.Calibrate(features, _ => priors, documents, [probe], ["a"])).Profile.Weights;
        int[] together = Assert.Single(Calibrator.Calibrate(features, _ => Expected(1, 1.5), documents, [probe], ["a"])).Profile.Weights;
        Assert.InRange(alone[1] / 65_536.0, 1.85, 2.01);
        Assert.InRange(together[1] / 65_536.0, 0, 0.2);
    }

    [Fact]
    public void Probes_are_not_judged()
    {
        // What no weight fits would be in the error, were it judged.
        FeatureSet features = new(["spaces", "x"], text => [text.Count(c => c == ' '), text.Count(c => c == 'x')]);
        CorpusDocument[] documents = [.. Enumerable.Range(0, 60).Select(i => Document($"source {i % 12}", i))];
        CorpusDocument probe = new("probe", "x", new Dictionary<string, int> { ["a"] = 10_000 }, 1);

        (FittedProfile profile, EstimateError fitted) = Assert.Single(Calibrator.Calibrate(features, _ => Expected(0.25, 0.25), documents, [probe], ["a"]));
        Assert.InRange(fitted.Mape, 0, 5);
        Assert.InRange(profile.HeldOut.Mape, 0, 5);
    }

    private static FeaturePrior[] Expected(params double[] tokens) => [.. tokens.Select(value => new FeaturePrior(value, 1))];

    private static CorpusDocument Document(string source, int index)
    {
        int spaces = 10 + (index * 7 % 30);
        int others = 100 + (index * 13 % 70);
        string text = new string(' ', spaces) + new string('x', others);
        return new CorpusDocument(source, text, new Dictionary<string, int> { ["a"] = spaces + others, ["b"] = (2 * spaces) + (others / 2) }, index + 1);
    }

    private static (FeatureMatrix Matrix, double[] Targets) Corpus(double[] truth, int documents)
    {
        Random random = new(7);
        List<long[]> rows = [];
        double[] targets = new double[documents];
        for (int row = 0; row < documents; row++)
        {
            long[] counts = new long[truth.Length];
            for (int feature = 0; feature < counts.Length; feature++)
            {
                counts[feature] = random.Next(3) == 0 ? 0 : random.Next(2_000);
                targets[row] += counts[feature] * truth[feature];
            }

            rows.Add(counts);
        }

        return (new FeatureMatrix(truth.Length, rows), targets);
    }

    private static int[] All(FeatureMatrix matrix) => [.. Enumerable.Range(0, matrix.RowCount)];
}
