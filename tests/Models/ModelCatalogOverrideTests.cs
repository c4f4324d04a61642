using Xunit;

namespace FastTokens.Tests.Models;

public class ModelCatalogOverrideTests
{
    private static readonly Sourced<int> Window = new(12_345, "a test", new DateOnly(2026, 1, 31));

    [Fact]
    public void A_new_model_is_added()
    {
        ModelInfo mine = Model("my-model") with { Aliases = ["mm"] };
        ModelCatalog catalog = ModelCatalog.Default.With(mine);

        Assert.Same(mine, catalog.GetModel("my-model-2026-01-31"));
        Assert.Same(mine, catalog.GetModel("MM"));
        Assert.Same(mine, catalog.Models[^1]);
        Assert.Equal(ModelCatalog.Default.Models.Count + 1, catalog.Models.Count);
        Assert.False(ModelCatalog.Default.TryGetModel("my-model", out _));
    }

    [Fact]
    public void An_override_wins_and_keeps_its_place()
    {
        ModelInfo mine = Model("GPT-5") with { ContextWindow = Window };
        ModelCatalog catalog = ModelCatalog.Default.With(mine);

        Assert.Same(mine, catalog.GetModel("openai/gpt-5-2025-08-07"));
        Assert.Equal(ModelCatalog.Default.Models.Count, catalog.Models.Count);
        Assert.NotEqual(Window, ModelCatalog.Default.GetModel("gpt-5").ContextWindow);
    }

    [Fact]
    public void An_override_takes_over_aliases()
    {
        ModelCatalog catalog = ModelCatalog.Default.With(Model("gpt-4-1106-preview")).With(Model("azure-35") with { Aliases = ["gpt-35-turbo"] });

        Assert.Equal("gpt-4-1106-preview", catalog.GetModel("gpt-4-1106-preview").Name);
        Assert.Equal("azure-35", catalog.GetModel("gpt-35-turbo").Name);
        Assert.Equal("gpt-4-turbo", catalog.GetModel("gpt-4-0125-preview").Name);
        Assert.DoesNotContain("gpt-4-1106-preview", catalog.GetModel("gpt-4-turbo").Aliases);
    }

    [Fact]
    public void An_alias_cannot_hide_another_model()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ModelCatalog.Default.With(Model("mine") with { Aliases = ["gpt-5"] }));
        Assert.Equal("model", error.ParamName);
        Assert.Contains("gpt-5", error.Message);
    }

    public static TheoryData<ModelInfo, string> Faults => new()
    {
        { Model(""), "name" },
        { Model("my model"), "name" },
        { Model("m") with { Provider = "" }, "provider" },
        { Model("m") with { Profile = "\t" }, "profile" },
        { Model("m") with { Encoding = "" }, "encoding" },
        { Model("m") with { ContextWindow = Window with { Value = 0 } }, "contextWindow" },
        { Model("m") with { ContextWindow = Window with { Source = " " } }, "source" },
        { Model("m") with { MaxOutputTokens = Window with { AsOf = default } }, "date" },
        { Model("m") with { Aliases = ["a", "A"] }, "twice" },
        { Model("m") with { Aliases = ["m"] }, "twice" },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void An_entry_that_is_not_well_formed_is_refused(ModelInfo model, string reason)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ModelCatalog.Default.With(model));
        Assert.Equal("model", error.ParamName);
        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public void A_figure_formats_itself() => Assert.Equal("12345 (a test, 2026-01-31)", Window.ToString());

    [Fact]
    public void Aliases_are_copied()
    {
        List<string> aliases = ["a"];
        ModelInfo model = Model("m") with { Aliases = aliases };
        aliases[0] = "b";
        Assert.Equal("a", model.Aliases[0]);
        Assert.Equal(Model("m") with { Aliases = ["a"] }, model);
        Assert.NotEqual(Model("m") with { Aliases = ["b"] }, model);
    }

    private static ModelInfo Model(string name) => new() { Name = name, Provider = "me", Profile = "o200k_base" };
}
