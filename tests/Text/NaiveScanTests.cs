using Xunit;

namespace FastTokens.Tests.Text;

/// <summary>The oracle itself, on texts whose features can be counted by hand.</summary>
public class NaiveScanTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "")]
    [InlineData("12345678901234", "Digits2To3 2, Digit4 1, Digits5To6 2, Digit7 1, Digits8To9 2, Digit10 1, Digits11To12 2, Digits13Up 2")]
    [InlineData("é12", "Latin.*.Start 1, Latin.StartNotAfterSpace 1, Digits2To3 1")]
    [InlineData(" 中文", "Han.*.Start 1, Han.* 1")]
    [InlineData("中й", "Han.*.Start 1, Han.StartNotAfterSpace 1, Cyrillic.*.Start 1, Cyrillic.StartNotAfterSpace 1")]
    [InlineData("=================", "Punctuation8To15 8, Punctuation16Up 2")]
    [InlineData("\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n", "OtherWhitespace8To15 8, OtherWhitespace16Up 2")]
    [InlineData("aaaaaaaa ", "Letters8To15 1")]
    [InlineData("        ", "Spaces8To15 1")]
    [InlineData("00000000", "Digits2To3 2, Digit4 1, Digits5To6 2, Digit7 1, Digits8To9 1")]
    public void A_text_has_the_features_that_its_reader_counts(string text, string expected)
    {
        TextFeatures features = NaiveScan.Scan(text);
        SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
        for (int index = 0; index < TextFeatures.Count; index++)
        {
            // The tiers within a group are the data's; pairs have a test of their own.
            string name = System.Text.RegularExpressions.Regex.Replace(TextFeatures.NameOf(index), @"\.\d", ".*");
            if (features[index] != 0 && !name.StartsWith("Pair", StringComparison.Ordinal))
            {
                counts[name] = counts.GetValueOrDefault(name) + features[index];
            }
        }

        IEnumerable<string> sorted = expected.Split(", ", StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
        Assert.Equal(sorted, counts.Select(static count => $"{count.Key} {count.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_pair_counts_the_products_of_its_factors()
    {
        int before = PairCodes.Codes['t'] >> 4;
        int itself = PairCodes.Codes['h'] & 15;
        TextFeatures one = NaiveScan.Scan("t");
        TextFeatures two = NaiveScan.Scan("th");
        for (int i = 0; i < PairCodes.Count; i++)
        {
            int index = NaiveScan.IndexOf($"Pair.{i}");
            Assert.Equal(PairCodes.Previous[(i * 16) + before] * PairCodes.Current[(i * 16) + itself], two[index] - one[index]);
        }
    }

    [Fact]
    public void Deep_in_a_run_pairs_do_not_count() => Assert.Equal(PairsOf(new string('=', 7)), PairsOf(new string('=', 100)));

    [Fact]
    public void Every_ascii_character_has_a_code_that_counts() =>
        Assert.All(Enumerable.Range(0, 0x80), static c => Assert.NotEqual(0, PairCodes.Codes[c] & 15));

    [Fact]
    public void Code_0_counts_nothing()
    {
        for (int i = 0; i < PairCodes.Count; i++)
        {
            Assert.Equal(0, PairCodes.Current[i * 16]);
        }
    }

    [Fact]
    public void Sums_of_16_bits_hold_what_is_added_to_them()
    {
        int largest = 2 * PairCodes.Previous.ToArray().Max() * PairCodes.Current.ToArray().Max();
        Assert.InRange(largest * PairCodes.AdditionsPerFlush, 1, ushort.MaxValue);
    }

    [Fact]
    public void The_oracle_fills_every_ascii_counter()
    {
        TextFeatures features = NaiveScan.Scan(
            " aA Bb.B1.1 (AB) x. \t!?\n-1234567890123é.é1_a aaaaaaaaaaaaaaaa                  \n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n================= aB bC dA zZ qX XQJZ");
        Assert.All(Enum.GetNames<AsciiFeature>(), name => Assert.True(features[NaiveScan.IndexOf(name)] > 0, name));
    }

    private static long PairsOf(string text)
    {
        TextFeatures features = NaiveScan.Scan(text);
        return Enumerable.Range(0, TextFeatures.Count).Where(static index => TextFeatures.NameOf(index).StartsWith("Pair", StringComparison.Ordinal)).Sum(index => features[index]);
    }
}
