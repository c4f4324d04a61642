using System.Text.Json.Nodes;
using FastTokens.Caching;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Caching;

/// <summary>What a gateway does for every request allocates nothing once buffers have grown.</summary>
public class CachingAllocationTests
{
    private const int Calls = 60;

    private static readonly byte[] Large = CreateLarge();

    [Fact]
    public void A_request_of_a_megabyte_is_read_fingerprinted_forecast_and_judged_without_allocating()
    {
        Assert.InRange(Large.Length, 1_000_000, 1_300_000);
        foreach (string model in (string[])["claude-sonnet-4-5", "gpt-5", "gpt-5.6-sol"])
        {
            PromptFingerprintOptions options = SampleRequests.Options with { Model = model };
            CacheBreakDetector detector = new(CacheRules.ForModel(model));
            PromptFingerprint fingerprint = new();
            DateTimeOffset time = DateTimeOffset.UnixEpoch;
            Assert.Equal(0, AllocatedBy(() =>
            {
                fingerprint.Build(Large, PromptFormat.AnthropicMessages, options);
                time = time.AddSeconds(5);
                CacheForecast forecast = detector.Forecast(fingerprint, time);
                CacheVerdict verdict = detector.Judge(new CacheUsage(forecast.Uncached, forecast.Read, forecast.Written));
                return verdict.ActualRead + (long)verdict.Kind;
            }));
            Assert.Equal(1, detector.Metrics.Usage.Read > 0 ? 1 : 0);
        }
    }

    [Fact]
    public void The_parts_allocate_nothing_either()
    {
        PromptFingerprint previous = SampleRequests.Fingerprint(Large);
        PromptFingerprint current = new();
        byte[] scratch = new byte[PromptReader.GetScratchLength(Large.Length)];
        CacheRules rules = CacheRules.ForModel("claude-sonnet-4-5");
        CacheSimulator simulator = new(rules);
        CacheBreakDetectors detectors = new();
        CacheDetectorKey key = new("s", "", "main", "anthropic", "claude-sonnet-4-5");
        Assert.Equal(0, AllocatedBy(() =>
        {
            PromptReader reader = new(Large, PromptFormat.AnthropicMessages, scratch);
            long length = 0;
            while (reader.Read())
            {
                length += reader.Current.Content.Length;
            }

            return length;
        }));
        Assert.Equal(0, AllocatedBy(() =>
        {
            current.Build(Large, PromptFormat.AnthropicMessages, SampleRequests.Options, previous);
            return current.Count;
        }));
        Assert.Equal(0, AllocatedBy(() => PromptDivergence.Find(previous, current, rules).SegmentIndex));
        Assert.Equal(0, AllocatedBy(() => simulator.Send(previous, DateTimeOffset.UnixEpoch).Read));
        Assert.Equal(0, AllocatedBy(() => detectors.GetOrAdd(key).Metrics.Turns));
        Assert.Equal(0, AllocatedBy(() => CacheUsage.Parse("""{"input_tokens":4,"cache_creation_input_tokens":2,"cache_read_input_tokens":9794,"output_tokens":130}"""u8).Read));
        Span<char> buffer = stackalloc char[64];
        Assert.True(previous.Segments[^1].Path.TryFormat(buffer, out int written));
        Assert.Equal(previous.Segments[^1].Path.ToString(), buffer[..written].ToString());
    }

    [Fact]
    public void The_check_sees_an_object()
    {
        object? kept = null;
        Assert.NotEqual(0, AllocatedBy(() => (kept = new object()).GetHashCode()));
        GC.KeepAlive(kept);
    }

    private static long AllocatedBy(Func<long> call) => Allocations.Of(call, 12, Calls);

    private static byte[] CreateLarge()
    {
        JsonObject request = SampleRequests.Create(42, tools: 40, turns: 1);
        Random random = new(7);
        for (int turn = 0; SampleRequests.Bytes(request).Length < 1_000_000; turn += 10)
        {
            for (int index = 0; index < 10; index++)
            {
                SampleRequests.AppendTurn(request["messages"]!.AsArray(), random, turn + index);
            }
        }

        SampleRequests.MarkLast(request);
        return SampleRequests.Bytes(request);
    }
}
