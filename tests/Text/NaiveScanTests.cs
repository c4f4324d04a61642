using Xunit;

namespace FastTokens.Tests.Text;

/// <summary>The oracle itself, on texts whose features can be counted by hand.</summary>
public class NaiveScanTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "LowerAfterOther 1")]
    [InlineData(" a", "LowerAfterSpace 1")]
    [InlineData("aA", "LowerAfterOther 1, UpperAfterLower 1")]
    [InlineData("Aa", "UpperAfterOther 1, LowerAfterUpper 1")]
    [InlineData("AB ", "UpperAfterOther 1")]
    [InlineData("ab B", "LowerAfterOther 1, UpperAfterSpace 1")]
    [InlineData("1 .", "PunctuationAfterWhitespace 1")]
    [InlineData("a.1.\u007F\t", "LowerAfterOther 1, PunctuationAfterPunctuation 1, Whitespace 1")]
    [InlineData("12345678901234", "Digits2To3 2, Digit4 1, Digits5To6 2, Digit7 1, Digits8To9 2, Digit10 1, Digits11To12 2, Digits13Up 2")]
    [InlineData("é12", "Latin.*.Start 1, Latin.StartNotAfterSpace 1, Digits2To3 1")]
    [InlineData(" 中文", "Han.*.Start 1, Han.* 1")]
    [InlineData("中й", "Han.*.Start 1, Han.StartNotAfterSpace 1, Cyrillic.*.Start 1, Cyrillic.StartNotAfterSpace 1")]
    [InlineData("=================", "PunctuationAfterWhitespace 1, PunctuationAfterPunctuation 6, Punctuation8To15 8, Punctuation16Up 2")]
    [InlineData("\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n", "Whitespace 6, OtherWhitespace8To15 8, OtherWhitespace16Up 2")]
    [InlineData("aaaaaaaa ", "LowerAfterOther 1, Letters8To15 1")]
    [InlineData("        ", "Spaces8To15 1")]
    public void A_text_has_the_features_that_its_reader_counts(string text, string expected)
    {
        TextFeatures features = NaiveScan.Scan(text);
        SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
        for (int index = 0; index < TextFeatures.Count; index++)
        {
            // The tiers within a group are the data's; levels have a test of their own.
            string name = System.Text.RegularExpressions.Regex.Replace(TextFeatures.NameOf(index), @"\.\d", ".*");
            if (features[index] != 0 && !name.EndsWith("Levels", StringComparison.Ordinal))
            {
                counts[name] = counts.GetValueOrDefault(name) + features[index];
            }
        }

        IEnumerable<string> sorted = expected.Split(", ", StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
        Assert.Equal(sorted, counts.Select(static count => $"{count.Key} {count.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Levels_fold_case_and_digits()
    {
        Assert.Equal(LevelsOf("th"), LevelsOf("TH"));
        Assert.Equal(LevelsOf(".1"), LevelsOf(".9"));
        Assert.Equal(LevelsOf(".{"), LevelsOf(".["));
        Assert.Equal(LevelsOf("é\u0001"), LevelsOf("é\u001F"));
        Assert.NotEqual(LevelsOf("th"), LevelsOf("tq"));
    }

    [Fact]
    public void Levels_are_from_0_to_7() =>
        Assert.All(BigramLevelTable.Matrix.ToArray(), static level => Assert.InRange(level, 0, 7));

    [Fact]
    public void The_oracle_fills_every_ascii_counter()
    {
        TextFeatures features = NaiveScan.Scan(
            " aA Bb.B1.1 (AB) x. \t!?\n-1234567890123é.é1_a aaaaaaaaaaaaaaaa                  \n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n================= aB bC dA zZ qX XQJZ");
        Assert.All(Enum.GetNames<AsciiFeature>(), name => Assert.True(features[NaiveScan.IndexOf(name)] > 0, name));
    }

    private static long LevelsOf(string text)
    {
        TextFeatures features = NaiveScan.Scan(text);
        return Enum.GetNames<AsciiFeature>().Where(static name => name.EndsWith("Levels", StringComparison.Ordinal)).Sum(name => features[NaiveScan.IndexOf(name)]);
    }
}
