namespace FastTokens.Fuzz;

/// <summary>One vector width of the scan, called directly: what the CPU would not choose runs too, emulated where it has to be.</summary>
internal abstract class ScanWidth
{
    /// <summary>Gets the scalar width: what the others are compared with.</summary>
    internal static ScanWidth Scalar { get; } = new ScanWidth<ScalarScanOps, ulong>("scalar");

    internal static IReadOnlyList<ScanWidth> All { get; } =
    [
        Scalar,
        new ScanWidth<Vector128ScanOps, System.Runtime.Intrinsics.Vector128<ulong>>("128 bits"),
        new ScanWidth<Vector256ScanOps, System.Runtime.Intrinsics.Vector256<ulong>>("256 bits"),
        new ScanWidth<Vector512ScanOps, System.Runtime.Intrinsics.Vector512<ulong>>("512 bits"),
    ];

    internal abstract string Name { get; }

    /// <summary>Scans UTF-8 text in pieces.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cuts">Where pieces end, in ascending order; none for the whole at once.</param>
    internal abstract TextFeatures Scan(ReadOnlySpan<byte> text, ReadOnlySpan<int> cuts);

    /// <summary>Scans UTF-16 text in pieces.</summary>
    internal abstract TextFeatures Scan(ReadOnlySpan<char> text, ReadOnlySpan<int> cuts);
}
