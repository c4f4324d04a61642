using BenchmarkDotNet.Attributes;
using FastTokens.Caching;
using FastTokens.Compaction;

namespace FastTokens.Bench;

/// <summary><see cref="ContextMeter"/> over a turn: a message and a result of a tool, and the usage that the response reports.</summary>
public class ContextMeterBenchmarks
{
    private ContextMeter _meter;

    [Benchmark]
    public long Turn()
    {
        _meter.Add(150);
        _meter.Add(2_000);
        _meter.Report(new CacheUsage(5, Read: 100_000, Write5Minutes: 2_150, Output: 300), estimatedInput: 102_155, responseId: 7);
        return _meter.Tokens;
    }
}
