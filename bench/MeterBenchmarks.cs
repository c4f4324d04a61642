using System.Text;
using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary><see cref="TokenMeter"/> fed in pieces.</summary>
[Config(typeof(BenchmarkConfig))]
public class MeterBenchmarks
{
    private readonly TokenMeter _meter = new(TokenProfile.O200kBase);
    private byte[] _utf8 = [];

    [Params(1 << 20)]
    public int Size { get; set; }

    [Params(100, 4096)]
    public int Piece { get; set; }

    [GlobalSetup]
    public void Setup() => _utf8 = Encoding.UTF8.GetBytes(BenchmarkTexts.Create(TextKind.English, Size));

    [Benchmark]
    public long Append()
    {
        _meter.Reset();
        for (int start = 0; start < _utf8.Length; start += Piece)
        {
            _meter.Append(_utf8.AsSpan(start, Math.Min(Piece, _utf8.Length - start)));
        }

        return _meter.Estimate;
    }
}
