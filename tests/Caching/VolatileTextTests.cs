using System.Globalization;
using System.Text;
using FastTokens.Caching;
using Xunit;

namespace FastTokens.Tests.Caching;

/// <summary>What counts as a date, a time or an identifier, and what only looks like one.</summary>
public class VolatileTextTests
{
    // What is found stands between brackets.
    [Theory]
    [InlineData("on [2026-11-20].", "a date")]
    [InlineData("on [2026/11/20], or 2027-01-01", "a date")]
    [InlineData("[20/11/2026]", "a date")]
    [InlineData("--- é [2026-11-20]:", "a date")]
    [InlineData("at [2026-11-20T08:33] or so", "a time")]
    [InlineData("at [2026-11-20T08:33:07.123+01:00]", "a time")]
    [InlineData("at ([09:59:59])", "a time")]
    [InlineData("at [09:59:59.123]-", "a time")]
    [InlineData("since [1763628787]", "a Unix time")]
    [InlineData("since [1763628787123]/", "a Unix time")]
    [InlineData("session [7f3c2a90-5e1d-4f6b-8a7c-1d2e3f405162]", "a UUID")]
    [InlineData("session [7F3C2A90-5E1D-4F6B-8A7C-1D2E3F405162]", "a UUID")]
    [InlineData("commit [0d9f1e2c3b4a]", "a hexadecimal string")]
    [InlineData("[rev=abcdefabcde1] and more", "a hexadecimal string")]
    [InlineData("[id:1_00000000000F]", "a hexadecimal string")]
    public void The_first_one_is_found(string marked, string what)
    {
        string text = marked.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
        Assert.True(VolatileText.TryFind(Encoding.UTF8.GetBytes(text), out int start, out int length, out string found));
        Assert.Equal(marked.Split('[', ']')[1], Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text), start, length));
        Assert.Equal(what, found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  é ")]
    [InlineData("--- ::: ...")]
    [InlineData("You are brief.")]
    [InlineData("2026-11-2 and 2026-11-200 and 026-11-20")]
    [InlineData("2026-11/20 and 20/11/26 and 2026_11_20")]
    [InlineData("2026-11-20T08:3")]
    [InlineData("9:59:59 and 09:59 and 09-59-59 and 09:59:5")]
    [InlineData("176362878 17636287871 2763628787 176362878x 17636287871234")]
    [InlineData("7f3c2a90-5e1d-4f6b-8a7c-1d2e3f40516g 7f3c2a90-5e1d-4f6b-8a7c1-d2e3f405162")]
    [InlineData("0d9f1e2c3b4 123456789012 abcdefabcdef 0d9f1e2c3b4g")]
    [InlineData("x2026-11-20 and v09:59:59")]
    public void What_only_looks_like_one_is_not(string text)
    {
        Assert.False(VolatileText.TryFind(Encoding.UTF8.GetBytes(text), out int start, out int length, out string what));
        Assert.Equal((0, 0, ""), (start, length, what));
    }

    [Theory]
    [InlineData("v1.2 of it", "v1.10 of it")]
    [InlineData("1", "22")]
    [InlineData("item1", "item22")]
    [InlineData("Mon, Jan 5 at 9 AM", "TUE, Sept 15 at 10 pm")]
    [InlineData("on Sat.", "on -sunday.")]
    [InlineData("deadbeef", "cafebabe")]
    [InlineData("dead-beef", "cafe:babe")]
    [InlineData("id a1b2c3d4.", "id z9y8x7wv.")]
    [InlineData("one 1 two req_a1b2c3 three", "one 2 two req_zzzz99 three")]
    public void Texts_may_differ_in_it_only(string left, string right) => AssertDiffer(true, left, right);

    [Theory]
    [InlineData("the same", "the same")]
    [InlineData("", "")]
    [InlineData("", "1")]
    [InlineData("5", "5 x")]
    [InlineData("v1.2", "w1.2")]
    [InlineData("a1", "a1b")]
    [InlineData("a", "1")]
    [InlineData("Mon", "month")]
    [InlineData("may", "must")]
    [InlineData("abc1def", "xyz2uvw")]
    [InlineData("deadbeef", "deadbees")]
    [InlineData("a1b2c3d4", "a1b2c3")]
    [InlineData("word-word", "word-ward")]
    [InlineData("at 10 be brief", "at 11 be verbose")]
    [InlineData("at 10, x", "at 11; x")]
    [InlineData("1 x", "2 x more")]
    [InlineData("v1x", "vx")]
    public void Other_differences_are_none_of_it(string left, string right) => AssertDiffer(false, left, right);

    [Fact]
    public void Every_name_of_a_month_or_day_is_known()
    {
        DateTimeFormatInfo names = CultureInfo.InvariantCulture.DateTimeFormat;
        foreach (string name in (string[])[.. names.MonthNames, .. names.AbbreviatedMonthNames, .. names.DayNames, .. names.AbbreviatedDayNames, "Sept", "AM", "PM"])
        {
            // The thirteenth month has none.
            if (name.Length > 0)
            {
                AssertDiffer(true, $"on {name}, as", name == "May" ? "on June, as" : "on May, as");
                AssertDiffer(false, $"on {name}, as", "on noon, as");
            }
        }
    }

    private static void AssertDiffer(bool expected, string left, string right)
    {
        Assert.Equal(expected, VolatileText.DifferOnlyInVolatileParts(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right)));
        Assert.Equal(expected, VolatileText.DifferOnlyInVolatileParts(Encoding.UTF8.GetBytes(right), Encoding.UTF8.GetBytes(left)));
    }
}
