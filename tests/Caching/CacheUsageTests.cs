using System.Text;
using FastTokens.Caching;
using Xunit;

namespace FastTokens.Tests.Caching;

public class CacheUsageTests
{
    [Theory]
    [InlineData("""{"input_tokens":4,"cache_creation_input_tokens":101502,"cache_read_input_tokens":9794,"output_tokens":130,"service_tier":"standard"}""", 4, 9794, 0, 0, 101502, 130)]
    [InlineData("""{"input_tokens":1,"cache_creation_input_tokens":111,"cache_read_input_tokens":43749,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":111},"output_tokens":1}""", 1, 43749, 0, 111, 0, 1)]
    [InlineData("""{"input_tokens":10,"cache_read_input_tokens":null,"output_tokens":1,"server_tool_use":{"web_search_requests":4}}""", 10, 0, 0, 0, 0, 1)]
    [InlineData("""{"prompt_tokens":9834,"completion_tokens":28,"total_tokens":9862,"prompt_tokens_details":{"cached_tokens":8832,"audio_tokens":0}}""", 1002, 8832, 0, 0, 0, 28)]
    [InlineData("""{"prompt_tokens":6648,"completion_tokens":28,"prompt_tokens_details":{"cached_tokens":6400,"cache_write_tokens":200}}""", 48, 6400, 0, 0, 200, 28)]
    [InlineData("""{"input_tokens":2000,"input_tokens_details":{"cached_tokens":1920},"output_tokens":10,"output_tokens_details":{"reasoning_tokens":5}}""", 80, 1920, 0, 0, 0, 10)]
    [InlineData("""{"completion_tokens":80,"prompt_tokens":3399,"prompt_cache_hit_tokens":1920,"prompt_cache_miss_tokens":1479,"prompt_tokens_details":{"cached_tokens":1920}}""", 1479, 1920, 0, 0, 0, 80)]
    [InlineData("""{"promptTokenCount":5000,"cachedContentTokenCount":4096,"candidatesTokenCount":20,"thoughtsTokenCount":30,"totalTokenCount":5050}""", 904, 4096, 0, 0, 0, 50)]
    public void Every_provider_has_its_shape(string json, long uncached, long read, long write5, long write1, long other, long output) =>
        Assert.Equal(new CacheUsage(uncached, read, write5, write1, other, output), CacheUsage.Parse(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("""{"prompt_tokens":100,"prompt_tokens_details":{"cached_tokens":200}}""")]
    [InlineData("""{"promptTokenCount":10,"cachedContentTokenCount":20}""")]
    [InlineData("""{"input_tokens":-1}""")]
    [InlineData("""{"prompt_tokens":10,"prompt_cache_hit_tokens":5,"prompt_cache_miss_tokens":6}""")]
    [InlineData("""{"input_tokens":1,"cache_creation_input_tokens":5,"cache_creation":{"ephemeral_5m_input_tokens":6}}""")]
    public void Contradictions_are_an_error_or_mended_with_a_flag(string json)
    {
        byte[] usage = Encoding.UTF8.GetBytes(json);
        Assert.Throws<FormatException>(() => CacheUsage.Parse(usage));
        CacheUsage mended = CacheUsage.ParseClamped(usage, null, out bool wasClamped);
        Assert.True(wasClamped);
        Assert.True(mended is { Uncached: >= 0, Read: >= 0, Written: >= 0 });
        Assert.InRange(mended.HitRatio, 0, 1);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"input_tokens":"4"}""")]
    [InlineData("""{"input_tokens":1.5}""")]
    [InlineData("""{"input_tokens":99999999999}""")]
    public void What_is_no_usage_is_an_error(string json) => Assert.Throws<FormatException>(() => CacheUsage.Parse(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Anthropics_input_excludes_what_was_cached()
    {
        // Taken as if it included it, the ratio would be 9794 / 4 or, clamped, 1.
        CacheUsage usage = CacheUsage.Parse("""{"input_tokens":4,"cache_creation_input_tokens":101502,"cache_read_input_tokens":9794}"""u8);
        Assert.Equal(9794.0 / 111300, usage.HitRatio, 6);
    }

    [Fact]
    public void A_ratio_is_never_nan()
    {
        Assert.Equal(0, default(CacheUsage).HitRatio);
        Assert.Equal(0, new CacheUsage(0, 0, Write5Minutes: 1000).HitRatio);
        Assert.Equal(1, new CacheUsage(0, 10).HitRatio);
        Assert.Equal(0, CacheMetrics.Empty.HitRatio);
        Assert.Equal(0, CacheMetrics.Empty.RewriteFactor);
    }

    [Fact]
    public void Costs_follow_from_the_rules()
    {
        CacheRules rules = CacheRules.ForModel("claude-sonnet-4-5");
        CacheUsage usage = new(1_000_000, 1_000_000, 1_000_000, 1_000_000, 0, 1_000_000);
        ModelPrices prices = ModelCatalog.Default.GetModel("claude-sonnet-4-5").Prices!.Value.Value;
        Assert.Equal(prices.Input + prices.CacheRead + prices.CacheWrite + (2 * prices.Input) + prices.Output, rules.CostOf(usage));
        CacheMetrics metrics = CacheMetrics.Empty.With(usage, rules).With(new CacheUsage(0, 4_000_000), rules, lostTokens: 100);
        Assert.Equal(5_000_000.0 / 8_000_000, metrics.HitRatio);
        Assert.Equal(2, metrics.Turns);
        Assert.Equal(100 * (prices.CacheWrite - prices.CacheRead) / 1_000_000, metrics.AvoidableCost);
        Assert.Null(CacheRules.ForModel("unheard-of").CostOf(usage));
    }
}
