using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace FastTokens.Bench;

/// <summary>Something to measure: a call for each encoding, through a delegate, which the figure of <see cref="LengthOver4"/> shows the cost of.</summary>
internal sealed record QuickOperation(Func<TextPieces, long> Utf8, Func<TextPieces, long> Utf16)
{
    private static readonly TokenEstimator Estimator = new(TokenProfile.O200kBase);

    internal static QuickOperation CountTokens { get; } =
        new(static pieces => Estimator.CountTokens(pieces.Utf8), static pieces => Estimator.CountTokens(pieces.Utf16));

    internal static QuickOperation Scalar { get; } = Width<ScalarScanOps, ulong>();

    internal static QuickOperation Bits128 { get; } = Width<Vector128ScanOps, Vector128<ulong>>();

    internal static QuickOperation Bits256 { get; } = Width<Vector256ScanOps, Vector256<ulong>>();

    internal static QuickOperation Bits512 { get; } = Width<Vector512ScanOps, Vector512<ulong>>();

    internal static QuickOperation XxHash3 { get; } = new(
        static pieces => (long)System.IO.Hashing.XxHash3.HashToUInt64(pieces.Utf8),
        static pieces => (long)System.IO.Hashing.XxHash3.HashToUInt64(MemoryMarshal.AsBytes<char>(pieces.Utf16)));

    /// <summary>Gets the length in the other encoding.</summary>
    internal static QuickOperation OtherLength { get; } =
        new(static pieces => Encoding.UTF8.GetCharCount(pieces.Utf8), static pieces => Encoding.UTF8.GetByteCount(pieces.Utf16));

    internal static QuickOperation AsciiIsValid { get; } =
        new(static pieces => Ascii.IsValid(pieces.Utf8) ? 1 : 0, static pieces => Ascii.IsValid(pieces.Utf16) ? 1 : 0);

    internal static QuickOperation LengthOver4 { get; } = new(static pieces => pieces.Utf8.Length / 4, static pieces => pieces.Utf16.Length / 4);

    internal Func<TextPieces, long> For(TextForm form) => form == TextForm.Utf8 ? Utf8 : Utf16;

    private static QuickOperation Width<TOps, TVector>()
        where TOps : struct, IScanOps<TVector>
        where TVector : unmanaged =>
        new(static pieces => WidthScan<TOps, TVector>.Count(pieces.Utf8), static pieces => WidthScan<TOps, TVector>.Count(pieces.Utf16));
}
