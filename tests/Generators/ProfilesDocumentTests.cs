using System.Text;
using FastTokens.Generators;
using Xunit;

namespace FastTokens.Tests.Generators;

public class ProfilesDocumentTests
{
    private static readonly FeatureSet Features = new(["x", "y", "z"], text => [text.Length, 0, text.Count(c => c == 'a')]);
    private static readonly CorpusFile Probes = CorpusFile.Parse("p.jsonl", "{\"text\": \"b\", \"counts\": {\"f\": 1}}"u8.ToArray());

    [Fact]
    public void What_is_written_is_read()
    {
        FittedProfile profile = Assert.Single(ProfilesDocument.Read(Input([Profile("mine")]), Features, Probes.Sha256));
        Assert.Equal("mine", profile.Name);
        Assert.Equal([5, 0, 70_000], profile.Weights);
        Assert.Equal(new EstimateError(4.5, 12.25), profile.HeldOut);
        Assert.Equal(1.25, profile.Quantiles!.GetFactor(7, 5));
    }

    [Fact]
    public void Weights_of_zero_are_left_out()
    {
        string json = Encoding.UTF8.GetString(Input([Profile("mine")]).Bytes);
        Assert.Contains("\"z\": 70000", json);
        Assert.DoesNotContain("\"y\"", json);
    }

    [Fact]
    public void Weights_of_other_features_are_refused()
    {
        GeneratorInput input = Input([Profile("mine")]);
        FeatureSet renamed = Features with { Names = ["x", "z", "y"] };
        FeatureSet changed = Features with { Read = text => [text.Length, 0, 0] };
        Assert.Contains("run calibrate", Assert.Throws<InvalidDataException>(() => ProfilesDocument.Read(input, renamed, Probes.Sha256)).Message);
        Assert.Contains("run calibrate", Assert.Throws<InvalidDataException>(() => ProfilesDocument.Read(input, changed, Probes.Sha256)).Message);
    }

    [Fact]
    public void Weights_fitted_to_other_probes_are_refused() =>
        Assert.Contains("fitted to other probes than Data/probes.jsonl has now: run calibrate", Assert.Throws<InvalidDataException>(
            () => ProfilesDocument.Read(Input([Profile("mine")]), Features, new string('0', 64))).Message);

    [Theory]
    [InlineData("\"z\": 70000", "\"w\": 70000", "mine: there is no feature 'w'")]
    [InlineData("70000", "-1", "the weight of 'z' is not a whole number")]
    [InlineData("70000", "1.5", "the weight of 'z' is not a whole number")]
    [InlineData("\"format\": 1", "\"format\": 2", "'format' must be 1")]
    [InlineData("\"name\"", "\"nom\"", "profiles.json: ")]
    [InlineData("]", "", "profiles.json: ")]
    public void A_wrong_file_is_refused(string part, string replacement, string message)
    {
        string json = Encoding.UTF8.GetString(Input([Profile("mine")]).Bytes).Replace(part, replacement, StringComparison.Ordinal);
        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => ProfilesDocument.Read(GeneratorFixture.Input(ProfilesDocument.Path, json), Features, Probes.Sha256));
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void Every_built_in_family_becomes_a_member()
    {
        string text = TokenProfilesFile.Generate(Input([.. CalibrateCommand.BuiltInFamilies.Select(Profile), .. DerivedFamily.BuiltIn.Select(family => Profile(family.Name))]), Features, Probes.Sha256);
        Assert.Contains($"internal const string FeatureSet = \"{Features.Fingerprint()}\";", text);
        Assert.Contains("internal const string Qwen25Name = \"qwen2.5\";", text);
        Assert.Contains("internal const double Qwen25Mape = 4.5;", text);
        Assert.Contains("internal const double Qwen25P95 = 12.25;", text);
        Assert.Contains("internal static ReadOnlySpan<int> Claude5Quantiles =>\n    [\n        12500, 12500, 12500, 12500, 12500, 12500,\n", text);
        Assert.Contains("internal static ReadOnlySpan<int> Qwen25 =>\n    [\n        5, 0, 70000,\n    ];\n", text);
    }

    [Fact]
    public void A_built_in_family_must_not_be_missing() =>
        Assert.Contains("there is no profile 'cl100k_base'", Assert.Throws<InvalidDataException>(
            () => TokenProfilesFile.Generate(Input([Profile("o200k_base")]), Features, Probes.Sha256)).Message);

    [Theory]
    [InlineData("{\"text\": \"a\"}", "c.jsonl, line 1: it is not an object with")]
    [InlineData("\n[]\n", "c.jsonl, line 2: it is not an object with")]
    [InlineData("{\"text\": \"a\", \"counts\": {\"f\": 1}}\n{", "c.jsonl, line 2: it is not JSON")]
    [InlineData("{\"text\": \"\\ud800\", \"counts\": {}}", "c.jsonl, line 1: it is not JSON")]
    [InlineData("{\"text\": \"a\", \"counts\": {\"f\": 0}}", "c.jsonl, line 1: the count of 'f'")]
    [InlineData("{\"text\": \"a\", \"counts\": {\"f\": 1.5}}", "c.jsonl, line 1: the count of 'f'")]
    [InlineData("", "c.jsonl has no documents")]
    public void A_wrong_corpus_is_refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => CorpusFile.Parse("c.jsonl", Encoding.UTF8.GetBytes(text))).Message);

    private static FittedProfile Profile(string name) => new(name, [5, 0, 70_000], new EstimateError(4.5, 12.25))
    {
        Quantiles = ErrorQuantileFit.Complete([.. Enumerable.Repeat(Math.Log(1.25), ErrorQuantileFit.Lengths.Length * ErrorQuantileFit.Confidences.Length)], []),
    };

    private static GeneratorInput Input(IReadOnlyList<FittedProfile> profiles)
    {
        CorpusFile corpus = CorpusFile.Parse("c.jsonl", "{\"text\": \"a\", \"counts\": {\"f\": 1}}"u8.ToArray());
        return GeneratorFixture.Input(ProfilesDocument.Path, ProfilesDocument.Format(Features, corpus, Probes, profiles));
    }
}
