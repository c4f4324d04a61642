using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary><see cref="TokenChunker"/>: a text in chunks of 500 tokens, with and without overlap, beside the count of the whole.</summary>
public class ChunkerBenchmarks : YardstickBenchmarks
{
    private const int Budget = 500;

    private readonly TokenEstimator _estimator = new(TokenProfile.O200kBase);
    private readonly TokenChunker _chunker;
    private readonly TokenChunker _overlapping;
    private readonly TokenChunker _exact = new(BpeTokenizer.O200kBase, Budget);

    public ChunkerBenchmarks()
    {
        _chunker = new TokenChunker(_estimator, Budget);
        _overlapping = new TokenChunker(_estimator, Budget, new ChunkingOptions { OverlapTokenCount = 50 });
    }

    public static IEnumerable<TextKind> Kinds => BenchmarkScope.Cases(TextKind.English, TextKind.Code, TextKind.Chinese);

    public static IEnumerable<int> Sizes => BenchmarkScope.Cases(1 << 16, 1 << 20);

    [ParamsSource(nameof(Kinds))]
    public TextKind Kind { get; set; }

    [ParamsSource(nameof(Sizes))]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup() => Pieces = TextPieces.Create(Kind, Size);

    [Benchmark]
    public int CountTokens() => Form == TextForm.Utf8 ? _estimator.CountTokens(Pieces.Utf8) : _estimator.CountTokens(Pieces.Utf16);

    [Benchmark]
    public int Chunks() => Count(_chunker);

    [Benchmark]
    public int OverlappingChunks() => Count(_overlapping);

    [Benchmark]
    public int ExactChunks() => Count(_exact);

    private int Count(TokenChunker chunker)
    {
        int count = 0;
        if (Form == TextForm.Utf8)
        {
            foreach (TextChunk _ in chunker.EnumerateChunks(Pieces.Utf8))
            {
                count++;
            }
        }
        else
        {
            foreach (TextChunk _ in chunker.EnumerateChunks(Pieces.Utf16))
            {
                count++;
            }
        }

        return count;
    }
}
