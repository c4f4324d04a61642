using System.Text;
using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary>A budget of 1,000 tokens on texts of growing size: the time must not grow with them.</summary>
[Config(typeof(BenchmarkConfig))]
public class BudgetBenchmarks
{
    private const int Budget = 1000;

    private readonly TokenEstimator _estimator = new(TokenProfile.O200kBase);
    private byte[] _utf8 = [];

    [Params(10_000, 1_000_000, 10_000_000)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup() => _utf8 = Encoding.UTF8.GetBytes(BenchmarkTexts.Create(TextKind.English, Size));

    [Benchmark]
    public bool Fits() => _estimator.Fits(_utf8, Budget);

    [Benchmark]
    public int Prefix() => _estimator.GetIndexByTokenCount(_utf8, Budget, out _);

    [Benchmark]
    public int Suffix() => _estimator.GetIndexByTokenCountFromEnd(_utf8, Budget, out _);
}
