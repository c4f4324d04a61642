using BenchmarkDotNet.Attributes;
using FastTokens.Caching;

namespace FastTokens.Bench;

/// <summary><see cref="PromptDivergence"/>: where prompts of 1,000 segments part, by their fingerprints, and what was done there, by their texts.</summary>
public class DivergenceBenchmarks
{
    private static readonly CacheRules Rules = CacheRules.ForModel("claude-sonnet-4-5");

    private readonly PromptFingerprint _previous = new();
    private readonly PromptFingerprint _current = new();
    private byte[] _previousBody = [];
    private byte[] _currentBody = [];

    [GlobalSetup]
    public void Setup() => (_previousBody, _currentBody) = BuildPair(_previous, _current);

    [Benchmark(Baseline = true)]
    public int Find() => PromptDivergence.Find(_previous, _current, Rules).SegmentIndex;

    [Benchmark]
    public int Classify() => PromptDivergence.Classify(_previous, _previousBody, _current, _currentBody, Rules).CurrentOffset;

    /// <summary>Builds two prompts of 1,000 segments that part in the middle, and returns their bodies.</summary>
    internal static (byte[] Previous, byte[] Current) BuildPair(PromptFingerprint previous, PromptFingerprint current)
    {
        byte[] body = RequestSource.CreateTurns(320);
        previous.Build(body, PromptFormat.AnthropicMessages);
        int middle = previous.Segments[previous.Count / 2].SourceOffset + 3;
        byte[] changed = [.. body];
        changed[middle] = body[middle] == (byte)'x' ? (byte)'y' : (byte)'x';
        current.Build(changed, PromptFormat.AnthropicMessages);
        return (body, changed);
    }
}
