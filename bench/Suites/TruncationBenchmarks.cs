using System.Text;
using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary>
/// 1,000 tokens of texts of growing size: the time must not grow with them. Beside it the naive head cut, which counts strings and halves the
/// gap, without regard to characters or boundaries.
/// </summary>
public class TruncationBenchmarks
{
    private const int Budget = 1000;

    private readonly TokenEstimator _estimator = new(TokenProfile.O200kBase);
    private readonly TokenTruncator _grapheme;
    private readonly TokenTruncator _head;
    private readonly TokenTruncator _tail;
    private readonly TokenTruncator _both;
    private string _text = string.Empty;
    private byte[] _utf8 = [];

    public TruncationBenchmarks()
    {
        _grapheme = new TokenTruncator(_estimator, new TruncationOptions { Boundary = TextBoundary.Grapheme });
        _head = new TokenTruncator(_estimator, new TruncationOptions { Marker = "\n[…]\n" });
        _tail = new TokenTruncator(_estimator, new TruncationOptions { Marker = "\n[…]\n", Keep = TruncationKeep.Tail });
        _both = new TokenTruncator(_estimator, new TruncationOptions { Marker = "\n[…]\n", Keep = TruncationKeep.HeadAndTail });
    }

    public static IEnumerable<TextKind> Kinds => BenchmarkScope.Cases(TextKind.English, TextKind.Code, TextKind.Chinese);

    public static IEnumerable<int> Sizes => BenchmarkScope.Cases(10_000, 100_000, 1_000_000, 10_000_000);

    [ParamsSource(nameof(Kinds))]
    public TextKind Kind { get; set; }

    [ParamsSource(nameof(Sizes))]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _text = TextPieces.Create(Kind, Size).Utf16;
        _utf8 = Encoding.UTF8.GetBytes(_text);
    }

    [Benchmark]
    public int Grapheme() => _grapheme.Truncate(_utf8, Budget).Length;

    [Benchmark]
    public int Head() => _head.Truncate(_utf8, Budget).Length;

    [Benchmark]
    public int HeadUtf16() => _head.Truncate(_text, Budget).Length;

    [Benchmark]
    public int Tail() => _tail.Truncate(_utf8, Budget).Length;

    [Benchmark]
    public int HeadAndTail() => _both.Truncate(_utf8, Budget).Length;

    [Benchmark(Baseline = true)]
    public int NaiveHead()
    {
        int fitting = 0;
        int tooLong = _text.Length + 1;
        while (tooLong - fitting > 1)
        {
            int middle = fitting + ((tooLong - fitting) / 2);
            if (_estimator.CountTokens(CopyOf(middle)) <= Budget)
            {
                fitting = middle;
            }
            else
            {
                tooLong = middle;
            }
        }

        return (CopyOf(fitting) + "\n[…]\n").Length;
    }

    private string CopyOf(int length) => new(_text.AsSpan(0, length));
}
