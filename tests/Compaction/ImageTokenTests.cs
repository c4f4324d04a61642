using System.Buffers.Binary;
using System.Text;
using FastTokens.Caching;
using FastTokens.Compaction;
using FastTokens.Tests.Support;
using FsCheck.Fluent;
using Xunit;

namespace FastTokens.Tests.Compaction;

public class ImageTokenTests
{
    private static readonly ImageTokenRule Tiles = new(512, 170, BaseTokens: 85, MaximumEdge: 2048, ShortEdge: 768);
    private static readonly ImageTokenRule Patches = new(28, 1, MaximumEdge: 1568, MaximumUnits: 1568);

    // Examples of the providers' documents, and tokens measured by others less those of the text around the image.
    [Theory]
    [InlineData(1024, 1024, 765)]
    [InlineData(2048, 4096, 1105)]
    [InlineData(512, 512, 255)]
    public void Tiles_count_as_documented(int width, int height, long tokens)
    {
        Assert.Equal(tokens, Tiles.CountTokens(width, height));
        Assert.Equal(85, Tiles.CountTokens(width, height, isLowDetail: true));
    }

    [Theory]
    [InlineData(256, 256, 100)]
    [InlineData(1024, 1024, 1369)]
    [InlineData(1280, 720, 1196)]
    [InlineData(1920, 1080, 1560)]
    public void Patches_count_as_measured(int width, int height, long tokens) => Assert.Equal(tokens, Patches.CountTokens(width, height));

    [Fact]
    public void Patches_with_a_factor_count_as_measured()
    {
        ImageTokenRule rule = new(32, 1.2m);
        Assert.Equal([77, 308, 1104, 14_364], ((int, int)[])[(256, 256), (512, 512), (1280, 720), (4032, 3024)] is var sizes ? sizes.Select(size => rule.CountTokens(size.Item1, size.Item2)) : []);
        Assert.Equal(2_489, new ImageTokenRule(32, 1.62m, MaximumUnits: 1536).CountTokens(4000, 1474), 40.0);
    }

    [Fact]
    public void An_image_has_at_most_what_its_limits_allow_and_turned_around_as_much() => Properties.ForAll(
        from width in Gen.Choose(1, 20_000) from height in Gen.Choose(1, 20_000) select (width, height),
        static size =>
        {
            long tokens = Patches.CountTokens(size.width, size.height);
            Assert.InRange(tokens, 1, 1568);
            Assert.Equal(tokens, Patches.CountTokens(size.height, size.width));
            Assert.InRange(Tiles.CountTokens(size.width, size.height), 255, 85 + (8 * 170));
            Assert.InRange(new ImageTokenRule(28, 1, MaximumUnits: 4784, MaximumEdge: 2576).CountTokens(size.width, size.height), tokens, 4784);
        });

    [Fact]
    public void Headers_of_four_formats_are_read_whatever_stands_before_the_dimensions() => Properties.ForAll(
        from width in Gen.Choose(1, 16_383) from height in Gen.Choose(1, 16_383) from padding in Gen.Choose(0, 70_000) select (width, height, padding),
        static value =>
        {
            foreach (byte[] image in (byte[][])[Png(value.width, value.height), Gif(value.width, value.height), Jpeg(value.width, value.height, value.padding), WebP("VP8 ", value.width, value.height), WebP("VP8L", value.width, value.height), WebP("VP8X", value.width, value.height)])
            {
                string data = Convert.ToBase64String(image);
                foreach (string source in (string[])[$$"""{"type":"base64","media_type":"image/x","data":"{{data}}"}""", $$"""{"url":"data:image/x;base64,{{data}}","detail":"high"}""", $"\"data:image/x;base64,{data}\""])
                {
                    Assert.True(ImageHeader.TryFindInSource(Encoding.UTF8.GetBytes(source), out int width, out int height));
                    Assert.Equal((value.width, value.height), (width, height));
                }
            }
        });

    [Fact]
    public void What_is_no_image_gives_no_dimensions_and_never_throws() => Properties.ForAllUtf8(static bytes =>
    {
        foreach (byte[] data in (byte[][])[bytes, [0xFF, 0xD8, 0xFF, .. bytes], [0x89, .. "PNG"u8, .. bytes], [.. "RIFF1234WEBPVP8X"u8, .. bytes]])
        {
            byte[] source = Encoding.UTF8.GetBytes($$"""{"data":"{{Convert.ToBase64String(data)}}"}""");
            for (int length = 0; length < source.Length; length += 7)
            {
                if (ImageHeader.TryFindInSource(source.AsSpan(0, length), out int width, out int height))
                {
                    Assert.True(width > 0 && height > 0);
                }
            }
        }

        ImageHeader.TryFindInSource(bytes, out _, out _);
    });

    [Fact]
    public void An_image_counts_by_its_dimensions_where_the_rule_is_known_and_never_by_its_bytes()
    {
        string data = Convert.ToBase64String([.. Png(280, 280), .. new byte[300_000]]);
        string image = $$$"""{"type":"image","source":{"type":"base64","media_type":"image/png","data":"{{{data}}}"}}""";
        string body = $$$"""{"model":"claude-sonnet-4-5","messages":[{"role":"user","content":[{{{image}}}]},{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"shot","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{{{image}}},{"type":"text","text":"x"}]}]}]}""";
        RequestTokenReport report = MessageTokenEstimator.ForModel("claude-sonnet-4-5").Measure(Encoding.UTF8.GetBytes(body));
        Assert.Equal(200, report.TokensOf(RequestPart.Attachments));
        report = new MessageTokenEstimator(new TokenEstimator(TokenProfile.ClaudeLegacy)).Measure(Encoding.UTF8.GetBytes(body));
        Assert.Equal(4_000, report.TokensOf(RequestPart.Attachments));
        Assert.InRange(report.TokensOf(RequestPart.Messages), 1, 20);
        // Another address, a damaged header: flat.
        report = MessageTokenEstimator.ForModel("claude-sonnet-4-5").Measure(Encoding.UTF8.GetBytes(body.Replace(data, "iVBORw0KGgo=", StringComparison.Ordinal)));
        Assert.Equal(4_000, report.TokensOf(RequestPart.Attachments));
    }

    [Fact]
    public void Low_detail_has_its_price()
    {
        string data = Convert.ToBase64String(Png(2000, 2000));
        string body = $$$"""{"model":"gpt-4o","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,{{{data}}}","detail":"low"}}]}]}""";
        Assert.Equal(85, MessageTokenEstimator.ForModel("gpt-4o").Measure(Encoding.UTF8.GetBytes(body)).TokensOf(RequestPart.Attachments));
        Assert.Equal(765, MessageTokenEstimator.ForModel("gpt-4o").Measure(Encoding.UTF8.GetBytes(body.Replace("low", "auto", StringComparison.Ordinal))).TokensOf(RequestPart.Attachments));
        string item = $$"""{"input":[{"role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,{{data}}","detail":"low"}]}]}""";
        Assert.Equal(85, MessageTokenEstimator.ForModel("gpt-4o").Measure(Encoding.UTF8.GetBytes(item)).TokensOf(RequestPart.Attachments));
    }

    private static byte[] Png(int width, int height)
    {
        byte[] png = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        return png;
    }

    private static byte[] Gif(int width, int height) => [.. "GIF89a"u8, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0, 0];

    // Application data first, in segments of at most 64 KB; fill bytes before a marker.
    private static byte[] Jpeg(int width, int height, int padding)
    {
        List<byte> jpeg = [0xFF, 0xD8];
        for (int rest = padding; rest > 0; rest -= 60_000)
        {
            int length = 2 + Math.Min(rest, 60_000);
            jpeg.AddRange([0xFF, 0xE1, (byte)(length >> 8), (byte)length]);
            jpeg.AddRange(new byte[length - 2]);
        }

        jpeg.AddRange([0xFF, 0xFF, 0xC4, 0, 3, 0, 0xFF, 0xC2, 0, 17, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 3, 0, 0]);
        return [.. jpeg];
    }

    private static byte[] WebP(string kind, int width, int height)
    {
        byte[] frame = kind switch
        {
            "VP8 " => [0, 0, 0, 0x9D, 0x01, 0x2A, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0, 0],
            "VP8L" => [0x2F, .. BitConverter.GetBytes((width - 1) | ((height - 1) << 14)), 0, 0],
            _ => [0, 0, 0, 0, (byte)(width - 1), (byte)((width - 1) >> 8), 0, (byte)(height - 1), (byte)((height - 1) >> 8), 0, 0],
        };
        return [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBP"u8, .. Encoding.ASCII.GetBytes(kind), 0, 0, 0, 0, .. frame];
    }
}
