using System.Text;
using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary><see cref="TokenEstimator"/> in both encodings, beside what only reads the text.</summary>
[Config(typeof(BenchmarkConfig))]
public class EstimatorBenchmarks
{
    private readonly TokenEstimator _estimator = new(TokenProfile.O200kBase);
    private string _text = string.Empty;
    private byte[] _utf8 = [];

    [ParamsAllValues]
    public TextKind Kind { get; set; }

    [Params(64, 1 << 16)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _text = BenchmarkTexts.Create(Kind, Size);
        _utf8 = Encoding.UTF8.GetBytes(_text);
    }

    [Benchmark]
    public int Utf8() => _estimator.CountTokens(_utf8);

    [Benchmark]
    public int Utf16() => _estimator.CountTokens(_text);

    [Benchmark(Baseline = true)]
    public ulong XxHash3Utf8() => System.IO.Hashing.XxHash3.HashToUInt64(_utf8);

    [Benchmark]
    public int GetCharCount() => Encoding.UTF8.GetCharCount(_utf8);
}
