using BenchmarkDotNet.Attributes;
using FastTokens.Caching;

namespace FastTokens.Bench;

/// <summary>What a gateway does per request besides the fingerprint: rules and detector looked up, forecast and verdict of a prompt of 1,000 segments.</summary>
public class DetectorBenchmarks
{
    private const string Model = "claude-sonnet-4-5";
    private const int Conversations = 10_000;

    private readonly PromptFingerprint _prompt = new();
    private readonly CacheBreakDetector _detector = new(CacheRules.ForModel(Model));
    private readonly CacheBreakDetectors _detectors = new(Conversations);
    private readonly CacheDetectorKey[] _keys = [.. Enumerable.Range(0, Conversations).Select(static number => new CacheDetectorKey($"session-{number}", "agent", "main", "anthropic", Model))];
    private int _next;

    [GlobalSetup]
    public void Setup()
    {
        _prompt.Build(RequestSource.CreateTurns(320), PromptFormat.AnthropicMessages);
        foreach (CacheDetectorKey key in _keys)
        {
            _detectors.GetOrAdd(key);
        }
    }

    [Benchmark]
    public CacheRules FindRules() => CacheRules.ForModel(Model);

    [Benchmark]
    public CacheBreakDetector FindDetector() => _detectors.GetOrAdd(_keys[_next++ * 7919 % Conversations]);

    [Benchmark]
    public int Turn()
    {
        CacheForecast forecast = _detector.Forecast(_prompt, DateTimeOffset.UnixEpoch);
        return (int)_detector.Judge(new CacheUsage(5, forecast.Read, forecast.Written)).Kind;
    }
}
