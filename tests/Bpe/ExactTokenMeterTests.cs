using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Bpe;

public class ExactTokenMeterTests
{
    [Fact]
    public void UTF_16_pieces_count_as_the_whole() => Properties.ForAll(Pieces.Utf16, static pieces =>
    {
        ExactTokenMeter meter = new(BpeTokenizer.O200kBase);
        int length = 0;
        foreach (ReadOnlyMemory<char> piece in pieces.Each())
        {
            meter.Append(piece.Span);
            length += piece.Length;
            Assert.Equal(BpeTokenizer.O200kBase.CountTokens(pieces.Text.AsSpan(0, length)), meter.Count);
            Assert.InRange(meter.SettledCount, 0, meter.Count + 3);
        }

        Assert.Equal(BpeTokenizer.O200kBase.CountTokens(pieces.Text), meter.Complete());
        Assert.True(meter.IsExact);
    });

    [Fact]
    public void UTF_8_pieces_count_as_the_whole() => Properties.ForAll(Pieces.Utf8, static pieces =>
    {
        ExactTokenMeter meter = new(BpeTokenizer.Cl100kBase);
        int length = 0;
        foreach (ReadOnlyMemory<byte> piece in pieces.Each())
        {
            meter.Append(piece.Span);
            length += piece.Length;
            Assert.Equal(BpeTokenizer.Cl100kBase.CountTokens(pieces.Text.AsSpan(0, length)), meter.Count);
        }

        Assert.Equal(BpeTokenizer.Cl100kBase.CountTokens(pieces.Text), meter.Complete());
    });

    [Fact]
    public void Encodings_may_alternate_and_leave_characters_open()
    {
        ExactTokenMeter meter = new(BpeTokenizer.O200kBase);
        meter.Append("a\uD83D");
        meter.Append([0xE4, 0xB8]);
        meter.Append("\uDE00b");
        Assert.Equal(BpeTokenizer.O200kBase.CountTokens("a\uFFFD\uFFFD\uFFFDb"), meter.Count);
    }

    [Fact]
    public void A_long_word_is_kept_until_it_is_too_long()
    {
        ExactTokenMeter meter = new(BpeTokenizer.O200kBase);
        string word = new('x', 1000);
        for (int length = word.Length; length <= ExactTokenMeter.MaxOpenLength; length += word.Length)
        {
            meter.Append(word);
        }

        Assert.Equal(0, meter.SettledCount);
        Assert.True(meter.IsExact);
        meter.Append(word);
        meter.Append(word);
        Assert.False(meter.IsExact);
        Assert.True(meter.SettledCount > 0);
        meter.Reset();
        Assert.True(meter.IsExact);
        Assert.Equal(0, meter.Count);
    }

    [Fact]
    public void A_complete_text_takes_no_more()
    {
        ExactTokenMeter meter = new(BpeTokenizer.O200kBase);
        meter.Append("hello"u8);
        Assert.Equal(1, meter.Complete());
        Assert.Equal(1, meter.Count);
        Assert.Throws<InvalidOperationException>(() => meter.Append("x"));
        Assert.Throws<InvalidOperationException>(() => meter.Append("x"u8));
        meter.Reset();
        meter.Append("x");
        Assert.Equal(1, meter.Complete());
    }
}
