using System.Text;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Estimation;

public class TokenMeterTests
{
    private static readonly TokenProfile Profile = TestProfiles.Dense;

    [Fact]
    public void Any_pieces_of_utf16_give_what_the_whole_gives() => Properties.ForAll(Pieces.Utf16, static pieces =>
    {
        TokenMeter meter = new(Profile);
        foreach (ReadOnlyMemory<char> piece in pieces.Each())
        {
            meter.Append(piece.Span);
        }

        AssertMeters(TextScanner.Scan(pieces.Text), meter, pieces.ToString());
    });

    [Fact]
    public void Any_pieces_of_utf8_give_what_the_whole_gives() => Properties.ForAll(Pieces.Utf8, static pieces =>
    {
        TokenMeter meter = new(Profile);
        foreach (ReadOnlyMemory<byte> piece in pieces.Each())
        {
            meter.Append(piece.Span);
        }

        AssertMeters(TextScanner.Scan(pieces.Text), meter, pieces.ToString());
    });

    [Fact]
    public void One_unit_at_a_time_gives_what_the_whole_gives()
    {
        StringBuilder text = new();
        while (text.Length < 3 * ClassPlanes.ChunkLength)
        {
            text.AppendJoin(' ', HostileText.Seeds);
        }

        TokenMeter utf16Meter = new(Profile);
        string whole = text.ToString();
        for (int index = 0; index < whole.Length; index++)
        {
            utf16Meter.Append(whole.AsSpan(index, 1));
        }

        TokenMeter utf8Meter = new(Profile);
        byte[] utf8Text = [.. Encoding.UTF8.GetBytes(whole), .. HostileText.IllFormedSeeds.SelectMany(static part => part), (byte)'x', 0xE4, 0xB8];
        foreach (byte unit in utf8Text)
        {
            utf8Meter.Append([unit]);
        }

        AssertMeters(TextScanner.Scan(whole), utf16Meter, "UTF-16");
        AssertMeters(TextScanner.Scan(utf8Text), utf8Meter, "UTF-8");
    }

    [Fact]
    public void Estimating_in_between_changes_nothing_and_is_the_estimate_of_what_was_appended() => Properties.ForAll(Pieces.Utf8, static pieces =>
    {
        TokenMeter meter = new(Profile);
        TokenEstimator estimator = new(Profile);
        int appended = 0;
        foreach (ReadOnlyMemory<byte> piece in pieces.Each())
        {
            meter.Append(piece.Span);
            appended += piece.Length;
            ReadOnlySpan<byte> soFar = pieces.Text.AsSpan(0, appended);
            Assert.Equal(estimator.CountTokens(soFar), meter.Estimate);
            Assert.Equal(meter.Estimate, meter.Estimate);
            Assert.Equal(Encoding.UTF8.GetByteCount(Encoding.UTF8.GetString(soFar)), meter.Utf8ByteCount);
        }

        AssertMeters(TextScanner.Scan(pieces.Text), meter, pieces.ToString());
    });

    [Fact]
    public void After_a_reset_a_meter_is_as_new() => Properties.ForAllUtf8(static text =>
    {
        TokenMeter used = new(Profile);
        used.Append("aaaaaaaa 12345 中\uD83D");
        used.Reset();
        AssertMeters(default, used, "after a reset");
        used.Append([0xF0, 0x9F]);
        used.Reset();
        used.Append(text);
        AssertMeters(TextScanner.Scan(text), used, FeatureAssert.Show(text));
    });

    [Fact]
    public void One_scan_is_priced_for_every_profile() => Properties.ForAllTexts(static text =>
    {
        TokenMeter meter = new(Profile);
        meter.Append(text);
        foreach (TokenProfile other in TestProfiles.Various)
        {
            Assert.Equal(new TokenEstimator(other).CountTokens(text), meter.EstimateFor(other));
        }

        Assert.Equal(meter.EstimateFor(Profile), meter.Estimate);
    });

    [Fact]
    public void Encodings_may_alternate_between_whole_characters() => Properties.ForAll(HostileText.WellFormedText, static text =>
    {
        TokenMeter meter = new(Profile);
        bool utf16 = true;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (utf16)
            {
                meter.Append(rune.ToString());
            }
            else
            {
                meter.Append(Encoding.UTF8.GetBytes(rune.ToString()));
            }

            utf16 = !utf16;
        }

        AssertMeters(TextScanner.Scan(text), meter, FeatureAssert.Show(text));
    });

    [Fact]
    public void What_the_other_encoding_leaves_open_is_ill_formed()
    {
        TokenMeter meter = new(Profile);
        meter.Append([(byte)'a', 0xE4, 0xB8]);
        meter.Append("b\uD83D");
        meter.Append("\x98\x80"u8);
        meter.Append([0xF0]);
        meter.Append("\uDE00");
        AssertMeters(TextScanner.Scan("a\uFFFDb\uFFFD\u0098\u0080\uFFFD\uFFFD"), meter, "alternating");
    }

    [Fact]
    public void Empty_pieces_of_either_encoding_change_nothing()
    {
        TokenMeter utf8Meter = new(Profile);
        utf8Meter.Append([0xE4, 0xB8]);
        utf8Meter.Append(ReadOnlySpan<char>.Empty);
        utf8Meter.Append(ReadOnlySpan<byte>.Empty);
        utf8Meter.Append([0xAD]);
        AssertMeters(TextScanner.Scan("中"), utf8Meter, "UTF-8");

        TokenMeter utf16Meter = new(Profile);
        utf16Meter.Append("\uD83D");
        utf16Meter.Append(ReadOnlySpan<byte>.Empty);
        utf16Meter.Append(ReadOnlySpan<char>.Empty);
        utf16Meter.Append("\uDE00");
        AssertMeters(TextScanner.Scan("😀"), utf16Meter, "UTF-16");
    }

    [Fact]
    public void A_profile_is_required()
    {
        Assert.Equal("profile", Assert.Throws<ArgumentNullException>(static () => new TokenMeter(null!)).ParamName);
        Assert.Equal("profile", Assert.Throws<ArgumentNullException>(static () => new TokenMeter(Profile).EstimateFor(null!)).ParamName);
    }

    private static void AssertMeters(in TextFeatures expected, TokenMeter meter, string context)
    {
        FeatureAssert.Equal(in expected, meter.GetFeatures(), context);
        Assert.Equal(expected.Utf8ByteCount, meter.Utf8ByteCount);
        Assert.Equal(meter.Profile.Estimate(in expected), meter.Estimate);
    }
}
