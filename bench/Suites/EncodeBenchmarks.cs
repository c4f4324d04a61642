using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary><see cref="BpeTokenizer"/> to ids and back, beside the count alone.</summary>
public class EncodeBenchmarks : YardstickBenchmarks
{
    private readonly BpeTokenizer _tokenizer = BpeTokenizer.O200kBase;
    private int[] _written = [];
    private int[] _ids = [];
    private byte[] _decoded = [];

    public static IEnumerable<TextKind> Kinds => BenchmarkScope.Cases(TextKind.English, TextKind.Code, TextKind.Chinese);

    public static IEnumerable<int> Sizes => BenchmarkScope.Cases(1 << 18);

    [ParamsSource(nameof(Kinds))]
    public TextKind Kind { get; set; }

    [ParamsSource(nameof(Sizes))]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        Pieces = TextPieces.Create(Kind, Size);
        _ids = _tokenizer.EncodeToIds(Pieces.Utf16);
        _written = new int[_ids.Length];
        _decoded = new byte[Size];
    }

    [Benchmark]
    public int CountTokens() => Form == TextForm.Utf8 ? _tokenizer.CountTokens(Pieces.Utf8) : _tokenizer.CountTokens(Pieces.Utf16);

    [Benchmark]
    public int Encode()
    {
        _ = Form == TextForm.Utf8 ? _tokenizer.Encode(Pieces.Utf8, _written, out _, out int written) : _tokenizer.Encode(Pieces.Utf16, _written, out _, out written);
        return written;
    }

    /// <summary>To UTF-8, or to a string, which is allocated.</summary>
    [Benchmark]
    public int Decode()
    {
        if (Form == TextForm.Utf16)
        {
            return _tokenizer.Decode(_ids).Length;
        }

        _tokenizer.Decode(_ids, _decoded, out _, out int written);
        return written;
    }
}
