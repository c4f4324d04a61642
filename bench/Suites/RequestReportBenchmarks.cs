using BenchmarkDotNet.Attributes;
using FastTokens.Caching;
using FastTokens.Compaction;

namespace FastTokens.Bench;

/// <summary>What is asked of a <see cref="RequestTokenReport"/> once it is filled, with a request of 640 messages.</summary>
public class RequestReportBenchmarks
{
    private RequestTokenReport _report = new();
    private CacheUsage _usage;

    [GlobalSetup]
    public void Setup()
    {
        _report = MessageTokenEstimator.ForModel("claude-sonnet-4-5").Measure(RequestSource.CreateTurns(320));
        _usage = new CacheUsage(_report.Total);
    }

    [Benchmark]
    public long AtMost() => _report.AtMost(0.95);

    [Benchmark]
    public long RangeOfPart() => _report.RangeOf(RequestPart.System, _usage).AtMost;

    [Benchmark]
    public long TokensOfMessage() => _report.TokensOfMessage(_report.Messages.Count / 2);
}
