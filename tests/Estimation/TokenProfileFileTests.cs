using System.Text;
using FastTokens.Tests.Support;
using FsCheck.Fluent;
using Xunit;

namespace FastTokens.Tests.Estimation;

public class TokenProfileFileTests
{
    private static readonly string Feature = TextFeatures.NameOf(0);
    private static readonly string Good = Json();

    [Fact]
    public void A_saved_profile_loads_as_it_was() => Properties.ForAll(TestProfiles.Random, static profile => AssertRoundTrip(profile));

    [Fact]
    public void Built_in_profiles_load_as_they_were_saved() => Assert.All(TokenProfile.BuiltIn, static profile =>
    {
        // Later weights than there are features would be nobody's.
        Assert.Equal(TextFeatures.Count, profile.Weights.Length);
        AssertRoundTrip(profile);
    });

    [Fact]
    public void A_loaded_profile_estimates_as_the_saved_one() => Properties.ForAllTexts(static text =>
    {
        TokenProfile loaded = TestProfiles.Load(TestProfiles.Save(TestProfiles.Dense));
        Assert.Equal(new TokenEstimator(TestProfiles.Dense).CountTokens(text), new TokenEstimator(loaded).CountTokens(text));
    });

    [Fact]
    public void Saving_gives_the_same_bytes_each_time() =>
        Assert.Equal(TestProfiles.Save(TestProfiles.Dense), TestProfiles.Save(TestProfiles.Load(TestProfiles.Save(TestProfiles.Dense))));

    [Fact]
    public void Features_that_are_not_named_have_no_weight()
    {
        TokenProfile profile = TestProfiles.Load(Good);
        Assert.Equal(7, profile.Weights[0]);
        Assert.All(profile.Weights[1..].ToArray(), static weight => Assert.Equal(0, weight));
        Assert.Null(profile.ReferenceError);
    }

    [Fact]
    public void The_reference_error_is_read_and_written()
    {
        TokenProfile profile = TestProfiles.Load(Json(extra: "\"error\": {\"mape\": 1.5, \"p95\": 12.25},"));
        Assert.Equal(new ProfileError(1.5, 12.25), profile.ReferenceError);
        Assert.Equal(profile.ReferenceError, TestProfiles.Load(TestProfiles.Save(profile)).ReferenceError);
    }

    [Fact]
    public void Weights_from_zero_to_the_largest_are_read()
    {
        Assert.Equal(0, TestProfiles.Load(Json(weights: $"{{\"{Feature}\": 0}}")).Weights[0]);
        Assert.Equal(TokenProfile.MaximumWeight, TestProfiles.Load(Json(weights: $"{{\"{Feature}\": {TokenProfile.MaximumWeight}}}")).Weights[0]);
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("weights", "JSON")]
    [InlineData("{\"format\": 1", "JSON")]
    [InlineData("{} {}", "JSON")]
    [InlineData("\uFEFF\uFEFF{}", "JSON")]
    [InlineData("null", "no object")]
    [InlineData("[]", "no object")]
    [InlineData("1", "no object")]
    [InlineData("{}", "'format'")]
    public void What_is_no_profile_is_refused(string json, string reason) => AssertRefused(json, reason);

    [Theory]
    [InlineData("2")]
    [InlineData("\"1\"")]
    [InlineData("1.5")]
    [InlineData("null")]
    [InlineData("99999999999")]
    public void Another_format_is_refused(string format) => AssertRefused(Json(format: format), "'format'");

    [Theory]
    [InlineData("\"\"")]
    [InlineData("1")]
    [InlineData("null")]
    public void A_wrong_name_is_refused(string name) => AssertRefused(Json(name: name), "'name'");

    [Theory]
    [InlineData("\"of another version\"")]
    [InlineData("7")]
    [InlineData("null")]
    public void Other_features_are_refused(string featureSet) => AssertRefused(Json(featureSet: featureSet), "'feature_set'");

    [Theory]
    [InlineData("[]", "'weights'")]
    [InlineData("null", "'weights'")]
    [InlineData("{\"NoSuchFeature\": 1}", "NoSuchFeature")]
    [InlineData("{\"FEATURE\": -1}", "FEATURE")]
    [InlineData("{\"FEATURE\": 1.5}", "FEATURE")]
    [InlineData("{\"FEATURE\": 1048577}", "1048576")]
    [InlineData("{\"FEATURE\": 9999999999999}", "FEATURE")]
    [InlineData("{\"FEATURE\": \"1\"}", "FEATURE")]
    [InlineData("{\"FEATURE\": null}", "FEATURE")]
    [InlineData("{\"FEATURE\": [1]}", "FEATURE")]
    [InlineData("{\"FEATURE\": 1, \"FEATURE\": 1}", "FEATURE")]
    public void Wrong_weights_are_refused(string weights, string reason) =>
        AssertRefused(Json(weights: weights.Replace("FEATURE", Feature, StringComparison.Ordinal)), reason.Replace("FEATURE", Feature, StringComparison.Ordinal));

    [Theory]
    [InlineData("\"error\": 1,", "'error'")]
    [InlineData("\"error\": {},", "'error.mape'")]
    [InlineData("\"error\": {\"mape\": 1},", "'error.p95'")]
    [InlineData("\"error\": {\"mape\": -1, \"p95\": 1},", "'error.mape'")]
    [InlineData("\"error\": {\"mape\": 1, \"p95\": 1e999},", "'error.p95'")]
    public void A_wrong_error_is_refused(string error, string reason) => AssertRefused(Json(extra: error), reason);

    [Theory]
    [InlineData("format")]
    [InlineData("name")]
    [InlineData("feature_set")]
    [InlineData("weights")]
    public void What_is_missing_is_named(string property) =>
        AssertRefused(Good.Replace($"\"{property}\"", $"\"x{property}\"", StringComparison.Ordinal), $"'{property}'");

    [Theory]
    [InlineData("\"format\": 1,", "format")]
    [InlineData("\"name\": \"other\",", "name")]
    [InlineData("\"weights\": {},", "weights")]
    public void What_stands_there_twice_is_refused(string property, string reason) => AssertRefused(Json(extra: property), reason);

    [Theory]
    [InlineData("\\ud800", null, null)]
    [InlineData(null, "\\udc00", null)]
    [InlineData(null, null, "\\ud800")]
    public void Escapes_that_are_no_unicode_are_refused(string? name, string? featureSet, string? feature) => AssertRefused(
        Json(
            name: $"\"{name ?? "test"}\"",
            featureSet: featureSet is null ? null : $"\"{featureSet}\"",
            weights: feature is null ? null : $$"""{"{{feature}}": 1}"""),
        "JSON");

    [Fact]
    public void A_truncated_file_is_refused_wherever_it_ends()
    {
        for (int length = 0; length < Good.TrimEnd().Length; length++)
        {
            AssertRefused(Good[..length], "JSON");
        }
    }

    [Fact]
    public void The_line_of_broken_json_is_named() => AssertRefused("{\n\"format\": 1,\n\"name\" 2}", "line 3");

    [Fact]
    public void A_damaged_file_loads_or_is_refused_and_nothing_else() => Properties.ForAll(
        Gen.Choose(0, Good.Length - 1).Zip(Gen.Choose(0, 255)).ArrayOf(2),
        static damages =>
        {
            byte[] file = Encoding.UTF8.GetBytes(Good);
            foreach ((int place, int value) in damages)
            {
                file[place] = (byte)value;
            }

            using MemoryStream stream = new(file);
            if (Record.Exception(() => TokenProfile.Load(stream)) is { } failure)
            {
                Assert.IsType<InvalidDataException>(failure);
            }
        });

    [Fact]
    public void A_stream_is_required()
    {
        Assert.Equal("stream", Assert.Throws<ArgumentNullException>(static () => TokenProfile.Load(null!)).ParamName);
        Assert.Equal("stream", Assert.Throws<ArgumentNullException>(static () => TokenProfile.O200kBase.Save(null!)).ParamName);
    }

    private static string Json(string format = "1", string name = "\"test\"", string? featureSet = null, string? weights = null, string extra = "") =>
        $$"""
        {
          {{extra}}
          "format": {{format}},
          "name": {{name}},
          "feature_set": {{featureSet ?? $"\"{TokenProfileData.FeatureSet}\""}},
          "weights": {{weights ?? $$"""{"{{Feature}}": 7}"""}}
        }

        """;

    private static void AssertRoundTrip(TokenProfile profile)
    {
        TokenProfile loaded = TestProfiles.Load(TestProfiles.Save(profile));
        Assert.Equal(profile.Name, loaded.Name);
        Assert.Equal(profile.ReferenceError, loaded.ReferenceError);
        Assert.Equal(profile.Weights.ToArray(), loaded.Weights.ToArray());
    }

    private static void AssertRefused(string json, string reason)
    {
        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => TestProfiles.Load(json));
        Assert.Contains("profile", failure.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }
}
