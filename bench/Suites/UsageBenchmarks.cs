using System.Text.Json;
using BenchmarkDotNet.Attributes;
using FastTokens.Caching;

namespace FastTokens.Bench;

/// <summary><see cref="CacheUsage"/> from the usage of a response, in the shapes of providers, beside what only reads its JSON.</summary>
public class UsageBenchmarks
{
    private byte[] _usage = [];

    public static IEnumerable<UsageFormat> Formats => BenchmarkScope.Cases(UsageFormat.Anthropic, UsageFormat.OpenAI, UsageFormat.Gemini);

    [ParamsSource(nameof(Formats))]
    public UsageFormat Format { get; set; }

    [GlobalSetup]
    public void Setup() => _usage = [.. UsageOf(Format)];

    [Benchmark(Baseline = true)]
    public int Utf8JsonReader()
    {
        Utf8JsonReader reader = new(_usage);
        int count = 0;
        while (reader.Read())
        {
            count++;
        }

        return count;
    }

    [Benchmark]
    public long Parse() => CacheUsage.Parse(_usage).Read;

    private static ReadOnlySpan<byte> UsageOf(UsageFormat format) => format switch
    {
        UsageFormat.Anthropic => """{"input_tokens":4,"cache_creation_input_tokens":101502,"cache_read_input_tokens":9794,"cache_creation":{"ephemeral_5m_input_tokens":101502,"ephemeral_1h_input_tokens":0},"output_tokens":130,"service_tier":"standard"}"""u8,
        UsageFormat.Gemini => """{"promptTokenCount":5000,"cachedContentTokenCount":4096,"candidatesTokenCount":20,"thoughtsTokenCount":30,"totalTokenCount":5050}"""u8,
        _ => """{"prompt_tokens":9834,"completion_tokens":28,"total_tokens":9862,"prompt_tokens_details":{"cached_tokens":8832,"audio_tokens":0}}"""u8,
    };
}
