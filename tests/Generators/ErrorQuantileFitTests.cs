using FastTokens.Generators;
using Xunit;

namespace FastTokens.Tests.Generators;

public class ErrorQuantileFitTests
{
    private static int Levels => ErrorQuantileFit.Confidences.Length;

    [Fact]
    public void Factors_are_the_quantiles_of_counts_over_estimates()
    {
        // A thousand sources, each with one text of 256 estimated tokens and a ratio from 0.7 to 1.3.
        IEnumerable<JudgedText> texts = Enumerable.Range(0, 1000).Select(i => new JudgedText($"source {i}", 2560, 1792 + (i * 1536 / 1000)));
        double[] factors = ErrorQuantileFit.Measure(texts.Select(text => text with { Estimate = 256, Count = text.Count / 10 }));
        double[] measured = [.. factors[(4 * Levels)..(5 * Levels)].Select(Math.Exp)];
        Assert.InRange(measured[0], 0.99, 1.01);
        Assert.InRange(measured[2], 1.23, 1.25);
        Assert.InRange(measured[4], 1.285, 1.3);
        Assert.All(factors[..(4 * Levels)], factor => Assert.True(double.IsNaN(factor)));
    }

    [Fact]
    public void A_source_of_many_texts_weighs_less_than_as_many_sources()
    {
        IEnumerable<JudgedText> many = Enumerable.Range(0, 400).Select(_ => new JudgedText("one source", 256, 256));
        IEnumerable<JudgedText> others = Enumerable.Range(0, 100).Select(i => new JudgedText($"source {i}", 256, 512));
        double[] factors = ErrorQuantileFit.Measure([.. many, .. others]);
        Assert.Equal(Math.Log(2), factors[4 * Levels], 9); // 100 of 500 texts, and over half the weight
    }

    [Fact]
    public void Lengths_without_texts_take_the_step_of_the_models()
    {
        double[] model = new double[ErrorQuantileFit.Lengths.Length * Levels];
        double[] measured = [.. Enumerable.Repeat(double.NaN, model.Length)];
        for (int level = 0; level < Levels; level++)
        {
            for (int length = 0; length < ErrorQuantileFit.Lengths.Length; length++)
            {
                model[(length * Levels) + level] = Math.Log(length < 4 ? 1.5 : 1.2);
            }

            measured[(4 * Levels) + level] = Math.Log(1.4);
        }

        ErrorQuantiles completed = ErrorQuantileFit.Complete(measured, [model])!;
        Assert.Equal(1.75, completed.GetFactor(3, 0), 3); // 1.4 × 1.5 / 1.2
        Assert.Equal(1.75, completed.GetFactor(0, 5), 3);
        Assert.Equal(1.4, completed.GetFactor(7, 2), 3); // nothing is known of longer texts

        // Without a model, twice as wide at a quarter of the length.
        Array.Fill(measured, Math.Log(1.05), 4 * Levels, Levels);
        Assert.Equal(1.05 * 1.05, ErrorQuantileFit.Complete(measured, [])!.GetFactor(3, 0), 3);
    }

    [Fact]
    public void Too_few_texts_give_no_quantiles() => Assert.Null(ErrorQuantileFit.Complete(ErrorQuantileFit.Measure([new JudgedText("source", 10, 12)]), []));

    [Fact]
    public void Pieces_are_whole_characters_and_not_empty()
    {
        CorpusDocument document = new("source", string.Concat(Enumerable.Repeat("😀 word 中文 ", 100)), new Dictionary<string, int>(), 3);
        CorpusDocument[] pieces = [.. DocumentPieces.Of(document)];
        Assert.Equal(5, pieces.Length);
        Assert.All(pieces, piece => Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(piece.Text))));
        Assert.All(pieces, piece => Assert.Contains(piece.Text, document.Text));
        Assert.Equal(pieces.Select(piece => piece.Text), DocumentPieces.Of(document).Select(piece => piece.Text));
    }

    [Fact]
    public void Derived_weights_are_the_base_times_the_ratios()
    {
        FittedProfile basis = new("claude_legacy", [.. Enumerable.Repeat(10_000, FeatureLayout.Count)], new EstimateError(4, 12))
        {
            Quantiles = ErrorQuantileFit.Complete([.. Enumerable.Repeat(Math.Log(1.1), ErrorQuantileFit.Lengths.Length * Levels)], []),
        };
        FittedProfile derived = DerivedFamily.BuiltIn[1].Derive(basis);
        int han = FeatureLayout.NonAsciiBase + ((int)CharacterGroup.Han * FeatureLayout.GroupStride);
        Assert.Equal(14_300, derived.Weights[0]);
        Assert.Equal(11_660, derived.Weights[FeatureLayout.AsciiBase]);
        Assert.Equal(11_000, derived.Weights[han]);
        Assert.Equal(14_300, derived.Weights[FeatureLayout.NonAsciiBase]);
        Assert.Equal(1.1 * 1.3, derived.Quantiles!.GetFactor(3, 4), 3);
        Assert.All(DerivedFamily.BuiltIn[0].Derive(basis).Weights, weight => Assert.Equal(11_000, weight));
    }
}
