using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary>A budget of 1,000 tokens on texts of growing size: the time must not grow with them.</summary>
public class EstimateSearchBenchmarks : YardstickBenchmarks
{
    private const int Budget = 1000;

    private readonly TokenEstimator _estimator = new(TokenProfile.O200kBase);

    public static IEnumerable<int> Sizes => BenchmarkScope.Cases(10_000, 1_000_000, 10_000_000);

    [ParamsSource(nameof(Sizes))]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup() => Pieces = TextPieces.Create(TextKind.English, Size);

    [Benchmark]
    [BenchmarkCategory(ReadsPart)]
    public bool Fits() => Form == TextForm.Utf8 ? _estimator.Fits(Pieces.Utf8, Budget) : _estimator.Fits(Pieces.Utf16, Budget);

    [Benchmark]
    [BenchmarkCategory(ReadsPart)]
    public int Prefix() => Form == TextForm.Utf8
        ? _estimator.GetIndexByTokenCount(Pieces.Utf8, Budget, out _)
        : _estimator.GetIndexByTokenCount(Pieces.Utf16, Budget, out _);

    [Benchmark]
    [BenchmarkCategory(ReadsPart)]
    public int Suffix() => Form == TextForm.Utf8
        ? _estimator.GetIndexByTokenCountFromEnd(Pieces.Utf8, Budget, out _)
        : _estimator.GetIndexByTokenCountFromEnd(Pieces.Utf16, Budget, out _);
}
