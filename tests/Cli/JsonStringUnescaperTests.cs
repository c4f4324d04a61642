using System.Text;
using System.Text.Json;
using FastTokens.Cli;
using Xunit;

namespace FastTokens.Tests.Cli;

public class JsonStringUnescaperTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData(@"\""\\\/\b\f\n\r\t", "\"\\/\b\f\n\r\t")]
    [InlineData(@"a\u00e9\u4e16z", "aé世z")]
    [InlineData(@"\ud83d\ude00", "😀")]
    [InlineData(@"\uD83D\uDE00", "😀")]
    [InlineData(@"x\ud83dy", "x\uFFFDy")]
    [InlineData(@"\ude00\ud83d", "\uFFFD\uFFFD")]
    [InlineData(@"\ud83d\ud83d\ude00", "\uFFFD😀")]
    [InlineData(@"\ud83d\n", "\uFFFD\n")]
    [InlineData(@"\ud83d\u0041", "\uFFFDA")]
    [InlineData("", "")]
    public void Unescapes(string escaped, string expected) => Assert.Equal(expected, Unescape(escaped));

    [Fact]
    public void AgreesWithTheJsonReaderOnRandomText()
    {
        string[] pieces = [@"\n", @"\""", @"\\", "a", "é", "世", "😀", @"\u0000", @"\u00ff", @"\uffff", @"\ud83d\ude00", "abcdefgh"];
        Random random = new(7);
        for (int round = 0; round < 2000; round++)
        {
            string escaped = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            Utf8JsonReader reader = new(Encoding.UTF8.GetBytes($"\"{escaped}\""));
            reader.Read();
            Assert.Equal(reader.GetString(), Unescape(escaped));
        }
    }

    private static string Unescape(string escaped)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(escaped);
        return Encoding.UTF8.GetString(bytes.AsSpan(0, JsonStringUnescaper.UnescapeInPlace(bytes)));
    }
}
