using BenchmarkDotNet.Attributes;
using FastTokens.Caching;
using FastTokens.Compaction;

namespace FastTokens.Bench;

/// <summary><see cref="MessageIndex"/> of 640 messages with calls of tools and their results: made from a fingerprint, and asked where a cut is allowed.</summary>
public class MessageIndexBenchmarks
{
    private readonly PromptFingerprint _prompt = new();
    private readonly MessageIndex _messages = new();

    [GlobalSetup]
    public void Setup()
    {
        _prompt.Build(RequestSource.CreateTurns(320), PromptFormat.AnthropicMessages);
        Build();
    }

    [Benchmark]
    public int Build()
    {
        _messages.Build(_prompt);
        return _messages.Count;
    }

    [Benchmark(Baseline = true)]
    public bool IsCutAllowed() => _messages.IsCutAllowed(_messages.Count / 2);

    /// <summary>The same question answered by looking at all messages, as for a list of the caller's own.</summary>
    [Benchmark]
    public bool PairsAreWhole() => ToolPairs.AreWholeAt(_messages, _messages.Count / 2);
}
