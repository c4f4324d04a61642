using Xunit;

namespace FastTokens.Tests.Text;

/// <summary>The oracle itself, on texts whose features can be counted by hand.</summary>
public class NaiveScanTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "LowerAfterOther 1")]
    [InlineData(" a", "SpaceAfterWhitespace 1, LowerAfterSpace 1")]
    [InlineData("aA", "LowerAfterOther 1, UpperAfterLower 1")]
    [InlineData("Aa", "UpperAfterOther 1, LowerAfterUpper 1")]
    [InlineData("AB ", "UpperAfterOther 1, UpperAfterUpper 1, SpaceAfterLetter 1")]
    [InlineData("ab B", "LowerAfterOther 1, LowerAfterLower 1, SpaceAfterLetter 1, UpperAfterSpace 1")]
    [InlineData("1 .", "FirstDigit 1, SpaceAfterOther 1, PunctuationAfterWhitespace 1")]
    [InlineData("a.1.\u007F\t", "LowerAfterOther 1, PunctuationAfterLetter 1, FirstDigit 1, PunctuationAfterDigit 1, PunctuationAfterPunctuation 1, Whitespace 1")]
    [InlineData("12345678901", "FirstDigit 1, Digits2To3 2, Digit4 1, Digits5To6 2, Digit7 1, Digits8To9 2, Digits10Up 2")]
    [InlineData("é12", "Latin.*.Start 1, Latin.StartNotAfterSpace 1, AfterNonAscii 1, Digits2To3 1")]
    [InlineData(" 中文", "SpaceAfterWhitespace 1, Han.*.Start 1, Han.* 1")]
    [InlineData("中й", "Han.*.Start 1, Han.StartNotAfterSpace 1, Cyrillic.*.Start 1, Cyrillic.StartNotAfterSpace 1")]
    [InlineData("=================", "PunctuationAfterWhitespace 1, PunctuationAfterPunctuation 6, Punctuation8To15 8, Punctuation16Up 2")]
    [InlineData("\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n", "Whitespace 6, OtherWhitespace8To15 8, OtherWhitespace16Up 2")]
    [InlineData("aaaaaaaa ", "LowerAfterOther 1, LowerAfterLower 6, Letters8To15 1, SpaceAfterLetter 1")]
    [InlineData("        ", "SpaceAfterWhitespace 7, Spaces8To15 1")]
    public void A_text_has_the_features_that_its_reader_counts(string text, string expected)
    {
        TextFeatures features = NaiveScan.Scan(text);
        SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
        for (int index = 0; index < TextFeatures.Count; index++)
        {
            // The tiers within a group are the data's; levels have a test of their own.
            string name = System.Text.RegularExpressions.Regex.Replace(TextFeatures.NameOf(index), @"\.\d", ".*");
            if (features[index] != 0 && !name.EndsWith(".Levels", StringComparison.Ordinal))
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

    private static long LevelsOf(string text)
    {
        TextFeatures features = NaiveScan.Scan(text);
        return Enum.GetNames<AsciiKind>().Sum(kind => features[NaiveScan.IndexOf(kind + ".Levels")]);
    }
}
