using System.Text.Json.Nodes;
using FastTokens.Caching;
using FastTokens.Tests.Support;
using FsCheck.Fluent;
using Xunit;

namespace FastTokens.Tests.Caching;

/// <summary>Simulator, forecast and a naive provider agree on random sessions, token by token.</summary>
public class CacheSimulatorTests
{
    private static readonly CacheRules[] Providers =
    [
        CacheRules.ForModel("claude-sonnet-4-5"),
        CacheRules.ForModel("gpt-5.6-sol"),
        CacheRules.ForModel("gpt-5"),
        CacheRules.ForModel("deepseek-v3"),
    ];

    public static TheoryData<int> ProviderIndexes => [0, 1, 2, 3];

    [Theory]
    [MemberData(nameof(ProviderIndexes))]
    public void The_forecast_is_what_the_provider_reports(int provider) => Properties.ForAll(
        Gen.Choose(0, int.MaxValue - 1),
        seed =>
        {
            CacheRules rules = Providers[provider];
            NaiveProvider naive = new(rules);
            CacheSimulator simulator = new(rules);
            CacheBreakDetector detector = new(rules);
            Random random = new(seed);
            JsonObject request = SampleRequests.Create(random.Next(), tools: 1 + random.Next(3), turns: 1 + random.Next(2));
            DateTimeOffset time = DateTimeOffset.UnixEpoch.AddYears(50);
            for (int turn = 0; turn < 6; turn++)
            {
                PromptFingerprint prompt = SampleRequests.Fingerprint(request);
                CacheUsage expected = naive.Send(prompt, time);
                Assert.Equal(expected, simulator.Send(prompt, time));
                CacheForecast forecast = detector.Forecast(prompt, time);
                Assert.Equal((turn, expected.Read, expected.Written, expected.Uncached), (turn, forecast.Read, forecast.Written, forecast.Uncached));
                CacheVerdict verdict = detector.Judge(expected);
                Assert.NotEqual(CacheVerdictKind.EvictedOrRoutedElsewhere, verdict.Kind);
                Assert.NotEqual(CacheVerdictKind.AccountingMismatch, verdict.Kind);
                request = NextRequest(request, random, turn);
                time = time.AddSeconds(random.Next(5) switch { 0 => 400, 1 => 2000, 2 => 4000, _ => random.Next(60) });
            }
        });

    [Fact]
    public void Mixed_lifetimes_are_written_in_their_parts()
    {
        CacheRules rules = CacheRules.ForModel("claude-sonnet-4-5");
        JsonObject request = SampleRequests.Create(1, turns: 5);
        request["system"]![1]!["cache_control"]!["ttl"] = "1h";
        PromptFingerprint prompt = SampleRequests.Fingerprint(request);
        int system = prompt.IndexOf(PromptSection.Messages) - 1;
        CacheSimulator simulator = new(rules);
        DateTimeOffset time = DateTimeOffset.UnixEpoch;
        CacheUsage first = simulator.Send(prompt, time);
        Assert.Equal((0L, prompt.Segments[system].TokensEnd), (first.Read, first.Write1Hour));
        Assert.Equal(prompt.TokenCount, first.Input);
        Assert.True(first.Write5Minutes > 0);

        // Ten minutes later the conversation has expired, tools and system have not.
        CacheUsage later = simulator.Send(prompt, time.AddMinutes(10));
        Assert.Equal(prompt.Segments[system].TokensEnd, later.Read);
        Assert.Equal(0, later.Write1Hour);
    }

    [Theory]
    [InlineData("gpt-5.6-sol", "\"prompt_cache_options\":{\"mode\":\"explicit\"}", 60, false)]
    [InlineData("gpt-5.6-sol", "\"prompt_cache_options\":{\"ttl\":\"30m\"}", 60, true)]
    [InlineData("gpt-5", "\"stream\":true", 3600, false)]
    [InlineData("gpt-5", "\"prompt_cache_retention\":\"24h\"", 3600, true)]
    public void A_request_may_ask_for_another_kind_of_cache(string model, string parameter, int seconds, bool isRead)
    {
        byte[] body = System.Text.Encoding.UTF8.GetBytes(
            $$"""{"model":"{{model}}","messages":[{"role":"user","content":"{{SampleRequests.Text(new Random(1), 3000).Replace("\n", " ", StringComparison.Ordinal)}}"}],{{parameter}}}""");
        PromptFingerprint prompt = new();
        prompt.Build(body, PromptFormat.OpenAIChatCompletions, SampleRequests.Options);
        System.Buffers.ArrayBufferWriter<byte> saved = new();
        prompt.Save(saved);
        PromptFingerprint loaded = new();
        loaded.Load(saved.WrittenSpan);
        CacheSimulator simulator = new(CacheRules.ForModel(model));
        simulator.Send(prompt, DateTimeOffset.UnixEpoch);
        Assert.Equal(isRead, simulator.Send(loaded, DateTimeOffset.UnixEpoch.AddSeconds(seconds)).Read > 0);
    }

    [Fact]
    public void A_header_that_changes_every_turn_keeps_the_ratio_at_zero()
    {
        CacheRules rules = CacheRules.ForModel("claude-sonnet-4-5");
        HeaderScenario scenario = new() { Rules = rules };
        HeaderScenarioResult changing = scenario.Run(HeaderKind.Changing);
        HeaderScenarioResult stable = scenario.Run(HeaderKind.Stable);
        Assert.Equal(0, changing.Metrics.HitRatio);
        Assert.InRange(stable.Metrics.HitRatio, 0.85, 0.98);
        decimal saved = changing.Metrics.Cost!.Value - stable.Metrics.Cost!.Value;
        Assert.InRange((double)(saved / changing.Metrics.Cost.Value), 0.6, 0.75);
    }

    // What happens to requests: mostly they grow; sometimes something in them changes, parameters too.
    private static JsonObject NextRequest(JsonObject request, Random random, int turn)
    {
        request = SampleRequests.Clone(request);
        JsonArray messages = request["messages"]!.AsArray();
        switch (random.Next(10))
        {
            case 0:
                request["tools"]![0]!["description"] = SampleRequests.Text(random, 30);
                break;
            case 1:
                request["system"]![0]!["text"] = SampleRequests.Text(random, 30);
                break;
            case 2 when messages.Count > 4:
                messages[random.Next(messages.Count / 4) * 4]!["content"]![0]!["text"] = SampleRequests.Text(random, 30);
                break;
            case 3:
                request["tool_choice"] = new JsonObject { ["type"] = random.Next(2) == 0 ? "any" : "auto" };
                break;
            case 4 when messages.Count > 4:
                messages.RemoveAt(messages.Count - 1);
                break;
            case 5:
                for (int extra = 0; extra < 8; extra++)
                {
                    SampleRequests.AppendTurn(messages, random, (turn * 100) + extra);
                }

                break;
            case 6:
                request["response_format"] = new JsonObject { ["type"] = random.Next(2) == 0 ? "text" : "json_object" };
                break;
        }

        SampleRequests.AppendTurn(messages, random, turn);
        SampleRequests.MarkLast(request);
        if (random.Next(4) == 0)
        {
            messages[^1]!["content"]![0]!["cache_control"] = SampleRequests.Marker(random.Next(2) == 0 ? "1h" : "5m");
        }

        return request;
    }
}
