using System.Runtime.InteropServices;

namespace FastTokens.Fuzz;

/// <inheritdoc/>
internal sealed class ScanWidth<TOps, TVector>(string name) : ScanWidth
    where TOps : struct, IScanOps<TVector>
    where TVector : unmanaged
{
    // A scan clears only what it must: what it finds in the rest of its memory may not matter.
    private const byte Poison = 0xA5;

    internal override string Name => name;

    internal override TextFeatures Scan(ReadOnlySpan<byte> text, ReadOnlySpan<int> cuts)
    {
        TextScan scan = default;
        Prepare(ref scan);
        int start = 0;
        foreach (int cut in cuts)
        {
            scan.Append<TOps, TVector>(text[start..cut]);
            start = cut;
        }

        scan.Append<TOps, TVector>(text[start..]);
        scan.GetFeatures<TOps, TVector>(out TextFeatures features);
        return features;
    }

    internal override TextFeatures Scan(ReadOnlySpan<char> text, ReadOnlySpan<int> cuts)
    {
        TextScan scan = default;
        Prepare(ref scan);
        int start = 0;
        foreach (int cut in cuts)
        {
            scan.Append<TOps, TVector>(text[start..cut]);
            start = cut;
        }

        scan.Append<TOps, TVector>(text[start..]);
        scan.GetFeatures<TOps, TVector>(out TextFeatures features);
        return features;
    }

    private static void Prepare(ref TextScan scan)
    {
        MemoryMarshal.AsBytes(new Span<TextScan>(ref scan)).Fill(Poison);
        scan.Reset();
    }
}
