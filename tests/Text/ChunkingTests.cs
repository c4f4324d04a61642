using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Text;

/// <summary>At every width, pieces appended one after the other have the features of the whole.</summary>
public class ChunkingTests
{
    [Fact]
    public void Any_pieces_of_utf16_have_the_features_of_the_whole() => Properties.ForAll(Pieces.Utf16, static pieces =>
    {
        foreach (ScanWidth width in ScanWidth.Supported)
        {
            TextScan scan = default;
            scan.Reset();
            foreach (ReadOnlyMemory<char> piece in pieces.Each())
            {
                width.Append(ref scan, piece.Span);
                _ = width.GetFeatures(in scan);
            }

            FeatureAssert.Equal(width.Scan(pieces.Text), width.GetFeatures(in scan), $"{width.Name}, {pieces}");
        }
    });

    [Fact]
    public void Any_pieces_of_utf8_have_the_features_of_the_whole() => Properties.ForAll(Pieces.Utf8, static pieces =>
    {
        foreach (ScanWidth width in ScanWidth.Supported)
        {
            TextScan scan = default;
            scan.Reset();
            foreach (ReadOnlyMemory<byte> piece in pieces.Each())
            {
                width.Append(ref scan, piece.Span);
                _ = width.GetFeatures(in scan);
            }

            FeatureAssert.Equal(width.Scan(pieces.Text), width.GetFeatures(in scan), $"{width.Name}, {pieces}");
        }
    });

    [Fact]
    public void Widths_may_change_between_pieces() => Properties.ForAll(Pieces.Utf8, static pieces =>
    {
        TextScan scan = default;
        scan.Reset();
        int turn = 0;
        foreach (ReadOnlyMemory<byte> piece in pieces.Each())
        {
            ScanWidth.Supported[turn++ % ScanWidth.Supported.Count].Append(ref scan, piece.Span);
        }

        FeatureAssert.Equal(TextScanner.Scan(pieces.Text), ScanWidth.Supported[^1].GetFeatures(in scan), pieces.ToString());
    });
}
