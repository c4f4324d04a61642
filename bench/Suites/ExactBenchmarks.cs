using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary>
/// <see cref="BpeTokenizer"/> with o200k_base, on text that this thread has counted before and on text that it has not, beside .NET's compiled regular
/// expression of the same grammar, which only finds the pieces.
/// </summary>
public class ExactBenchmarks : YardstickBenchmarks
{
    private readonly BpeTokenizer _tokenizer = BpeTokenizer.O200kBase;
    private byte[] _utf8 = [];
    private string _utf16 = string.Empty;

    public static IEnumerable<TextKind> Kinds => BenchmarkScope.Cases(Enum.GetValues<TextKind>());

    public static IEnumerable<int> Sizes => BenchmarkScope.Cases(1 << 18);

    [ParamsSource(nameof(Kinds))]
    public TextKind Kind { get; set; }

    [ParamsSource(nameof(Sizes))]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        Pieces = TextPieces.Create(Kind, Size);
        _utf8 = Pieces.Utf8;
        _utf16 = Pieces.Utf16;
    }

    [Benchmark]
    public int Warm() => Form == TextForm.Utf8 ? _tokenizer.CountTokens(_utf8) : _tokenizer.CountTokens(_utf16);

    [Benchmark]
    public int FirstTouch()
    {
        PieceCache.Forget();
        return Warm();
    }

    [Benchmark]
    public int Regex() => PieceRegex.Count(_utf16);

    /// <summary>Stops at a limit, so it reads a part.</summary>
    [Benchmark]
    [BenchmarkCategory(ReadsPart)]
    public long CountUpTo() => Form == TextForm.Utf8 ? _tokenizer.CountUpTo(_utf8, 1000) : _tokenizer.CountUpTo(_utf16, 1000);
}
