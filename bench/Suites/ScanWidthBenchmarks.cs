using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary>The scan at each width, called directly. Widths that the CPU lacks are left out: emulated ones say nothing.</summary>
public class ScanWidthBenchmarks : YardstickBenchmarks
{
    public static IEnumerable<TextKind> Kinds => BenchmarkScope.Cases(TextKind.English, TextKind.Code, TextKind.Chinese, TextKind.Russian);

    public static IEnumerable<int> Sizes => BenchmarkScope.Cases(1 << 16);

    [ParamsSource(nameof(Kinds))]
    public TextKind Kind { get; set; }

    [ParamsSource(nameof(Sizes))]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup() => Pieces = TextPieces.Create(Kind, Size);

    [Benchmark]
    public long Scalar() => Scan<ScalarScanOps, ulong>();

    [Benchmark]
    public long Bits128() => Scan<Vector128ScanOps, Vector128<ulong>>();

    [Benchmark]
    public long Bits256() => Scan<Vector256ScanOps, Vector256<ulong>>();

    [Benchmark]
    public long Bits512() => Scan<Vector512ScanOps, Vector512<ulong>>();

    private long Scan<TOps, TVector>()
        where TOps : struct, IScanOps<TVector>
        where TVector : unmanaged =>
        Form == TextForm.Utf8 ? WidthScan<TOps, TVector>.Count(Pieces.Utf8) : WidthScan<TOps, TVector>.Count(Pieces.Utf16);
}
