using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary><see cref="TokenEstimator"/> on every kind of text, from a short message to a large file.</summary>
public class EstimatorBenchmarks : YardstickBenchmarks
{
    private readonly TokenEstimator _estimator = new(TokenProfile.O200kBase);

    public static IEnumerable<TextKind> Kinds => BenchmarkScope.Cases(Enum.GetValues<TextKind>());

    public static IEnumerable<int> Sizes => BenchmarkScope.Cases(64, 1 << 10, 1 << 16, 1 << 20);

    [ParamsSource(nameof(Kinds))]
    public TextKind Kind { get; set; }

    [ParamsSource(nameof(Sizes))]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup() => Pieces = TextPieces.Create(Kind, Size);

    [Benchmark]
    public int CountTokens() => Form == TextForm.Utf8 ? _estimator.CountTokens(Pieces.Utf8) : _estimator.CountTokens(Pieces.Utf16);
}
