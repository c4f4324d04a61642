using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary>
/// <see cref="SampledTokenMeter"/> beside the rough count that it corrects and the exact one that it spares. It counts an eighth of a text of 64 KB exactly,
/// a thirtieth of one of 8 MB.
/// </summary>
public class SampledMeterBenchmarks : YardstickBenchmarks
{
    private readonly SampledTokenMeter _meter = new(BpeTokenizer.O200kBase);
    private readonly TokenEstimator _estimator = new(TokenProfile.O200kBase);

    public static IEnumerable<TextKind> Kinds => BenchmarkScope.Cases(TextKind.English, TextKind.Code, TextKind.Chinese);

    public static IEnumerable<int> Sizes => BenchmarkScope.Cases(1 << 16, 1 << 20, 1 << 23);

    [ParamsSource(nameof(Kinds))]
    public TextKind Kind { get; set; }

    [ParamsSource(nameof(Sizes))]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup() => Pieces = TextPieces.Create(Kind, Size);

    [Benchmark]
    public long Sampled()
    {
        _meter.Reset();
        if (Form == TextForm.Utf8)
        {
            _meter.Append(Pieces.Utf8);
        }
        else
        {
            _meter.Append(Pieces.Utf16);
        }

        return _meter.Complete().TokenCount;
    }

    [Benchmark]
    public int Rough() => Form == TextForm.Utf8 ? _estimator.CountTokens(Pieces.Utf8) : _estimator.CountTokens(Pieces.Utf16);

    [Benchmark]
    public int Exact() => Form == TextForm.Utf8 ? _meter.Tokenizer.CountTokens(Pieces.Utf8) : _meter.Tokenizer.CountTokens(Pieces.Utf16);
}
