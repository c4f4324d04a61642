using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary><see cref="ExactTokenMeter"/> fed a text in pieces, beside <see cref="BpeTokenizer"/> that is given the whole.</summary>
public class ExactMeterBenchmarks : PiecewiseBenchmarks
{
    private readonly ExactTokenMeter _meter = new(BpeTokenizer.O200kBase);

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

        return _meter.Count;
    }

    [Benchmark]
    public int Whole() => Form == TextForm.Utf8 ? _meter.Tokenizer.CountTokens(Pieces.Utf8) : _meter.Tokenizer.CountTokens(Pieces.Utf16);
}
