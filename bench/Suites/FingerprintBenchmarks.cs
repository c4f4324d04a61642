using BenchmarkDotNet.Attributes;
using FastTokens.Caching;

namespace FastTokens.Bench;

/// <summary><see cref="PromptFingerprint"/> over a request, and the <see cref="PromptReader"/> that it goes through.</summary>
public class FingerprintBenchmarks : RequestBenchmarks
{
    private static readonly PromptFingerprintOptions Counting = new() { Counter = new TokenEstimator(TokenProfile.ClaudeLegacy) };

    private readonly PromptFingerprint _fingerprint = new();
    private readonly PromptFingerprint _previous = new();
    private byte[] _scratch = [];

    [Benchmark]
    public int Read()
    {
        PromptReader reader = new(Body, Format, _scratch);
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
        _fingerprint.Build(Body, Format);
        return _fingerprint.Count;
    }

    [Benchmark]
    public long Fingerprint()
    {
        _fingerprint.Build(Body, Format, Counting);
        return _fingerprint.TokenCount;
    }

    [Benchmark]
    public long FingerprintOfTheNextTurn()
    {
        _fingerprint.Build(Body, Format, Counting, _previous);
        return _fingerprint.TokenCount;
    }

    private protected override void Prepare()
    {
        _scratch = new byte[PromptReader.GetScratchLength(Body.Length)];
        _previous.Build(Body, Format, Counting);
    }
}
