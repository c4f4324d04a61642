using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary><see cref="TokenMeter"/> fed a text in pieces, as from a file or a stream of messages.</summary>
public class MeterBenchmarks : PiecewiseBenchmarks
{
    private readonly TokenMeter _meter = new(TokenProfile.O200kBase);

    [Benchmark]
    public long Append()
    {
        _meter.Reset();
        if (Form == TextForm.Utf8)
        {
            foreach (ReadOnlySpan<byte> piece in Utf8)
            {
                _meter.Append(piece);
            }
        }
        else
        {
            foreach (ReadOnlySpan<char> piece in Utf16)
            {
                _meter.Append(piece);
            }
        }

        return _meter.Estimate;
    }
}
