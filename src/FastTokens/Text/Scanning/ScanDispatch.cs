using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastTokens;

/// <summary>Chooses the width of a scan. The choice never changes a count, only how fast it comes.</summary>
/// <remarks>
/// The widest vectors win. 512 bits need the byte instructions (BW). They are taken where the CPU
/// has them, also where the runtime prefers 256 bits because the clock drops (<c>Vector512.IsHardwareAccelerated</c> is false on such CPUs):
/// on one of these, a Xeon of the Cascade Lake family, 512 bits scan English at 1.4 times the speed of 256. 256 bits need AVX2; 128 bits
/// serve every other CPU with vectors.
/// </remarks>
internal static class ScanDispatch
{
    private static bool Has512 => Avx512BW.IsSupported;

    private static bool Has256 => Vector256.IsHardwareAccelerated && Avx2.IsSupported;

    internal static void Append(ref TextScan scan, ReadOnlySpan<byte> utf8Text)
    {
        if (Has512)
        {
            scan.Append<Vector512ScanOps, Vector512<ulong>>(utf8Text);
        }
        else if (Has256)
        {
            scan.Append<Vector256ScanOps, Vector256<ulong>>(utf8Text);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            scan.Append<Vector128ScanOps, Vector128<ulong>>(utf8Text);
        }
        else
        {
            scan.Append<ScalarScanOps, ulong>(utf8Text);
        }
    }

    internal static void Append(ref TextScan scan, ReadOnlySpan<char> text)
    {
        if (Has512)
        {
            scan.Append<Vector512ScanOps, Vector512<ulong>>(text);
        }
        else if (Has256)
        {
            scan.Append<Vector256ScanOps, Vector256<ulong>>(text);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            scan.Append<Vector128ScanOps, Vector128<ulong>>(text);
        }
        else
        {
            scan.Append<ScalarScanOps, ulong>(text);
        }
    }

    internal static void End(ref TextScan scan)
    {
        if (Has512)
        {
            scan.End<Vector512ScanOps, Vector512<ulong>>();
        }
        else if (Has256)
        {
            scan.End<Vector256ScanOps, Vector256<ulong>>();
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            scan.End<Vector128ScanOps, Vector128<ulong>>();
        }
        else
        {
            scan.End<ScalarScanOps, ulong>();
        }
    }

    internal static void GetFeatures(in TextScan scan, out TextFeatures features)
    {
        if (Has512)
        {
            scan.GetFeatures<Vector512ScanOps, Vector512<ulong>>(out features);
        }
        else if (Has256)
        {
            scan.GetFeatures<Vector256ScanOps, Vector256<ulong>>(out features);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            scan.GetFeatures<Vector128ScanOps, Vector128<ulong>>(out features);
        }
        else
        {
            scan.GetFeatures<ScalarScanOps, ulong>(out features);
        }
    }
}
