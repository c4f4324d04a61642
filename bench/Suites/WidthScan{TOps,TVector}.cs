using System.Runtime.CompilerServices;

namespace FastTokens.Bench;

/// <summary>A scan at one width, whatever the CPU would choose.</summary>
internal static class WidthScan<TOps, TVector>
    where TOps : struct, IScanOps<TVector>
    where TVector : unmanaged
{
    [SkipLocalsInit]
    internal static long Count(ReadOnlySpan<byte> utf8Text)
    {
        Unsafe.SkipInit(out TextScan scan);
        scan.Reset();
        scan.Append<TOps, TVector>(utf8Text);
        scan.GetFeatures<TOps, TVector>(out TextFeatures features);
        return features.ScalarCount;
    }

    [SkipLocalsInit]
    internal static long Count(ReadOnlySpan<char> text)
    {
        Unsafe.SkipInit(out TextScan scan);
        scan.Reset();
        scan.Append<TOps, TVector>(text);
        scan.GetFeatures<TOps, TVector>(out TextFeatures features);
        return features.ScalarCount;
    }
}
