using System.Text;
using FastTokens.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FastTokens.Tests.Estimation;

/// <summary>Bounds of counts lie between the estimate and the bytes, and rise with the text and the confidence.</summary>
public class ErrorQuantilesTests
{
    private static readonly ErrorQuantiles Quantiles = new([10, 100], [0.5, 0.9], [12_000, 20_000, 11_000, 13_000]);

    private static readonly Gen<double> Confidence = Gen.OneOf(Gen.Elements(0.0, 0.5, 0.9, 0.95, 0.99, 0.999, 1.0), Gen.Choose(0, 100_000).Select(static share => share / 100_000.0));

    [Theory]
    [InlineData(10, 0.5, 12)]
    [InlineData(10, 0.9, 20)]
    [InlineData(100, 0.9, 130)]
    [InlineData(5, 0.9, 10)] // shorter than the first
    [InlineData(1000, 0.5, 1100)] // longer than the last
    [InlineData(55, 0.9, 75)] // halfway from 20 to 130
    [InlineData(10, 0.7, 16)] // halfway from 12 to 20
    [InlineData(10, 0.25, 11)] // halfway from nothing added
    [InlineData(10, 0, 10)]
    [InlineData(0, 0.9, 0)]
    [InlineData(100, 0.95, 1065)] // halfway from 130 to the bytes
    [InlineData(100, 1, 2000)]
    public void Between_what_was_measured_bounds_are_straight_lines(long estimate, double confidence, long bound) =>
        Assert.Equal(bound, Quantiles.UpperBound(estimate, 2000, confidence));

    [Fact]
    public void No_bound_exceeds_the_bytes() => Assert.Equal(15, Quantiles.UpperBound(10, 15, 0.9));

    [Fact]
    public void Bounds_lie_between_the_estimate_and_the_bytes_and_rise_with_the_confidence() => Properties.ForAll(
        HostileText.Text.Zip(Confidence.Two()).Zip(Gen.Elements<TokenProfile>(TestProfiles.Various)),
        static given =>
        {
            ((string text, (double first, double second)), TokenProfile profile) = given;
            TokenEstimator estimator = new(profile);
            int low = estimator.EstimateAtMost(text, Math.Min(first, second));
            int high = estimator.EstimateAtMost(text, Math.Max(first, second));
            Assert.InRange(low, estimator.CountTokens(text), high);
            Assert.InRange(high, low, Encoding.UTF8.GetByteCount(text));
            Assert.Equal(Encoding.UTF8.GetByteCount(text), estimator.EstimateAtMost(text, 1));
        });

    [Fact]
    public void Both_encodings_and_the_meter_agree() => Properties.ForAll(HostileText.Utf8.Zip(Confidence), static given =>
    {
        (byte[] utf8, double confidence) = given;
        TokenEstimator estimator = new(TokenProfile.Gemma3);
        TokenMeter meter = new(TokenProfile.Gemma3);
        meter.Append(utf8);
        int bound = estimator.EstimateAtMost(utf8, confidence);
        Assert.Equal(bound, estimator.EstimateAtMost(Encoding.UTF8.GetString(utf8), confidence));
        Assert.Equal(bound, meter.EstimateAtMost(confidence));
    });

    [Fact]
    public void Appending_text_lowers_no_bound() => Properties.ForAll(HostileText.WellFormedText.Two().Zip(Confidence), static given =>
    {
        ((string head, string tail), double confidence) = given;
        Assert.All(TokenProfile.BuiltIn, profile =>
        {
            TokenEstimator estimator = new(profile);
            Assert.True(estimator.EstimateAtMost(head, confidence) <= estimator.EstimateAtMost(head + tail, confidence));
        });
    });

    [Fact]
    public void Without_quantiles_only_the_bytes_are_certain()
    {
        Assert.Null(TestProfiles.Dense.ErrorQuantiles);
        Assert.Equal(5, new TokenEstimator(TestProfiles.Dense).EstimateAtMost("words", 0.5));
    }

    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void A_confidence_is_a_share(double confidence)
    {
        TokenEstimator estimator = new(TokenProfile.O200kBase);
        Assert.Throws<ArgumentOutOfRangeException>(nameof(confidence), () => estimator.EstimateAtMost("text", confidence));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(confidence), () => estimator.EstimateAtMost("text"u8, confidence));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(confidence), () => new TokenMeter(TokenProfile.O200kBase).EstimateAtMost(confidence));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(confidence), () => Quantiles.UpperBound(1, 1, confidence));
    }

    [Theory]
    [InlineData("\"length\": 4,", "\"length\": 1,", "the lengths are not positive and ascending")]
    [InlineData("0.75,", "0.4,", "the confidences are not between 0 and 1 and ascending")]
    [InlineData("\"of\": [\n          1,", "\"of\": [\n          0.9,", "the factors are not from 1 to 1000")]
    [InlineData("\"of\": [\n          1,", "\"of\": [\n          99,", "rising with the confidence")]
    [InlineData("\"of\": [\n          1,", "\"of\": [", "'error_quantiles' has a row")]
    [InlineData("\"of\": [\n          1,", "\"of\": [ null,", "'error_quantiles' holds something else than numbers")]
    [InlineData("\"confidences\"", "\"shares\"", "'error_quantiles' has no array 'confidences'")]
    public void Wrong_quantiles_of_a_file_are_refused(string part, string replacement, string reason)
    {
        string json = TestProfiles.Save(TokenProfile.O200kBase);
        int index = json.IndexOf(part, StringComparison.Ordinal);
        Assert.True(index > 0);
        json = json[..index] + replacement + json[(index + part.Length)..];
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => TestProfiles.Load(json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bound_that_falls_with_the_length_is_refused() => Assert.Contains(
        "below that of a shorter one", Assert.Throws<ArgumentException>(static () => new ErrorQuantiles([10, 11], [0.5], [20_000, 10_000])).Message);
}
