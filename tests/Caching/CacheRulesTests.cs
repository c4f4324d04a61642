using System.Text;
using FastTokens.Caching;
using Xunit;

namespace FastTokens.Tests.Caching;

public class CacheRulesTests
{
    [Theory]
    [InlineData("claude-sonnet-4-5-20250929", null, "anthropic", 1024)]
    [InlineData("us.anthropic.claude-opus-4-5-20251101-v1:0", null, "anthropic", 4096)]
    [InlineData("claude-from-the-future", null, "anthropic", 1024)]
    [InlineData("gpt-5.6-sol", null, "openai-5.6", 1024)]
    [InlineData("gpt-6-astra", null, "openai-5.6", 1024)]
    [InlineData("gpt-5", null, "openai", 1024)]
    [InlineData("gemini-2.5-pro", null, "gemini", 4096)]
    [InlineData("deepseek-v3", null, "deepseek", 64)]
    [InlineData("llama-3.1-8b-instruct", null, "automatic", 1024)]
    [InlineData("claude-sonnet-4-5", "gateway", "automatic", 1024)]
    public void A_model_has_rules(string model, string? provider, string name, int minimum)
    {
        CacheRules rules = CacheRules.ForModel(model, provider);
        Assert.Equal((name, minimum), (rules.Name, rules.MinimumTokens));
        Assert.NotEmpty(rules.Sources);
        Assert.True(rules.Effective > new DateOnly(2025, 1, 1));
    }

    [Fact]
    public void Ones_own_rules_come_first()
    {
        const string Own = """
            { "format": 1, "rules": [ // mine
              { "name": "mine", "provider": "anthropic", "models": ["claude*"], "effective": "2027-01-01", "mechanism": "prefix", "minimumTokens": 5, "stepTokens": 2,
                "maximumBreakpoints": 0, "lookBackBlocks": 0, "implicitBreakpoint": true, "lifetimeSeconds": 9, "longLifetimeSeconds": 9, "readsRefresh": false,
                "writeMultiplier": 1, "longWriteMultiplier": 1, "readMultiplier": 0.5, "keyParameters": { "speed": "tools" }, "strippedPrefixes": ["x:"], "sources": { "all": "me" } } ] }
            """;
        CacheRulesSet set = CacheRulesSet.Load(new MemoryStream(Encoding.UTF8.GetBytes(Own)));
        Assert.Equal("mine", set.ForModel("claude-sonnet-4-5").Name);
        Assert.Equal("openai", set.ForModel("gpt-5").Name);
        Assert.Equal(new CacheKeyParameter("speed", PromptSection.Tools), Assert.Single(set.ForModel("claude-3-opus").KeyParameters));
    }

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("""{"format":2,"rules":[]}""", "format")]
    [InlineData("""{"format":1,"rules":[{"nam":1}]}""", "rules[0].nam")]
    [InlineData("""{"format":1,"rules":[{"name":""}]}""", "rules[0].name")]
    [InlineData("""{"format":1,"rules":[{}]}""", "rules[0].name")]
    [InlineData("""{"format":1}""", "rules")]
    public void A_wrong_file_says_where(string json, string place)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => CacheRulesSet.Load(new MemoryStream(Encoding.UTF8.GetBytes(json))));
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
    }
}
