using BenchmarkDotNet.Running;

namespace FastTokens.Bench;

/// <summary>Gigabytes a second: the bytes of the text in its encoding, or of the request, by the mean time.</summary>
internal sealed class ThroughputColumn() : MeasureColumn("GB/s", "Bytes of the text in its encoding, or of the request, by mean time; none where it need not be read to its end")
{
    private readonly Dictionary<(TextKind Kind, int Size, TextForm Form), double> _bytesOfTexts = [];
    private readonly Dictionary<int, double> _bytesOfRequests = [];

    protected override double? Measure(BenchmarkCase benchmarkCase, double nanoseconds) => BytesPerCall(benchmarkCase) / nanoseconds;

    private double? BytesPerCall(BenchmarkCase benchmarkCase) =>
        benchmarkCase.Descriptor.HasCategory(YardstickBenchmarks.ReadsPart) || benchmarkCase.Parameters["Size"] is not int size ? null
        : benchmarkCase.Parameters["Form"] is TextForm form ? BytesOfText(benchmarkCase.Parameters["Kind"] as TextKind? ?? TextKind.English, size, form)
        : benchmarkCase.Descriptor.Type.IsSubclassOf(typeof(RequestBenchmarks)) ? BytesOfRequest(size)
        : null;

    private double BytesOfText(TextKind kind, int size, TextForm form)
    {
        if (!_bytesOfTexts.TryGetValue((kind, size, form), out double bytes))
        {
            bytes = TextPieces.Create(kind, size).BytesPerCall(form);
            _bytesOfTexts.Add((kind, size, form), bytes);
        }

        return bytes;
    }

    private double BytesOfRequest(int size)
    {
        if (!_bytesOfRequests.TryGetValue(size, out double bytes))
        {
            bytes = RequestSource.Create(size).Length;
            _bytesOfRequests.Add(size, bytes);
        }

        return bytes;
    }
}
