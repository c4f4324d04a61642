using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary><see cref="TokenProfile"/> prices texts that were scanned before: an estimate, and a bound of the count with a confidence.</summary>
public class ProfileBenchmarks
{
    private readonly TokenProfile _profile = TokenProfile.O200kBase;
    private TextFeatures[] _texts = [];

    public static IEnumerable<TextKind> Kinds => BenchmarkScope.Cases(TextKind.English, TextKind.Chinese);

    [ParamsSource(nameof(Kinds))]
    public TextKind Kind { get; set; }

    [GlobalSetup]
    public void Setup() => _texts = ScannedTexts.Create(Kind);

    [Benchmark(Baseline = true, OperationsPerInvoke = ScannedTexts.Count)]
    public long Estimate()
    {
        long sum = 0;
        foreach (ref readonly TextFeatures text in _texts.AsSpan())
        {
            sum += _profile.Estimate(in text);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = ScannedTexts.Count)]
    public long EstimateAtMost()
    {
        long sum = 0;
        foreach (ref readonly TextFeatures text in _texts.AsSpan())
        {
            sum += _profile.EstimateAtMost(in text, confidence: 0.95);
        }

        return sum;
    }
}
