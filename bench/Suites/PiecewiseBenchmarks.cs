using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary>A text that comes in pieces, cut anywhere.</summary>
public abstract class PiecewiseBenchmarks : YardstickBenchmarks
{
    public static IEnumerable<int> Sizes => BenchmarkScope.Cases(1 << 20);

    public static IEnumerable<int> PieceLengths => BenchmarkScope.Cases(4096, 100);

    [ParamsSource(nameof(Sizes))]
    public int Size { get; set; }

    /// <summary>Gets or sets the length of a piece in bytes of UTF-8 or in chars.</summary>
    [ParamsSource(nameof(PieceLengths))]
    public int PieceLength { get; set; }

    private protected SpanPieces<byte> Utf8 => new(Pieces.Utf8, PieceLength);

    private protected SpanPieces<char> Utf16 => new(Pieces.Utf16, PieceLength);

    [GlobalSetup]
    public void Setup() => Pieces = TextPieces.Create(TextKind.English, Size);
}
