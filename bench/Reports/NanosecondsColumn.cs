using BenchmarkDotNet.Running;

namespace FastTokens.Bench;

/// <summary>The mean in one unit, so that rows of all sizes can be compared.</summary>
internal sealed class NanosecondsColumn() : MeasureColumn("ns/call", "Mean in nanoseconds")
{
    protected override double? Measure(BenchmarkCase benchmarkCase, double nanoseconds) => nanoseconds;
}
