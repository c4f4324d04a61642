using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using Perfolizer.Horology;

namespace FastTokens.Bench;

/// <summary>What every suite reports: time, nanoseconds a call, throughput, the ratio to XxHash3, allocation.</summary>
internal sealed class BenchmarkConfig : ManualConfig
{
    /// <summary>Makes the configuration.</summary>
    /// <param name="withJob">Whether to say how to measure; not where the command line does, which would measure twice.</param>
    public BenchmarkConfig(bool withJob)
    {
        AddLogger(ConsoleLogger.Default);
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddColumn(new NanosecondsColumn(), new ThroughputColumn());
        AddDiagnoser(MemoryDiagnoser.Default);
        AddExporter(MarkdownExporter.GitHub);
        AddFilter(new SimpleFilter(static benchmark => IsAccelerated(benchmark.Descriptor.WorkloadMethod.Name)));
        WithOptions(ConfigOptions.DisableLogFile);
        if (withJob)
        {
            // Hundreds of cases: short iterations, which are long against a clock's tick all the same.
            AddJob(Job.Default.WithIterationTime(TimeInterval.FromMilliseconds(100)).WithMaxWarmupCount(12).WithMaxIterationCount(16));
        }
    }

    private static bool IsAccelerated(string method) => method switch
    {
        nameof(ScanWidthBenchmarks.Bits512) => Machine.Has512Bits,
        nameof(ScanWidthBenchmarks.Bits256) => Machine.Has256Bits,
        nameof(ScanWidthBenchmarks.Bits128) => Machine.Has128Bits,
        _ => true,
    };
}
