using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary>Many small texts, most of which fit; and a long text in chunks.</summary>
public class SmallTruncationBenchmarks
{
    private const int Texts = 256;

    private readonly TokenTruncator _truncator =
        new(new TokenEstimator(TokenProfile.O200kBase), new TruncationOptions { Keep = TruncationKeep.HeadAndTail, Marker = TruncationOptions.DefaultMarker });
    private readonly TokenChunker _chunker = new(new TokenEstimator(TokenProfile.O200kBase), 500);
    private readonly TokenChunker _overlapping = new(new TokenEstimator(TokenProfile.O200kBase), 500, new ChunkingOptions { OverlapTokenCount = 50 });
    private readonly string[] _texts = new string[Texts];
    private string _long = string.Empty;

    [Params(1 << 16)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _long = TextPieces.Create(TextKind.English, Size).Utf16;
        for (int index = 0; index < Texts; index++)
        {
            _texts[index] = _long.Substring(index * 128, 32 + (index * 7 % 500));
        }
    }

    [Benchmark(OperationsPerInvoke = Texts)]
    public int Small()
    {
        int length = 0;
        foreach (string text in _texts)
        {
            length += _truncator.Truncate(text, 100).Length;
        }

        return length;
    }

    [Benchmark]
    public int Chunks()
    {
        int count = 0;
        foreach (TextChunk _ in _chunker.EnumerateChunks(_long))
        {
            count++;
        }

        return count;
    }

    [Benchmark]
    public int OverlappingChunks()
    {
        int count = 0;
        foreach (TextChunk _ in _overlapping.EnumerateChunks(_long))
        {
            count++;
        }

        return count;
    }
}
