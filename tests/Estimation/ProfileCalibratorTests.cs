using System.Globalization;
using System.Text;
using System.Text.Json;
using FastTokens.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Xunit.Abstractions;

namespace FastTokens.Tests.Estimation;

/// <summary>Reported counts bring a profile close to a tokenizer that it knows nothing of.</summary>
public class ProfileCalibratorTests(ITestOutputHelper output)
{
    private const int Observations = 50;
    private const int LaterRequests = 100;
    private const int TextsPerRequest = 10;
    private const double Goal = 5;

    private static readonly Gen<(string Text, int Percent)> Observation = HostileText.Text.Zip(Gen.Choose(0, 1000)).Select(static pair => (string.Concat(Enumerable.Repeat(pair.Item1, 5)), pair.Item2));

    [Theory]
    [InlineData("all", 1.4)]
    [InlineData("all", 0.6)]
    [InlineData("by class", 1)]
    public void Fifty_observations_bring_a_profile_close(string kind, double factor)
    {
        Random random = new(20261121);
        (string Text, double Count)[][] kinds = Texts(kind == "all" ? _ => factor : RatioOfClass);
        ProfileCalibrator calibrator = new(TokenProfile.O200kBase);
        for (int turn = 0; turn < Observations; turn++)
        {
            (TextFeatures features, double count) = Request(kinds, random);
            Assert.NotEqual(CalibrationOutcome.Rejected, calibrator.Observe(in features, (long)Math.Round(count)));
        }

        TokenProfile refined = calibrator.ToProfile("refined");
        double before = 0;
        double after = 0;
        for (int turn = 0; turn < LaterRequests; turn++)
        {
            (TextFeatures features, double count) = Request(kinds, random);
            before += 100 * Math.Abs(TokenProfile.O200kBase.Estimate(in features) - count) / count / LaterRequests;
            after += 100 * Math.Abs(refined.Estimate(in features) - count) / count / LaterRequests;
            Assert.InRange(calibrator.Estimate(in features), (0.998 * refined.Estimate(in features)) - 1, (1.002 * refined.Estimate(in features)) + 1);
        }

        string line = string.Create(CultureInfo.InvariantCulture, $"{kind} x {factor}, {EvaluationTexts.Origin}: MAPE {before:F1} before, {after:F2} after {Observations} observations");
        output.WriteLine(line);
        Assert.True(before > 10 && after <= Goal, line);
    }

    [Fact]
    public void Any_observations_leave_multipliers_in_their_bounds() => Properties.ForAll(Observation.ListOf(), static observations =>
    {
        ProfileCalibrator calibrator = new(TokenProfile.Gemma3);
        foreach ((string text, int percent) in observations)
        {
            TextFeatures features = TextScanner.Scan(text);
            calibrator.Observe(in features, features.Utf8ByteCount * percent / 100);
        }

        TokenProfile refined = calibrator.ToProfile("any");
        for (int feature = 0; feature < TextFeatures.Count; feature++)
        {
            int weight = TokenProfile.Gemma3.Weights[feature];
            Assert.InRange(
                refined.Weights[feature], (int)(weight * ProfileCalibrator.LowestMultiplier), Math.Min(TokenProfile.MaximumWeight, (weight * ProfileCalibrator.HighestMultiplier) + 1));
        }
    });

    [Fact]
    public void Outliers_move_nothing_until_they_keep_coming()
    {
        TextFeatures features = TextScanner.Scan(SampledTokenMeterTests.RepositoryText());
        long estimate = TokenProfile.O200kBase.Estimate(in features);
        ProfileCalibrator calibrator = new(TokenProfile.O200kBase);
        for (int turn = 0; turn < 20; turn++)
        {
            Assert.NotEqual(CalibrationOutcome.Rejected, calibrator.Observe(in features, estimate));
        }

        for (int turn = 0; turn < 4; turn++)
        {
            Assert.Equal(CalibrationOutcome.Rejected, calibrator.Observe(in features, 3 * estimate));
            Assert.InRange(calibrator.Estimate(in features), 0.99 * estimate, 1.01 * estimate);
        }

        Assert.NotEqual(CalibrationOutcome.Rejected, calibrator.Observe(in features, estimate));
        for (int turn = 0; turn < 30; turn++)
        {
            calibrator.Observe(in features, 3 * estimate);
        }

        Assert.InRange(calibrator.Estimate(in features), 2.9 * estimate, 3.1 * estimate);
        Assert.Equal(9, calibrator.RejectedCount);
    }

    [Fact]
    public void One_observation_takes_a_bounded_step()
    {
        TextFeatures features = TextScanner.Scan(SampledTokenMeterTests.RepositoryText());
        ProfileCalibrator calibrator = new(TokenProfile.O200kBase);
        Assert.Equal(CalibrationOutcome.Bounded, calibrator.Observe(in features, 2 * TokenProfile.O200kBase.Estimate(in features)));
        TokenProfile moved = calibrator.ToProfile("moved");
        for (int feature = 0; feature < TextFeatures.Count; feature++)
        {
            int weight = TokenProfile.O200kBase.Weights[feature];
            Assert.InRange(moved.Weights[feature], (0.69 * weight) - 1, (1.31 * weight) + 1);
        }
    }

    [Fact]
    public void Short_texts_tell_nothing()
    {
        TextFeatures features = TextScanner.Scan("Hello");
        ProfileCalibrator calibrator = new(TokenProfile.O200kBase);
        Assert.Equal(CalibrationOutcome.TooShort, calibrator.Observe(in features, 9));
        TextFeatures none = default;
        Assert.Equal(CalibrationOutcome.TooShort, calibrator.Observe(in none, 0));
        Assert.Null(calibrator.RecentError);
        Assert.Equal(0, calibrator.Estimate(in none));
        Assert.Throws<ArgumentOutOfRangeException>("reportedTokens", () => calibrator.Observe(in none, -1));
        Assert.Equal(TokenProfile.O200kBase.Weights, calibrator.ToProfile("same").Weights);
    }

    [Fact]
    public void A_saved_state_learns_on_as_the_one_it_was()
    {
        ProfileCalibrator first = new(TokenProfile.O200kBase);
        string text = SampledTokenMeterTests.RepositoryText();
        Learn(first, text, 0, 10);
        ProfileCalibrator second = Load(Save(first), TokenProfile.O200kBase);
        Learn(first, text, 10, 20);
        Learn(second, text, 10, 20);
        Assert.Equal(Save(first), Save(second));
        Assert.Equal(20, second.LearnedCount);
        Assert.Equal(first.ToProfile("x").Weights, second.ToProfile("x").Weights);

        second.Reset();
        Assert.Equal(Save(new ProfileCalibrator(TokenProfile.O200kBase)), Save(second));
    }

    [Theory]
    [InlineData("\"format\": 1", "\"format\": 2", "'format' is not 1")]
    [InlineData("\"o200k_base\"", "\"gemma3\"", "of another profile")]
    [InlineData("\"learned\": 0", "\"learned\": -1", "out of range")]
    [InlineData("\"Han\": 1", "\"Han\": 99", "'multipliers.Han' is not from 0.2 to 5")]
    [InlineData("\"Han\": 1", "\"Hun\": 1", "cannot be read")]
    [InlineData("0.3125,", "", "'covariance' has not")]
    [InlineData("{", "[", "cannot be read")]
    public void A_wrong_state_is_refused(string part, string replacement, string reason)
    {
        string json = Save(new ProfileCalibrator(TokenProfile.O200kBase));
        int index = json.IndexOf(part, StringComparison.Ordinal);
        Assert.True(index >= 0, json);
        json = json[..index] + replacement + json[(index + part.Length)..];
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Load(json, TokenProfile.O200kBase)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bounds_of_a_refined_profile_are_wider_where_it_was_farther_off()
    {
        ProfileCalibrator calibrator = new(TokenProfile.O200kBase);
        Learn(calibrator, SampledTokenMeterTests.RepositoryText(), 0, 20, turn => turn % 2 == 0 ? 1.3 : 0.8);
        TokenProfile refined = calibrator.ToProfile("refined");
        Assert.Equal(calibrator.RecentError, refined.ReferenceError);
        Assert.True(refined.ReferenceError!.Value.MeanAbsolutePercent > 10);
        Assert.True(refined.ErrorQuantiles!.GetFactor(4, 3) > 1 + (2 * (TokenProfile.O200kBase.ErrorQuantiles!.GetFactor(4, 3) - 1)));
    }

    private static void Learn(ProfileCalibrator calibrator, string text, int from, int to, Func<int, double>? factor = null)
    {
        for (int turn = from; turn < to; turn++)
        {
            TextFeatures features = TextScanner.Scan(text.AsSpan(turn * 3000, 3000));
            calibrator.Observe(in features, (long)(calibrator.Profile.Estimate(in features) * (factor?.Invoke(turn) ?? 1.2)));
        }
    }

    private static double RatioOfClass(string category) => category is "prose-en" or "docs-en" ? 1.45 : category.StartsWith("code", StringComparison.Ordinal) ? 1.15 : 1.0;

    /// <summary>Returns texts by class, with the counts of a tokenizer that does not exist: those of o200k_base times a ratio.</summary>
    private static (string Text, double Count)[][] Texts(Func<string, double> ratio)
    {
        return [.. File.ReadLines(EvaluationTexts.Path).Select(line =>
        {
            using JsonDocument row = JsonDocument.Parse(line);
            string category = (row.RootElement.TryGetProperty("category", out JsonElement member) ? member : row.RootElement.GetProperty("id")).GetString()!;
            double count = row.RootElement.GetProperty("counts").GetProperty("o200k_base").GetInt32();
            return (category, text: row.RootElement.GetProperty("text").GetString()!, count: count * ratio(category));
        })
        .Where(static row => row.category is "prose-en" or "docs-en" || row.category.Contains("code", StringComparison.Ordinal) || row.category.Contains("zh", StringComparison.Ordinal))
        .GroupBy(static row => RatioOfClass(row.category), static row => (row.text, row.count)).Select(static group => group.ToArray())];
    }

    /// <summary>Makes a request of texts of one class or several, as an agent's are.</summary>
    private static (TextFeatures Features, double Count) Request((string Text, double Count)[][] kinds, Random random)
    {
        StringBuilder request = new();
        double count = 0;
        (string Text, double Count)[] kind = kinds[random.Next(kinds.Length)];
        for (int index = 0; index < TextsPerRequest; index++)
        {
            kind = index % 4 == 0 ? kinds[random.Next(kinds.Length)] : kind;
            (string text, double tokens) = kind[random.Next(kind.Length)];
            request.Append(text).Append('\n');
            count += tokens;
        }

        return (TextScanner.Scan(request.ToString()), count);
    }

    private static string Save(ProfileCalibrator calibrator)
    {
        using MemoryStream stream = new();
        calibrator.Save(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static ProfileCalibrator Load(string json, TokenProfile profile)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(json));
        return ProfileCalibrator.Load(stream, profile);
    }
}
