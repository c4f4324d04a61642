using System.Globalization;
using System.Text;
using FastTokens.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace FastTokens.Tests.Text;

/// <summary>Grapheme clusters and escape sequences, in both encodings, from every place of a text.</summary>
public class ClusterCursorTests(ITestOutputHelper output)
{
    // Code points with ÷ where a cluster ends and × where it goes on, as in Unicode's own test.
    public static TheoryData<string> Cases => new()
    {
        "0061÷0062", "0061×0301÷0062", "0061×0301×0302×0303", "000D×000A", "000D÷000D×000A÷000A", "000A÷000D", "0061÷000A÷0301", "000D÷0301", "0009÷0301", "0061×00AD".Replace('×', '÷'),
        "200B÷0301", "0600×0061", "0600×0600×0061", "0600÷000A", "0061×0903", "0904×0903",
        "1100×1100×1161×11A8×11A8", "1100×AC00×11A8", "AC00×1161×11A8", "AC01×11A8÷1161", "AC00÷AC00", "1161÷1100", "11A8÷1161", "AC01÷1161",
        "0915×094D×0937", "0915×094D×094D×0924", "0915×093C×094D×200D×0937", "0915×094D×200C÷0937", "094D÷0937", "0061×094D÷0937", "0915÷0937", "0915×0300×094D×0924", "0915×200D÷0924",
        "0995×09CD×09B7×09CD×09AE", "0D15×0D4D×0D15", "0915×094D÷0061",
        "1F1E6×1F1E7", "1F1E6×1F1E7÷1F1E8", "1F1E6×1F1E7÷1F1E8×1F1E9", "0061÷1F1E6×1F1E7÷1F1E8÷0062", "1F1E6×200D÷1F1E7×1F1E8", "1F1E6×0301÷1F1E7×1F1E8",
        "1F600÷1F600", "1F44D×1F3FD÷1F44D", "1F468×200D×1F469×200D×1F467×200D×1F466", "1F3F3×FE0F×200D×1F308", "2764×FE0F÷2764×FE0F", "1F469×1F3FF×200D×1F680", "1F600×200D×200D÷1F600",
        "0061×200D÷1F600", "1F600×200D×0301÷1F600", "00A9×200D×00AE", "1F3F4×E0067×E0062×E0065×E006E×E0067×E007F", "0031×FE0F×20E3", "002A×20E3÷0023×FE0F×20E3",
        "0E01×0E33", "0E40÷0E01", "0BA8×0BBF", "0061×1F3FF÷1F476", "FFFD÷FFFD", "E000÷E001", "10FFFF÷0061",
        // Escape sequences
        "001B×005B×0033×0031×006D÷0061", "0061÷001B×005B×006D÷0062", "001B×005B×003F×0032×0035×0068", "001B÷005B÷0033÷001B×005B×006D", "001B×0063÷0061", "001B×0028×0042÷0061",
        "001B×005D×0030×003B×0061×4E2D×0007÷0061", "001B×005D×0061×001B×005C÷0061", "001B÷005D÷0061÷000A÷0007", "001B×0050×0031×001B×005C", "001B×005B×006D×0301÷0061",
        "001B÷001B×005B×0041", "001B÷4E2D", "001B",
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Clusters_and_escape_sequences_end_where_they_should(string value) => AssertCase(value);

    [Fact]
    public void Unicodes_own_test_passes()
    {
        string path = Path.GetFullPath(RepositoryFiles.PathOf("..", "shared", "unicode", "GraphemeBreakTest.txt"));
        if (!File.Exists(path))
        {
            output.WriteLine("Not run: there is no GraphemeBreakTest.txt beside the repository.");
            return;
        }

        string[] cases = File.ReadAllLines(path);
        Assert.Equal(1187, cases.Length);
        Assert.All(cases, AssertCase);
    }

    [Fact]
    public void A_walk_finds_what_the_naive_one_finds_from_any_place() => Properties.ForAllTexts(static text =>
    {
        List<int> expected = NaiveClusters.Boundaries(text);
        Random random = new(text.Length);
        for (int attempt = 0; attempt < 8; attempt++)
        {
            AssertWalk(text, expected, random.Next(text.Length + 1));
        }

        string repaired = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        byte[] utf8Text = Encoding.UTF8.GetBytes(repaired);
        List<int> utf8Expected = [.. expected.Select(index => Encoding.UTF8.GetByteCount(repaired.AsSpan(0, index)))];
        for (int attempt = 0; attempt < 8; attempt++)
        {
            AssertWalk(utf8Text, utf8Expected, random.Next(utf8Text.Length + 1));
        }
    });

    [Fact]
    public void Ill_formed_utf8_is_walked_as_its_repaired_form() => Properties.ForAllUtf8(static text =>
    {
        List<int> places = [0];
        while (places[^1] < text.Length)
        {
            Rune.DecodeFromUtf8(text.AsSpan(places[^1]), out _, out int length);
            places.Add(places[^1] + length);
        }

        string repaired = Encoding.UTF8.GetString(text);
        List<int> characters = [0];
        foreach (Rune rune in repaired.EnumerateRunes())
        {
            characters.Add(characters[^1] + rune.Utf16SequenceLength);
        }

        List<int> expected = [.. NaiveClusters.Boundaries(repaired).Select(index => places[characters.BinarySearch(index)])];
        AssertWalk(text, expected, 0);
        AssertWalk(text, expected, text.Length / 2);
    });

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void An_escape_sequence_is_kept_whole_up_to_256_bytes(int length, bool isWhole)
    {
        string link = "\u001B]8;;" + new string('x', length - 7) + "\u001B\\";
        string colour = "\u001B[" + new string('1', length - 3) + "m";
        foreach (string sequence in (string[])[link, colour])
        {
            Assert.Equal(length, sequence.Length);
            Assert.Equal(isWhole, Boundaries(sequence, 0).Count == 2);
            Assert.Equal(isWhole, Boundaries(Encoding.UTF8.GetBytes(sequence), 0).Count == 2);
        }

        // Bytes of UTF-8 count, in UTF-16 too.
        string title = "\u001B]0;" + new string('中', (length - 5) / 3) + new string('x', (length - 5) % 3) + "\u0007";
        Assert.Equal(isWhole, Boundaries(title, 0).Count == 2);
    }

    private static void AssertCase(string value)
    {
        StringBuilder text = new();
        List<int> expected = [0];
        foreach (string part in value.Replace("÷", " ÷ ", StringComparison.Ordinal).Replace("×", " ", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "÷")
            {
                expected.Add(text.Length);
            }
            else
            {
                text.Append(new Rune(int.Parse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)));
            }
        }

        expected.Add(text.Length);
        string whole = text.ToString();
        byte[] utf8 = Encoding.UTF8.GetBytes(whole);
        Assert.Equal(expected, NaiveClusters.Boundaries(whole));
        for (int index = 0; index <= whole.Length; index++)
        {
            AssertWalk(whole, expected, index);
        }

        List<int> utf8Expected = [.. expected.Select(index => Encoding.UTF8.GetByteCount(whole.AsSpan(0, index)))];
        for (int index = 0; index <= utf8.Length; index++)
        {
            AssertWalk(utf8, utf8Expected, index);
        }
    }

    private static void AssertWalk(string text, List<int> boundaries, int index)
    {
        List<int> actual = Boundaries(text, index);
        Assert.Equal(boundaries.Where(place => place >= actual[0]), actual);
        Assert.True(actual[0] < index || index == 0, $"The walk for {index} starts at {actual[0]}.");
    }

    private static void AssertWalk(byte[] text, List<int> boundaries, int index)
    {
        List<int> actual = Boundaries(text, index);
        Assert.Equal(boundaries.Where(place => place >= actual[0]), actual);
        Assert.True(actual[0] < index || index == 0, $"The walk for {index} starts at {actual[0]}.");
    }

    private static List<int> Boundaries(string text, int index)
    {
        ClusterCursor<Utf16TextEncoding, char> cursor = new(text, 0, index);
        List<int> boundaries = [cursor.Position];
        while (cursor.MoveNext(text.Length))
        {
            boundaries.Add(cursor.Position);
        }

        return boundaries;
    }

    private static List<int> Boundaries(byte[] text, int index)
    {
        ClusterCursor<Utf8TextEncoding, byte> cursor = new(text, 0, index);
        List<int> boundaries = [cursor.Position];
        while (cursor.MoveNext(text.Length))
        {
            boundaries.Add(cursor.Position);
        }

        return boundaries;
    }
}
