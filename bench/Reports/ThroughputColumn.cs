using BenchmarkDotNet.Running;

namespace FastTokens.Bench;

/// <summary>Gigabytes a second: the bytes of the text in its encoding by the mean time.</summary>
internal sealed class ThroughputColumn() : MeasureColumn("GB/s", "Bytes of the text in its encoding by mean time; none where the text need not be read to its end")
{
    private readonly Dictionary<(TextKind Kind, int Size, TextForm Form), double> _bytesPerCall = [];

    protected override double? Measure(BenchmarkCase benchmarkCase, double nanoseconds)
    {
        if (benchmarkCase.Descriptor.HasCategory(YardstickBenchmarks.ReadsPart)
            || benchmarkCase.Parameters["Size"] is not int size
            || benchmarkCase.Parameters["Form"] is not TextForm form)
        {
            return null;
        }

        TextKind kind = benchmarkCase.Parameters["Kind"] as TextKind? ?? TextKind.English;
        if (!_bytesPerCall.TryGetValue((kind, size, form), out double bytes))
        {
            bytes = TextPieces.Create(kind, size).BytesPerCall(form);
            _bytesPerCall.Add((kind, size, form), bytes);
        }

        return bytes / nanoseconds;
    }
}
