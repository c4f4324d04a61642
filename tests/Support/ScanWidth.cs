using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastTokens.Tests.Support;

/// <summary>The scan at one vector width, whichever width the library would choose here.</summary>
internal abstract class ScanWidth
{
    /// <summary>Gets the widths that this CPU has, the scalar one first.</summary>
    internal static IReadOnlyList<ScanWidth> Supported { get; } = FindSupported();

    internal abstract string Name { get; }

    internal TextFeatures Scan(ReadOnlySpan<byte> utf8Text)
    {
        TextScan scan = default;
        scan.Reset();
        Append(ref scan, utf8Text);
        return GetFeatures(in scan);
    }

    internal TextFeatures Scan(ReadOnlySpan<char> text)
    {
        TextScan scan = default;
        scan.Reset();
        Append(ref scan, text);
        return GetFeatures(in scan);
    }

    internal abstract void Append(ref TextScan scan, ReadOnlySpan<byte> utf8Text);

    internal abstract void Append(ref TextScan scan, ReadOnlySpan<char> text);

    internal abstract TextFeatures GetFeatures(in TextScan scan);

    private static List<ScanWidth> FindSupported()
    {
        List<ScanWidth> widths = [new Of<ScalarScanOps, ulong>("scalar")];
        if (Vector128.IsHardwareAccelerated)
        {
            widths.Add(new Of<Vector128ScanOps, Vector128<ulong>>("128 bits"));
        }

        if (Avx2.IsSupported)
        {
            widths.Add(new Of<Vector256ScanOps, Vector256<ulong>>("256 bits"));
        }

        if (Avx512BW.IsSupported)
        {
            widths.Add(new Of<Vector512ScanOps, Vector512<ulong>>("512 bits"));
        }

        return widths;
    }

    private sealed class Of<TOps, TVector>(string name) : ScanWidth
        where TOps : struct, IScanOps<TVector>
        where TVector : unmanaged
    {
        internal override string Name => name;

        internal override void Append(ref TextScan scan, ReadOnlySpan<byte> utf8Text) => scan.Append<TOps, TVector>(utf8Text);

        internal override void Append(ref TextScan scan, ReadOnlySpan<char> text) => scan.Append<TOps, TVector>(text);

        internal override TextFeatures GetFeatures(in TextScan scan)
        {
            scan.GetFeatures<TOps, TVector>(out TextFeatures features);
            return features;
        }
    }
}
