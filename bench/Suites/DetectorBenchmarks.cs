using BenchmarkDotNet.Attributes;
using FastTokens.Caching;

namespace FastTokens.Bench;

/// <summary>What a gateway does per request besides the fingerprint: where prompts of 1,000 segments part, forecast and verdict.</summary>
public class DetectorBenchmarks
{
    private static readonly CacheRules Rules = CacheRules.ForModel("claude-sonnet-4-5");

    private readonly PromptFingerprint _previous = new();
    private readonly PromptFingerprint _current = new();
    private readonly CacheBreakDetector _detector = new(Rules);

    [GlobalSetup]
    public void Setup()
    {
        BuildPair(_previous, _current);
        Turn();
    }

    [Benchmark]
    public int FindDivergence() => PromptDivergence.Find(_previous, _current, Rules).SegmentIndex;

    [Benchmark]
    public int Turn()
    {
        CacheForecast forecast = _detector.Forecast(_current, DateTimeOffset.UnixEpoch);
        return (int)_detector.Judge(new CacheUsage(5, forecast.Read, forecast.Written)).Kind;
    }

    /// <summary>Two prompts of 1,000 segments that part in the middle.</summary>
    internal static void BuildPair(PromptFingerprint previous, PromptFingerprint current)
    {
        byte[] body = RequestSource.CreateTurns(320);
        previous.Build(body, PromptFormat.AnthropicMessages);
        int middle = previous.Segments[previous.Count / 2].SourceOffset + 3;
        body[middle] = body[middle] == (byte)'x' ? (byte)'y' : (byte)'x';
        current.Build(body, PromptFormat.AnthropicMessages);
    }
}
