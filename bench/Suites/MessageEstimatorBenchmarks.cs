using BenchmarkDotNet.Attributes;
using FastTokens.Compaction;

namespace FastTokens.Bench;

/// <summary><see cref="MessageTokenEstimator"/>: what fills a request, by rough and by exact counts.</summary>
public class MessageEstimatorBenchmarks : RequestBenchmarks
{
    private readonly MessageTokenEstimator _rough = new(new TokenEstimator(TokenProfile.ClaudeLegacy));
    private readonly MessageTokenEstimator _exact = new(BpeTokenizer.ClaudeLegacy);
    private readonly RequestTokenReport _report = new();

    [Benchmark]
    public long Measure() => Measure(_rough);

    [Benchmark]
    public long MeasureExactly() => Measure(_exact);

    private protected override void Prepare() => Measure();

    private long Measure(MessageTokenEstimator estimator)
    {
        estimator.Measure(Body, Format, _report);
        return _report.Total;
    }
}
