using System.Text;
using Xunit;

namespace FastTokens.Tests.Models;

public class ModelCatalogFileTests
{
    [Fact]
    public void What_is_saved_is_loaded()
    {
        ModelCatalog saved = ModelCatalog.Default.With(new ModelInfo
        {
            Name = "mine",
            Provider = "me",
            Profile = "my_profile",
            Encoding = "my_encoding",
            ContextWindow = new Sourced<int>(int.MaxValue, "\"quoted\" \\ 中文 \U0001F600", new DateOnly(2026, 1, 31)),
            ImageTokens = new Sourced<ImageTokenRule>(new ImageTokenRule(32, 1.62m, 5, 2048, 768, 1536), "measured", new DateOnly(2026, 2, 1)),
            MessageOverhead = new Sourced<MessageOverhead>(new MessageOverhead(3, 4, 346), "measured", new DateOnly(2026, 2, 2)),
            Aliases = ["m1", "m2"],
            Note = "it's <noted>\nover two lines",
        });
        using MemoryStream stream = new();
        saved.Save(stream);
        stream.Position = 0;
        ModelCatalog loaded = ModelCatalog.Load(stream);

        Assert.Equal(saved.Models, loaded.Models);
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void A_whole_catalog_replaces_the_default()
    {
        ModelCatalog catalog = Load("""{"format": 1, "models": [{"name": "a", "provider": "p", "profile": "llama3"}]}""");
        ModelInfo model = Assert.Single(catalog.Models);
        Assert.Equal(new ModelInfo { Name = "a", Provider = "p", Profile = "llama3" }, model);
    }

    [Fact]
    public void An_overlay_wins_over_the_default()
    {
        ModelCatalog catalog = Load("""
            // my corrections
            {
              "format": 1,
              "extends": "default",
              "models": [
                {
                  "name": "gpt-5", "provider": "openai", "profile": "o200k_base",
                  "contextWindow": {"value": 7, "source": "measured", "asOf": "2026-11-20"}
                },
                {"name": "mine", "provider": "me", "profile": "gemma3"}
              ]
            }
            """);
        Assert.Equal(7, catalog.GetModel("openai/gpt-5").ContextWindow?.Value);
        Assert.Equal("gemma3", catalog.GetModel("mine").Profile);
        Assert.Equal(ModelCatalog.Default.GetModel("o3"), catalog.GetModel("o3"));
        Assert.Equal(ModelCatalog.Default.Models.Count + 1, catalog.Models.Count);
    }

    [Fact]
    public void A_byte_order_mark_is_skipped()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. """{"format": 1, "models": []}"""u8];
        Assert.Empty(ModelCatalog.Load(new MemoryStream(bytes)).Models);
    }

    [Theory]
    [InlineData("", "line 1", "JSON")]
    [InlineData("[]", "line 1", "must be an object")]
    [InlineData("{\n\"format\": 1,\n\"models\": [\n", "line 4", "JSON")]
    [InlineData("""{"format": 1, "models": []} x""", "line 1", "JSON")]
    [InlineData("""{"models": []}""", "format", "is missing")]
    [InlineData("""{"format": 2, "models": []}""", "format", "must be 1")]
    [InlineData("""{"format": 1}""", "models", "is missing")]
    [InlineData("""{"format": 1, "models": {}}""", "models", "must be an array")]
    [InlineData("""{"format": 1, "models": [], "models": []}""", "the document", "'models' stands twice")]
    [InlineData("""{"format": 1, "extends": "another", "models": []}""", "extends", "must be \"default\"")]
    [InlineData("""{"format": 1, "modles": []}""", "modles", "unknown member")]
    [InlineData("{\"format\": 1,\n\"models\": [\n1]}", "line 3, models[0]", "must be an object")]
    [InlineData("""{"format": 1, "models": [{"name": "a", "profile": "p"}]}""", "models[0] (a).provider", "is missing")]
    [InlineData("""{"format": 1, "models": [{"name": 5}]}""", "models[0].name", "must be a string")]
    [InlineData("""{"format": 1, "models": [{"name": null}]}""", "models[0].name", "must be a string")]
    [InlineData("""{"format": 1, "models": [{"name": "a", "name": "b"}]}""", "models[0] (a)", "'name' stands twice")]
    [InlineData("""{"format": 1, "models": [{"name": "a", "window": 5}]}""", "models[0] (a).window", "unknown member")]
    [InlineData("""{"format": 1, "models": [{"name": "a b", "provider": "p", "profile": "p"}]}""", "models[0] (a b)", "white space")]
    [InlineData("""{"format": 1, "models": [{"name": "a", "aliases": "b"}]}""", "models[0] (a).aliases", "array of strings")]
    [InlineData("""{"format": 1, "models": [{"name": "a", "aliases": [1]}]}""", "models[0] (a).aliases[0]", "must be a string")]
    [InlineData("""{"format": 1, "models": [{"name": "\ud800"}]}""", "line 1", "string")]
    public void A_wrong_file_is_refused_with_place_and_reason(string json, string place, string reason)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Load(json));
        Assert.Contains(place, error.Message);
        Assert.Contains(reason, error.Message);
    }

    [Theory]
    [InlineData("5", "contextWindow", "must be an object")]
    [InlineData("""{"value": 5, "asOf": "2026-11-20"}""", "contextWindow.source", "is missing")]
    [InlineData("""{"value": 5, "source": "s"}""", "contextWindow.asOf", "is missing")]
    [InlineData("""{"source": "s", "asOf": "2026-11-20"}""", "contextWindow.value", "is missing")]
    [InlineData("""{"value": 0, "source": "s", "asOf": "2026-11-20"}""", "models[0] (a)", "contextWindow must be positive")]
    [InlineData("""{"value": 1.5, "source": "s", "asOf": "2026-11-20"}""", "contextWindow.value", "whole number")]
    [InlineData("""{"value": 2147483648, "source": "s", "asOf": "2026-11-20"}""", "contextWindow.value", "whole number")]
    [InlineData("""{"value": 5, "source": "", "asOf": "2026-11-20"}""", "models[0] (a)", "contextWindow has no source")]
    [InlineData("""{"value": 5, "source": "s", "asOf": "20.11.2026"}""", "contextWindow.asOf", "must be a date")]
    [InlineData("""{"value": 5, "source": "s", "asOf": "2026-11-20", "unit": "k"}""", "contextWindow.unit", "unknown member")]
    public void A_wrong_figure_is_refused_with_place_and_reason(string figure, string place, string reason)
    {
        string json = $$"""{"format": 1, "models": [{"name": "a", "provider": "p", "profile": "p", "contextWindow": {{figure}}}]}""";
        A_wrong_file_is_refused_with_place_and_reason(json, place, reason);
    }

    [Theory]
    [InlineData("imageTokens", """{"unit": 28, "source": "s", "asOf": "2026-11-20"}""", "imageTokens", "unit and perUnit must be given")]
    [InlineData("imageTokens", """{"unit": 0, "perUnit": 1, "source": "s", "asOf": "2026-11-20"}""", "models[0] (a)", "imageTokens must have a positive unit")]
    [InlineData("imageTokens", """{"unit": 28, "perUnit": 1, "source": "s"}""", "imageTokens.asOf", "is missing")]
    [InlineData("imageTokens", """{"unit": 28, "perUnit": "1", "source": "s"}""", "imageTokens.perUnit", "must be a number of tokens")]
    [InlineData("imageTokens", """{"edge": 28}""", "imageTokens.edge", "unknown member")]
    [InlineData("messageOverhead", """{"perRequest": 3, "source": "s", "asOf": "2026-11-20"}""", "messageOverhead", "perRequest and perMessage must be given")]
    [InlineData("messageOverhead", """{"perRequest": 3, "perMessage": -1, "source": "s", "asOf": "2026-11-20"}""", "models[0] (a)", "messageOverhead must not be negative")]
    [InlineData("messageOverhead", """{"perRequest": 3, "perMessage": 3, "asOf": "2026-11-20"}""", "messageOverhead.source", "is missing")]
    public void A_wrong_rule_is_refused_with_place_and_reason(string member, string rule, string place, string reason) => A_wrong_file_is_refused_with_place_and_reason(
        $$"""{"format": 1, "models": [{"name": "a", "provider": "p", "profile": "p", "{{member}}": {{rule}}}]}""", place, reason);

    [Fact]
    public void Names_are_unique_in_a_file()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Load("""
            {"format": 1, "models": [
              {"name": "a", "provider": "p", "profile": "p", "aliases": ["x"]},
              {"name": "b", "provider": "p", "profile": "p", "aliases": ["X"]}
            ]}
            """));
        Assert.Contains("line 3, models[1] (b)", error.Message);
        Assert.Contains("the name 'X' is taken by the entry 'a'", error.Message);
    }

    [Fact]
    public void An_overlay_that_hides_a_model_is_refused() =>
        Assert.Contains(
            "gpt-5",
            Assert.Throws<InvalidDataException>(() => Load(
                """{"format": 1, "extends": "default", "models": [{"name": "a", "provider": "p", "profile": "p", "aliases": ["gpt-5"]}]}""")).Message);

    [Fact]
    public void A_file_without_end_is_refused() =>
        Assert.Contains("larger", Assert.Throws<InvalidDataException>(() => ModelCatalog.Load(new MemoryStream(new byte[17 << 20]))).Message);

    private static ModelCatalog Load(string json) => ModelCatalog.Load(new MemoryStream(Encoding.UTF8.GetBytes(json)));
}
