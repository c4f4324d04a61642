using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary><see cref="ToolResultLedger"/> over the results of one message: cut to a budget the first time, shown the same way ever after; beside a count of each.</summary>
public class ToolLedgerBenchmarks
{
    private const int Results = 16;
    private const int Size = 8 << 10;
    private const int Budget = 10_000;

    private readonly TokenTruncator _truncator = new(
        new TokenEstimator(TokenProfile.O200kBase), new TruncationOptions { Keep = TruncationKeep.HeadAndTail, Marker = TruncationOptions.DefaultMarker });
    private readonly ToolResultLedger _known = new();
    private ToolResult[] _results = [];

    [GlobalSetup]
    public void Setup()
    {
        TextPieces pieces = TextPieces.Create(TextKind.Code, Size);
        // From 512 bytes to all of a piece: some fit their share, some are cut.
        _results = [.. Enumerable.Range(1, Results).Select(number => new ToolResult($"toolu_{number}", pieces.Utf16[..(number * Size / Results)]))];
        Repeated();
    }

    [Benchmark(Baseline = true)]
    public long CountTokens()
    {
        long sum = 0;
        foreach (ToolResult result in _results)
        {
            sum += _truncator.Counter.CountTokens(result.Text);
        }

        return sum;
    }

    [Benchmark]
    public long New() => new ToolResultLedger().Decide(_results, Budget, _truncator).TokenCount;

    [Benchmark]
    public long Repeated() => _known.Decide(_results, Budget, _truncator).TokenCount;
}
