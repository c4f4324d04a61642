using System.Text;
using FastTokens.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FastTokens.Tests.Estimation;

/// <summary>Prefixes and suffixes by budget, against a search through all boundaries.</summary>
public class IndexByTokenCountTests
{
    private const int LargestBudget = 60;

    private static readonly Gen<(TokenProfile Profile, int Budget)> Budgets =
        TestProfiles.Random.SelectMany(static _ => Gen.Choose(0, LargestBudget), static (profile, budget) => (profile, budget));

    [Fact]
    public void The_prefix_of_utf16_is_the_longest_that_fits() => Properties.ForAll(HostileText.Text.Zip(Budgets), static given =>
    {
        (string text, (TokenProfile profile, int budget)) = given;
        TokenEstimator estimator = new(profile);
        int index = estimator.GetIndexByTokenCount(text, budget, out int tokenCount);
        List<int> boundaries = Boundaries(text);
        int expected = boundaries.Last(boundary => estimator.CountTokens(text.AsSpan(0, boundary)) <= budget);
        Assert.Equal(expected, index);
        Assert.Equal(estimator.CountTokens(text.AsSpan(0, index)), tokenCount);
    });

    [Fact]
    public void The_prefix_of_utf8_is_the_longest_that_fits() => Properties.ForAll(HostileText.Utf8.Zip(Budgets), static given =>
    {
        (byte[] text, (TokenProfile profile, int budget)) = given;
        TokenEstimator estimator = new(profile);
        int index = estimator.GetIndexByTokenCount(text, budget, out int tokenCount);
        List<int> boundaries = Boundaries(text);
        int expected = boundaries.Last(boundary => estimator.CountTokens(text.AsSpan(0, boundary)) <= budget);
        Assert.Equal(expected, index);
        Assert.Equal(estimator.CountTokens(text.AsSpan(0, index)), tokenCount);
    });

    [Fact]
    public void The_suffix_of_utf16_fits_and_begins_at_a_character() => Properties.ForAll(HostileText.Text.Zip(Budgets), static given =>
    {
        (string text, (TokenProfile profile, int budget)) = given;
        TokenEstimator estimator = new(profile);
        int index = estimator.GetIndexByTokenCountFromEnd(text, budget, out int tokenCount);
        List<int> boundaries = Boundaries(text);
        Assert.Contains(index, boundaries);
        Assert.Equal(estimator.CountTokens(text.AsSpan(index)), tokenCount);
        Assert.InRange(tokenCount, 0, budget);
        if (index > 0)
        {
            int longer = boundaries[boundaries.IndexOf(index) - 1];
            Assert.True(estimator.CountTokens(text.AsSpan(longer)) > budget, "one character more would have fitted");
        }
    });

    [Fact]
    public void The_suffix_of_utf8_fits_and_begins_at_a_character() => Properties.ForAll(HostileText.Utf8.Zip(Budgets), static given =>
    {
        (byte[] text, (TokenProfile profile, int budget)) = given;
        TokenEstimator estimator = new(profile);
        int index = estimator.GetIndexByTokenCountFromEnd(text, budget, out int tokenCount);
        List<int> boundaries = Boundaries(text);
        Assert.Contains(index, boundaries);
        Assert.Equal(estimator.CountTokens(text.AsSpan(index)), tokenCount);
        Assert.InRange(tokenCount, 0, budget);
        if (index > 0)
        {
            int longer = boundaries[boundaries.IndexOf(index) - 1];
            Assert.True(estimator.CountTokens(text.AsSpan(longer)) > budget, "one character more would have fitted");
        }
    });

    [Theory]
    [InlineData("a😀中 12345678 word ")]
    [InlineData("😀")]
    [InlineData("中")]
    [InlineData("\uD83D\uD83D\uDE00")]
    public void A_long_text_is_cut_where_its_count_says(string unit)
    {
        string text = string.Concat(Enumerable.Repeat(unit, 20_000 / unit.Length));
        byte[] utf8Text = Encoding.UTF8.GetBytes(text);
        foreach (TokenProfile profile in (TokenProfile[])[TestProfiles.Dense, TestProfiles.Uniform(1 << 14), TokenProfile.O200kBase])
        {
            TokenEstimator estimator = new(profile);
            int count = estimator.CountTokens(text);
            foreach (int budget in (int[])[0, 1, 17, count / 3, count - 1, count, count + 1])
            {
                AssertCut(estimator, text, Math.Max(0, budget));
                AssertCut(estimator, utf8Text, Math.Max(0, budget));
            }
        }
    }

    [Fact]
    public void Nothing_fits_into_nothing()
    {
        TokenEstimator estimator = new(TestProfiles.Uniform(0));
        Assert.Equal(0, estimator.GetIndexByTokenCount("text", 0, out int prefixCount));
        Assert.Equal(0, estimator.GetIndexByTokenCount("text"u8, 0, out int utf8PrefixCount));
        Assert.Equal(4, estimator.GetIndexByTokenCountFromEnd("text", 0, out int suffixCount));
        Assert.Equal(4, estimator.GetIndexByTokenCountFromEnd("text"u8, 0, out int utf8SuffixCount));
        Assert.Equal((0, 0, 0, 0), (prefixCount, utf8PrefixCount, suffixCount, utf8SuffixCount));
        Assert.Equal(0, estimator.GetIndexByTokenCount(ReadOnlySpan<char>.Empty, 5, out prefixCount));
        Assert.Equal(0, estimator.GetIndexByTokenCountFromEnd(ReadOnlySpan<byte>.Empty, 5, out suffixCount));
        Assert.Equal((0, 0), (prefixCount, suffixCount));
    }

    [Fact]
    public void The_largest_budget_takes_everything()
    {
        TokenEstimator estimator = new(TestProfiles.Dense);
        Assert.Equal(5, estimator.GetIndexByTokenCount("a b😀", int.MaxValue, out int prefixCount));
        Assert.Equal(0, estimator.GetIndexByTokenCountFromEnd("a b😀", int.MaxValue, out int suffixCount));
        Assert.Equal(estimator.CountTokens("a b😀"), prefixCount);
        Assert.Equal(prefixCount, suffixCount);
    }

    [Fact]
    public void A_negative_budget_is_refused()
    {
        TokenEstimator estimator = new(TestProfiles.Dense);
        Action[] calls =
        [
            () => estimator.GetIndexByTokenCount("text", -1, out _),
            () => estimator.GetIndexByTokenCount("text"u8, -1, out _),
            () => estimator.GetIndexByTokenCountFromEnd("text", -1, out _),
            () => estimator.GetIndexByTokenCountFromEnd("text"u8, int.MinValue, out _),
        ];
        Assert.All(calls, static call => Assert.Equal("maxTokenCount", Assert.Throws<ArgumentOutOfRangeException>(call).ParamName));
    }

    private static void AssertCut(TokenEstimator estimator, string text, int budget)
    {
        List<int> boundaries = Boundaries(text);
        int end = estimator.GetIndexByTokenCount(text, budget, out int prefixCount);
        Assert.Contains(end, boundaries);
        Assert.Equal(estimator.CountTokens(text.AsSpan(0, end)), prefixCount);
        Assert.InRange(prefixCount, 0, budget);
        if (end < text.Length)
        {
            int longer = boundaries[boundaries.BinarySearch(end) + 1];
            Assert.True(estimator.CountTokens(text.AsSpan(0, longer)) > budget);
        }

        int start = estimator.GetIndexByTokenCountFromEnd(text, budget, out int suffixCount);
        Assert.Contains(start, boundaries);
        Assert.Equal(estimator.CountTokens(text.AsSpan(start)), suffixCount);
        Assert.InRange(suffixCount, 0, budget);
    }

    private static void AssertCut(TokenEstimator estimator, byte[] text, int budget)
    {
        List<int> boundaries = Boundaries(text);
        int end = estimator.GetIndexByTokenCount(text, budget, out int prefixCount);
        Assert.Contains(end, boundaries);
        Assert.Equal(estimator.CountTokens(text.AsSpan(0, end)), prefixCount);
        Assert.InRange(prefixCount, 0, budget);
        if (end < text.Length)
        {
            int longer = boundaries[boundaries.BinarySearch(end) + 1];
            Assert.True(estimator.CountTokens(text.AsSpan(0, longer)) > budget);
        }

        int start = estimator.GetIndexByTokenCountFromEnd(text, budget, out int suffixCount);
        Assert.Contains(start, boundaries);
        Assert.Equal(estimator.CountTokens(text.AsSpan(start)), suffixCount);
        Assert.InRange(suffixCount, 0, budget);
    }

    private static List<int> Boundaries(string text)
    {
        List<int> boundaries = [0];
        while (boundaries[^1] < text.Length)
        {
            Rune.DecodeFromUtf16(text.AsSpan(boundaries[^1]), out _, out int length);
            boundaries.Add(boundaries[^1] + length);
        }

        return boundaries;
    }

    private static List<int> Boundaries(ReadOnlySpan<byte> text)
    {
        List<int> boundaries = [0];
        while (boundaries[^1] < text.Length)
        {
            Rune.DecodeFromUtf8(text[boundaries[^1]..], out _, out int length);
            boundaries.Add(boundaries[^1] + length);
        }

        return boundaries;
    }
}
