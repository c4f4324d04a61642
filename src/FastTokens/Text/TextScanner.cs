using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>Scans text for its <see cref="TextFeatures"/>, in one pass, without allocating.</summary>
/// <remarks>Time is linear in the length of the text. Any text has features: ill-formed parts count as U+FFFD.</remarks>
public static class TextScanner
{
    /// <summary>Returns the features of UTF-8 text.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TextFeatures Scan(ReadOnlySpan<byte> utf8Text)
    {
        Unsafe.SkipInit(out TextScan scan);
        scan.Reset();
        ScanDispatch.Append(ref scan, utf8Text);
        ScanDispatch.End(ref scan);
        scan.Features.ClearAbsentGroups();
        return scan.Features;
    }

    /// <summary>Returns the features of UTF-16 text; the same as of its UTF-8 form.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TextFeatures Scan(ReadOnlySpan<char> text)
    {
        Unsafe.SkipInit(out TextScan scan);
        scan.Reset();
        ScanDispatch.Append(ref scan, text);
        ScanDispatch.End(ref scan);
        scan.Features.ClearAbsentGroups();
        return scan.Features;
    }
}
