using BenchmarkDotNet.Attributes;
using FastTokens.Caching;

namespace FastTokens.Bench;

/// <summary><see cref="PromptLint"/> over a request whose fingerprint is there.</summary>
public class LintBenchmarks : RequestBenchmarks
{
    private static readonly CacheRules Rules = CacheRules.ForModel("claude-sonnet-4-5");

    private readonly PromptFingerprint _fingerprint = new();

    [Benchmark]
    public int Check() => PromptLint.Check(Body, _fingerprint, Rules).Count;

    private protected override void Prepare() =>
        _fingerprint.Build(Body, Format, new PromptFingerprintOptions { Counter = new TokenEstimator(TokenProfile.ClaudeLegacy) });
}
