using Xunit;

namespace FastTokens.Tests.Models;

/// <summary>What must hold for every entry of the catalog that comes with the library.</summary>
public class ModelCatalogDataTests
{
    private static readonly string[] PublicEncodings = ["o200k_base", "cl100k_base", "p50k_base", "r50k_base"];

    public static TheoryData<string> Names
    {
        get
        {
            TheoryData<string> names = [];
            foreach (ModelInfo model in ModelCatalog.Default.Models)
            {
                names.Add(model.Name);
            }

            return names;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Profile_and_encoding_are_known(string name)
    {
        ModelInfo model = ModelCatalog.Default.GetModel(name);
        Assert.True(TokenProfile.TryFromName(model.Profile, out _), model.Profile);
        Assert.True(model.Encoding is null || PublicEncodings.Contains(model.Encoding), model.Encoding);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_figure_has_a_source_and_a_date(string name)
    {
        ModelInfo model = ModelCatalog.Default.GetModel(name);
        foreach (Sourced<int>? figure in new[] { model.ContextWindow, model.MaxOutputTokens, model.MinCacheableTokens })
        {
            if (figure is { } known)
            {
                Assert.InRange(known.Value, 1, 10_000_000);
                Assert.Contains("https://", known.Source);
                Assert.InRange(known.AsOf, new DateOnly(2022, 1, 1), new DateOnly(2099, 12, 31));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Rules_for_images_and_overhead_have_a_source_and_give_plausible_figures(string name)
    {
        ModelInfo model = ModelCatalog.Default.GetModel(name);
        if (model.ImageTokens is { } image)
        {
            Assert.Contains("https://", image.Source);
            Assert.InRange(image.Value.CountTokens(1024, 1024), 256, 2_000);
        }

        if (model.MessageOverhead is { } overhead)
        {
            Assert.Contains("https://", overhead.Source);
            Assert.InRange(overhead.Value.PerMessage, 0, 10);
            Assert.InRange(overhead.Value.WithTools, 0, 1_000);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Prices_have_a_source_and_reading_from_a_cache_is_never_dearer_than_not(string name)
    {
        if (ModelCatalog.Default.GetModel(name).Prices is { } known)
        {
            Assert.Contains("https://", known.Source);
            Assert.InRange(known.Value.Input, 0.001m, 1000);
            Assert.InRange(known.Value.Output, name.Contains("embedding", StringComparison.Ordinal) ? 0 : known.Value.Input * 0.9m, 5000);
            Assert.True(known.Value.CacheRead is null || known.Value.CacheRead <= known.Value.Input);
            Assert.True(known.Value.CacheWrite is null || known.Value.CacheWrite >= known.Value.Input * 0.9m);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_response_fits_into_the_window(string name)
    {
        ModelInfo model = ModelCatalog.Default.GetModel(name);
        if (model is { ContextWindow: { } window, MaxOutputTokens: { } output })
        {
            Assert.True(output.Value <= window.Value);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Name_and_aliases_resolve_to_the_entry(string name)
    {
        ModelInfo model = ModelCatalog.Default.GetModel(name);
        Assert.Equal(name, model.Name);
        foreach (string alias in model.Aliases)
        {
            Assert.Same(model, ModelCatalog.Default.GetModel(alias));
        }
    }

    [Fact]
    public void Models_of_one_encoding_share_its_profile_where_it_has_one()
    {
        foreach (ModelInfo model in ModelCatalog.Default.Models)
        {
            if (model.Encoding is "o200k_base" or "cl100k_base")
            {
                Assert.Equal(model.Encoding, model.Profile);
            }
        }
    }

    [Fact]
    public void A_profile_that_is_not_the_tokenizer_itself_is_explained()
    {
        foreach (ModelInfo model in ModelCatalog.Default.Models)
        {
            if (model.Profile is "claude-4" or "claude-5" || (model.Encoding ?? model.Profile) != model.Profile)
            {
                Assert.False(string.IsNullOrEmpty(model.Note), model.Name);
            }
        }
    }

    [Fact]
    public void All_profiles_are_reached()
    {
        HashSet<string> reached = [.. ModelCatalog.Default.Models.Select(static model => model.Profile)];

        // No model of today has the tokenizer of 2023.
        Assert.Equal([TokenProfile.ClaudeLegacy], TokenProfile.BuiltIn.Where(profile => !reached.Contains(profile.Name)));
    }
}
