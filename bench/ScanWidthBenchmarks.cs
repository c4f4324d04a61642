using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;
using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary>The scan at each width, called directly. A width that the CPU lacks is measured as the runtime emulates it, which says nothing.</summary>
[Config(typeof(BenchmarkConfig))]
public class ScanWidthBenchmarks
{
    private byte[] _utf8 = [];

    [Params(TextKind.English, TextKind.Chinese)]
    public TextKind Kind { get; set; }

    [Params(1 << 16)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup() => _utf8 = Encoding.UTF8.GetBytes(BenchmarkTexts.Create(Kind, Size));

    [Benchmark]
    public long Scalar() => Scan<ScalarScanOps, ulong>();

    [Benchmark]
    public long Bits128() => Scan<Vector128ScanOps, Vector128<ulong>>();

    [Benchmark]
    public long Bits256() => Scan<Vector256ScanOps, Vector256<ulong>>();

    [Benchmark]
    public long Bits512() => Scan<Vector512ScanOps, Vector512<ulong>>();

    [Benchmark(Baseline = true)]
    public ulong XxHash3Utf8() => System.IO.Hashing.XxHash3.HashToUInt64(_utf8);

    [SkipLocalsInit]
    private long Scan<TOps, TVector>()
        where TOps : struct, IScanOps<TVector>
        where TVector : unmanaged
    {
        Unsafe.SkipInit(out TextScan scan);
        scan.Reset();
        scan.Append<TOps, TVector>(_utf8);
        scan.GetFeatures<TOps, TVector>(out TextFeatures features);
        return features.ScalarCount;
    }
}
