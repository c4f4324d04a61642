using System.Text;
using Xunit;

namespace FastTokens.Tests.Bpe;

/// <summary>What the counters read of UTF-16 is what the runtime makes of it.</summary>
public sealed class Utf16TranscoderTests
{
    // Ends of the ranges of one, two, three and four bytes, and what a lone surrogate is.
    private static readonly int[] Firsts = ['a', 0x7F, 0x80, 0x430, 0x7FF, 0x800, 0x4E00, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF];

    [Fact]
    public void Texts_of_all_ranges_become_what_the_runtime_makes_of_them()
    {
        Random random = new(5);
        for (int repeat = 0; repeat < 20_000; repeat++)
        {
            string text = RandomText(random);
            byte[] expected = Encoding.UTF8.GetBytes(text);
            byte[] utf8 = new byte[expected.Length + 200];
            Assert.Equal(text.Length, Utf16Transcoder.Transcode(text, utf8, out int written));
            Assert.Equal(expected, utf8[..written]);
        }
    }

    [Fact]
    public void Texts_for_which_there_is_no_room_are_cut_between_two_characters()
    {
        Random random = new(6);
        for (int repeat = 0; repeat < 20_000; repeat++)
        {
            string text = RandomText(random);
            byte[] expected = Encoding.UTF8.GetBytes(text);
            byte[] utf8 = new byte[random.Next(4, expected.Length + 5)];
            int read = Utf16Transcoder.Transcode(text, utf8, out int written);
            Assert.Equal(expected[..written], utf8[..written]);
            Assert.Equal(Encoding.UTF8.GetByteCount(text.AsSpan(0, read)), written);
            Assert.True(read == text.Length || written > utf8.Length - 4);
            Assert.False(read > 0 && read < text.Length && char.IsSurrogatePair(text[read - 1], text[read]));
        }
    }

    private static string RandomText(Random random)
    {
        StringBuilder text = new();
        int kinds = random.Next(1, Firsts.Length + 1);
        int length = random.Next(1, 300);
        int change = random.Next(1, 60);
        int first = 'a';
        while (text.Length < length)
        {
            first = random.Next(change) == 0 ? Firsts[random.Next(kinds)] : first;
            text.Append(new Rune(first).ToString());
        }

        for (int surrogates = random.Next(3) == 0 ? random.Next(1, 30) : 0; surrogates > 0; surrogates--)
        {
            text.Insert(random.Next(text.Length + 1), (char)random.Next(0xD800, 0xE000));
        }

        return text.ToString();
    }
}
