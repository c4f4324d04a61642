using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary><see cref="TokenTruncator"/> on many small texts, most of which fit.</summary>
public class SmallTruncationBenchmarks
{
    private const int Texts = 256;

    private readonly TokenTruncator _truncator =
        new(new TokenEstimator(TokenProfile.O200kBase), new TruncationOptions { Keep = TruncationKeep.HeadAndTail, Marker = TruncationOptions.DefaultMarker });
    private readonly string[] _texts = new string[Texts];

    [GlobalSetup]
    public void Setup()
    {
        string text = TextPieces.Create(TextKind.English, 1 << 16).Utf16;
        for (int index = 0; index < Texts; index++)
        {
            _texts[index] = text.Substring(index * 128, 32 + (index * 7 % 500));
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
}
