using System.Text.Json;
using BenchmarkDotNet.Attributes;
using FastTokens.Caching;

namespace FastTokens.Bench;

/// <summary><see cref="PromptFingerprint"/> over a request, beside what only reads its JSON.</summary>
public class FingerprintBenchmarks
{
    private static readonly PromptFingerprintOptions Counting = new() { Counter = new TokenEstimator(TokenProfile.ClaudeLegacy) };

    private readonly PromptFingerprint _fingerprint = new();
    private readonly PromptFingerprint _previous = new();
    private byte[] _body = [];
    private byte[] _scratch = [];

    [Params(1 << 16, 1 << 20)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _body = RequestSource.Create(Size);
        _scratch = new byte[PromptReader.GetScratchLength(_body.Length)];
        _previous.Build(_body, PromptFormat.AnthropicMessages, Counting);
    }

    [Benchmark(Baseline = true)]
    public int Utf8JsonReader()
    {
        Utf8JsonReader reader = new(_body);
        int count = 0;
        while (reader.Read())
        {
            count++;
        }

        return count;
    }

    [Benchmark]
    public int Read()
    {
        PromptReader reader = new(_body, PromptFormat.AnthropicMessages, _scratch);
        int length = 0;
        while (reader.Read())
        {
            length += reader.Current.Content.Length;
        }

        return length;
    }

    [Benchmark]
    public int FingerprintWithoutTokens()
    {
        _fingerprint.Build(_body, PromptFormat.AnthropicMessages);
        return _fingerprint.Count;
    }

    [Benchmark]
    public long Fingerprint()
    {
        _fingerprint.Build(_body, PromptFormat.AnthropicMessages, Counting);
        return _fingerprint.TokenCount;
    }

    [Benchmark]
    public long FingerprintOfTheNextTurn()
    {
        _fingerprint.Build(_body, PromptFormat.AnthropicMessages, Counting, _previous);
        return _fingerprint.TokenCount;
    }
}
