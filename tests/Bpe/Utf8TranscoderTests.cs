using System.Text;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Bpe;

/// <summary>What the counters read of ill-formed UTF-8 is what the runtime makes of it.</summary>
public sealed class Utf8TranscoderTests : IDisposable
{
    // Bytes at the ends of the ranges that count as something else in some place.
    private static readonly byte[] Edges =
        [0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF];

    private static readonly string[] Characters = ["a", "\u0080", "я", "\u07FF", "\u0800", "中", "\uD7FF", "\uE000", "\uFFFD", "\U00010000", "😀", "\U0010FFFF"];

    private readonly ProtectedMemory _text = new(4096);
    private readonly ProtectedMemory _utf8 = new(4096);

    public void Dispose()
    {
        _text.Dispose();
        _utf8.Dispose();
    }

    [Fact]
    public void Texts_become_what_the_runtime_makes_of_them()
    {
        Random random = new(8);
        for (int repeat = 0; repeat < 40_000; repeat++)
        {
            byte[] text = RandomText(random);
            AssertAsRuntime(_text.AtEnd<byte>(text), _utf8.AtEnd<byte>(new byte[(3 * text.Length) + random.Next(300)]));
        }
    }

    [Fact]
    public void Bytes_at_the_ends_of_ranges_become_what_the_runtime_makes_of_them_wherever_they_stand()
    {
        byte[] text = new byte[200];
        byte[] utf8 = new byte[900];
        for (int place = 0; place < 70; place++)
        {
            foreach (byte first in Edges)
            {
                foreach (byte second in Edges)
                {
                    Array.Fill(text, (byte)'.');
                    text[place] = first;
                    text[place + 1] = second;
                    text[place + 2] = Edges[(place + first + second) % Edges.Length];
                    text[place + 3] = Edges[(place + (first * second)) % Edges.Length];
                    AssertAsRuntime(text, utf8);
                }
            }
        }
    }

    [Fact]
    public void Texts_for_which_there_is_no_room_are_cut_where_the_rest_can_be_read_alone()
    {
        Random random = new(9);
        for (int repeat = 0; repeat < 40_000; repeat++)
        {
            byte[] text = RandomText(random);
            byte[] expected = Repair(text);
            Span<byte> utf8 = _utf8.AtEnd<byte>(new byte[random.Next(4, expected.Length + 5)]);
            int read = Utf8Transcoder.Transcode(text, utf8, out int written);
            Assert.Equal(expected.AsSpan(0, written), utf8[..written]);
            Assert.Equal(expected[written..], Repair(text.AsSpan(read)));
            Assert.True(read == text.Length || written > utf8.Length - 4);
        }
    }

    private static void AssertAsRuntime(ReadOnlySpan<byte> text, Span<byte> utf8)
    {
        Assert.Equal(text.Length, Utf8Transcoder.Transcode(text, utf8, out int written));
        Assert.True(utf8[..written].SequenceEqual(Repair(text)), $"{Convert.ToHexString(text)} became {Convert.ToHexString(utf8[..written])}");
    }

    private static byte[] Repair(ReadOnlySpan<byte> text) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));

    private static byte[] RandomText(Random random)
    {
        List<byte> text = [];
        int length = random.Next(1, 400);
        int change = random.Next(1, 40);
        while (text.Count < length)
        {
            byte[] character = Encoding.UTF8.GetBytes(Characters[random.Next(Characters.Length)]);
            switch (random.Next(change))
            {
                case 0:
                    text.Add((byte)random.Next(256));
                    break;
                case 1:
                    text.Add(Edges[random.Next(Edges.Length)]);
                    break;
                case 2:
                    text.AddRange(character.AsSpan(0, random.Next(1, character.Length + 1)));
                    break;
                default:
                    text.AddRange(character);
                    break;
            }
        }

        return [.. text];
    }
}
