using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary><see cref="TokenMeter"/> fed a text in pieces, as from a file or a stream of messages.</summary>
public class MeterBenchmarks : YardstickBenchmarks
{
    private readonly TokenMeter _meter = new(TokenProfile.O200kBase);

    public static IEnumerable<int> Sizes => BenchmarkScope.Cases(1 << 20);

    public static IEnumerable<int> PieceLengths => BenchmarkScope.Cases(4096, 100);

    [ParamsSource(nameof(Sizes))]
    public int Size { get; set; }

    /// <summary>Gets or sets the length of a piece in bytes of UTF-8 or in chars.</summary>
    [ParamsSource(nameof(PieceLengths))]
    public int PieceLength { get; set; }

    [GlobalSetup]
    public void Setup() => Pieces = TextPieces.Create(TextKind.English, Size);

    [Benchmark]
    public long Append()
    {
        _meter.Reset();
        if (Form == TextForm.Utf8)
        {
            ReadOnlySpan<byte> text = Pieces.Utf8;
            for (; text.Length > PieceLength; text = text[PieceLength..])
            {
                _meter.Append(text[..PieceLength]);
            }

            _meter.Append(text);
        }
        else
        {
            ReadOnlySpan<char> text = Pieces.Utf16;
            for (; text.Length > PieceLength; text = text[PieceLength..])
            {
                _meter.Append(text[..PieceLength]);
            }

            _meter.Append(text);
        }

        return _meter.Estimate;
    }
}
