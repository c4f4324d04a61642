using Xunit;

namespace FastTokens.Tests.Estimation;

public class TokenProfileTests
{
    [Fact]
    public void The_built_in_profiles_are_those_of_the_eight_families_and_the_derived_ones()
    {
        string[] names = ["o200k_base", "cl100k_base", "claude_legacy", "llama3", "qwen2.5", "deepseek_v3", "mistral_nemo", "gemma3", "claude-4", "claude-5"];
        Assert.Equal(names, TokenProfile.BuiltIn.Select(static profile => profile.Name));
        Assert.Same(TokenProfile.O200kBase, TokenProfile.BuiltIn[0]);
        Assert.Same(TokenProfile.Claude5, TokenProfile.BuiltIn[^1]);
    }

    [Fact]
    public void A_profile_is_found_by_its_name_in_any_case() => Assert.All(TokenProfile.BuiltIn, static profile =>
    {
        Assert.Same(profile, TokenProfile.FromName(profile.Name));
        Assert.Same(profile, TokenProfile.FromName(profile.Name.ToUpperInvariant()));
        Assert.True(TokenProfile.TryFromName(profile.Name, out TokenProfile? found));
        Assert.Same(profile, found);
    });

    [Fact]
    public void Derived_profiles_count_as_much_more_as_was_published()
    {
        const string English = "The ferry left the harbour a little after six, when the fog had only begun to lift from the hills above the old town.";
        const string Chinese = "清晨的渡轮离开港口时，山上的雾刚刚开始散去，老城的屋顶在阳光下慢慢显现出来。";
        AssertRatio(TokenProfile.Claude4, TokenProfile.ClaudeLegacy, English, 1.05, 1.15);
        AssertRatio(TokenProfile.Claude4, TokenProfile.ClaudeLegacy, Chinese, 1.05, 1.15);
        AssertRatio(TokenProfile.Claude5, TokenProfile.Claude4, English, 1.25, 1.45);
        AssertRatio(TokenProfile.Claude5, TokenProfile.Claude4, Chinese, 0.93, 1.07);
        Assert.All([TokenProfile.Claude4, TokenProfile.Claude5], static profile => Assert.InRange(profile.ReferenceError!.Value.MeanAbsolutePercent, 10, 20));
    }

    [Fact]
    public void Built_in_weights_are_what_a_file_may_hold() => Assert.All(
        TokenProfile.BuiltIn, static profile => Assert.All(profile.Weights.ToArray(), static weight => Assert.InRange(weight, 0, TokenProfile.MaximumWeight)));

    [Fact]
    public void An_unknown_name_is_refused_with_the_known_ones()
    {
        Assert.False(TokenProfile.TryFromName("no_such_encoding", out TokenProfile? profile));
        Assert.Null(profile);
        ArgumentException failure = Assert.Throws<ArgumentException>(static () => TokenProfile.FromName("no_such_encoding"));
        Assert.Equal("name", failure.ParamName);
        Assert.Contains("'no_such_encoding'", failure.Message, StringComparison.Ordinal);
        Assert.All(TokenProfile.BuiltIn, known => Assert.Contains(known.Name, failure.Message, StringComparison.Ordinal));
        Assert.Equal("name", Assert.Throws<ArgumentNullException>(static () => TokenProfile.FromName(null!)).ParamName);
    }

    [Theory]
    [InlineData("gpt-5", "o200k_base")]
    [InlineData("gpt-5-2026-01-01", "o200k_base")]
    [InlineData("gpt-4", "cl100k_base")]
    [InlineData("claude-sonnet-4-5", "claude-4")]
    [InlineData("claude-opus-4-6", "claude-4")]
    [InlineData("claude-opus-4-7", "claude-5")]
    [InlineData("claude-opus-5", "claude-5")]
    public void A_model_has_the_profile_of_its_family(string model, string name)
    {
        Assert.Equal(name, TokenProfile.ForModel(model).Name);
        Assert.Same(TokenProfile.ForModel(model), TokenEstimator.ForModel(model).Profile);
    }

    [Fact]
    public void Every_model_of_the_catalog_has_a_profile() =>
        Assert.All(ModelCatalog.Default.Models, static model => Assert.Equal(model.Profile, TokenProfile.ForModel(model.Name).Name));

    [Fact]
    public void An_unknown_model_is_refused_with_the_known_ones()
    {
        ArgumentException failure = Assert.Throws<ArgumentException>(static () => TokenEstimator.ForModel("no-such-model"));
        Assert.Contains("no-such-model", failure.Message, StringComparison.Ordinal);
        Assert.Contains("gpt-5", failure.Message, StringComparison.Ordinal);
        Assert.IsType<ArgumentNullException>(Record.Exception(static () => TokenEstimator.ForModel(null!)));
    }

    private static void AssertRatio(TokenProfile profile, TokenProfile other, string text, double low, double high)
    {
        string longer = string.Concat(Enumerable.Repeat(text + "\n", 20));
        Assert.InRange((double)new TokenEstimator(profile).CountTokens(longer) / new TokenEstimator(other).CountTokens(longer), low, high);
    }
}
