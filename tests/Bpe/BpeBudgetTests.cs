using System.Text;
using FastTokens.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FastTokens.Tests.Bpe;

/// <summary>Everything that asks for a number of tokens agrees with the count.</summary>
public class BpeBudgetTests
{
    private static readonly Gen<(string Text, int Budget, int Encoding)> Cases =
        from text in HostileText.Text
        from budget in Gen.Choose(0, 60)
        from encoding in Gen.Choose(0, 2)
        select (text, budget, encoding);

    private static readonly Gen<(byte[] Text, int Budget, int Encoding)> Utf8Cases =
        from text in HostileText.Utf8
        from budget in Gen.Choose(0, 60)
        from encoding in Gen.Choose(0, 2)
        select (text, budget, encoding);

    private static BpeTokenizer[] Tokenizers => [BpeTokenizer.O200kBase, BpeTokenizer.Cl100kBase, BpeTokenizer.R50kBase];

    [Fact]
    public void Limits_agree_with_the_count() => Properties.ForAll(Cases, test =>
    {
        BpeTokenizer tokenizer = Tokenizers[test.Encoding];
        byte[] utf8 = Encoding.UTF8.GetBytes(test.Text);
        int count = tokenizer.CountTokens(test.Text);
        Assert.Equal(Math.Min(count, test.Budget + 1), tokenizer.CountUpTo(test.Text, test.Budget));
        Assert.Equal(Math.Min(count, test.Budget + 1), tokenizer.CountUpTo(utf8, test.Budget));
        foreach (int limit in (int[])[test.Budget, Math.Max(0, count - 1), count, count + 1, int.MaxValue])
        {
            Assert.Equal(count <= limit, tokenizer.Fits(test.Text, limit));
            Assert.Equal(count <= limit, tokenizer.Fits(utf8, limit));
        }
    });

    [Fact]
    public void Prefixes_and_suffixes_of_UTF_16_are_counted_by_themselves() => Properties.ForAll(Cases, test =>
    {
        BpeTokenizer tokenizer = Tokenizers[test.Encoding];
        int end = tokenizer.GetIndexByTokenCount(test.Text, test.Budget, out int prefixCount);
        Assert.InRange(prefixCount, 0, test.Budget);
        Assert.Equal(tokenizer.CountTokens(test.Text.AsSpan(0, end)), prefixCount);
        Assert.Equal(end, Utf16TextEncoding.FloorBoundary(test.Text, end));

        int start = tokenizer.GetIndexByTokenCountFromEnd(test.Text, test.Budget, out int suffixCount);
        Assert.InRange(suffixCount, 0, test.Budget);
        Assert.Equal(tokenizer.CountTokens(test.Text.AsSpan(start)), suffixCount);
        Assert.Equal(start, Utf16TextEncoding.FloorBoundary(test.Text, start));
        CheckFill(tokenizer.CountTokens(test.Text), test.Budget, end, start, test.Text.Length, prefixCount, suffixCount);
    });

    [Fact]
    public void Prefixes_and_suffixes_of_UTF_8_are_counted_by_themselves() => Properties.ForAll(Utf8Cases, test =>
    {
        BpeTokenizer tokenizer = Tokenizers[test.Encoding];
        int end = tokenizer.GetIndexByTokenCount(test.Text, test.Budget, out int prefixCount);
        Assert.InRange(prefixCount, 0, test.Budget);
        Assert.Equal(tokenizer.CountTokens(test.Text.AsSpan(0, end)), prefixCount);
        Assert.Equal(end, Utf8TextEncoding.FloorBoundary(test.Text, end));

        int start = tokenizer.GetIndexByTokenCountFromEnd(test.Text, test.Budget, out int suffixCount);
        Assert.InRange(suffixCount, 0, test.Budget);
        Assert.Equal(tokenizer.CountTokens(test.Text.AsSpan(start)), suffixCount);
        Assert.Equal(start, Utf8TextEncoding.FloorBoundary(test.Text, start));
        CheckFill(tokenizer.CountTokens(test.Text), test.Budget, end, start, test.Text.Length, prefixCount, suffixCount);
    });

    [Fact]
    public void A_budget_stops_the_count_of_a_very_long_text()
    {
        // Ten million letters would take a while if they were merged; here they are not even read.
        BpeTokenizer tokenizer = BpeTokenizer.O200kBase;
        string text = new('z', 10_000_000);
        Assert.Equal(1001, tokenizer.CountUpTo(text, 1000));
        Assert.False(tokenizer.Fits(text, 1000));
        Assert.Equal(tokenizer.CountTokens(text.AsSpan(0, tokenizer.GetIndexByTokenCount(text, 1000, out int prefix))), prefix);
        Assert.Equal(1000, prefix);
        tokenizer.GetIndexByTokenCountFromEnd(text, 1000, out int suffix);
        Assert.InRange(suffix, 990, 1000);
    }

    [Fact]
    public void Wrong_limits_are_refused()
    {
        BpeTokenizer tokenizer = BpeTokenizer.R50kBase;
        Assert.Throws<ArgumentOutOfRangeException>("limit", () => tokenizer.CountUpTo("a", -1));
        Assert.Throws<ArgumentOutOfRangeException>("limit", () => tokenizer.CountUpTo("a"u8, int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>("maxTokenCount", () => tokenizer.Fits("a", -1));
        Assert.Throws<ArgumentOutOfRangeException>("maxTokenCount", () => tokenizer.GetIndexByTokenCount("a", -1, out _));
        Assert.Throws<ArgumentOutOfRangeException>("maxTokenCount", () => tokenizer.GetIndexByTokenCountFromEnd("a"u8, -1, out _));
    }

    /// <summary>A budget is used up but for the tokens of one character and what cutting there changes; all of it where the text has no more.</summary>
    private static void CheckFill(int count, int budget, int end, int start, int length, int prefixCount, int suffixCount)
    {
        const int Slack = 12;
        if (count <= budget)
        {
            Assert.Equal((length, 0), (end, start));
        }
        else
        {
            Assert.InRange(prefixCount, budget - Slack, budget);
            Assert.InRange(suffixCount, budget - Slack, budget);
        }
    }
}
