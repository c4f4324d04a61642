using System.Text;
using FastTokens.Cli;
using Xunit;

namespace FastTokens.Tests.Cli;

public class LineReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a\n", "a")]
    [InlineData("a\nb", "a|b")]
    [InlineData("\n\na\n", "||a")]
    [InlineData("a\r\nb\r\n", "a\r|b\r")]
    [InlineData("\uFEFFa\nb", "a|b")]
    public void CutsLinesWhateverTheReadsBring(string text, string expected)
    {
        for (int readLength = 1; readLength < 6; readLength++)
        {
            Assert.Equal(text.Length == 0 ? [] : expected.Split('|'), ReadAll(text, readLength, maximumLineLength: 1 << 20));
        }
    }

    [Fact]
    public void LinesMayBeLongerThanTheBuffer()
    {
        string[] lines = [.. Enumerable.Range(0, 40).Select(index => new string((char)('a' + (index % 26)), index * 40_000))];
        Assert.Equal(lines[1..], ReadAll(string.Join('\n', lines[1..]), readLength: 100_000, maximumLineLength: Array.MaxLength));
    }

    [Fact]
    public void ALineOverTheLimitIsReportedInItsPlace()
    {
        string tooLong = new('x', 5000);
        Assert.Equal(["a", "too long", "b", "too long"], ReadAll($"a\n{tooLong}\nb\n{tooLong}", readLength: 100, maximumLineLength: 1024));
    }

    private static List<string> ReadAll(string text, int readLength, int maximumLineLength)
    {
        using LineReader reader = new(new Utf8TextReader(new ChunkedStream(Encoding.UTF8.GetBytes(text), readLength)), maximumLineLength);
        List<string> lines = [];
        while (reader.Fill())
        {
            while (reader.TryTake(out Span<byte> line, out bool isTooLong))
            {
                lines.Add(isTooLong ? "too long" : Encoding.UTF8.GetString(line));
            }
        }

        return lines;
    }
}
