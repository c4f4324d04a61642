using System.Globalization;
using FastTokens.Generators;
using Xunit;

namespace FastTokens.Tests.Generators;

public class UnicodeDataTests
{
    private const string Categories = "0041..005A ; Uppercase_Letter # A to Z\n\n# a comment\n0300..036F ; Nonspacing_Mark\n";
    private const string Scripts = "0041..005A ; Latin\n0300..036F ; Inherited\n";
    private const string Binary = "0020..0020 ; White_Space\n231A..231B ; Extended_Pictographic\n231A..231B ; Emoji_Presentation\n";

    [Fact]
    public void Properties_are_read_from_ranges()
    {
        UnicodeData data = Read(Categories, Scripts, Binary);

        Assert.Equal(GeneralCategory.UppercaseLetter, data.GeneralCategory('A'));
        Assert.Equal(GeneralCategory.UppercaseLetter, data.GeneralCategory('Z'));
        Assert.Equal(GeneralCategory.Unassigned, data.GeneralCategory('['));
        Assert.True(data.IsLetter('A'));
        Assert.False(data.IsLetter(0x300));
        Assert.True(data.IsMark(0x300));
        Assert.Equal("Latin", data.Script('Q'));
        Assert.Equal(UnicodeData.UnknownScript, data.Script(0x10FFFF));
        Assert.True(data.WhiteSpace(' '));
        Assert.True(data.ExtendedPictographic(0x231B));
        Assert.False(data.ExtendedPictographic(0x231C));
        Assert.True(data.EmojiPresentation(0x231A));
    }

    [Theory]
    [InlineData("0041 ; Control\n", 1, "first..last ; value")]
    [InlineData("0041..0042\n", 1, "first..last ; value")]
    [InlineData("# head\n0041..004G ; Control\n", 2, "'004G' is not a code point")]
    [InlineData("0041..110000 ; Control\n", 1, "'110000' is not a code point")]
    [InlineData("0041..FFFFFFFF ; Control\n", 1, "'FFFFFFFF' is not a code point")]
    [InlineData("0042..0041 ; Control\n", 1, "ends before it begins")]
    [InlineData("0041..0042 ; # none\n", 1, "there is no value")]
    [InlineData("0041..0042 ; Fish\n", 1, "'Fish' is not a general category")]
    [InlineData("0041..0042 ; 7\n", 1, "'7' is not a general category")]
    [InlineData("0041..0045 ; Control\n0044..0046 ; Format\n", 2, "U+0044 has a value already")]
    public void A_wrong_line_is_named(string categories, int line, string reason)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Read(categories, Scripts, Binary));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"Data/{UnicodeData.GeneralCategoryPath}, line {line}: "), error.Message);
        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public void A_property_without_lines_is_an_error() =>
        Assert.Contains("Emoji_Presentation", Assert.Throws<InvalidDataException>(
            () => Read(Categories, Scripts, "0020..0020 ; White_Space\n231A..231B ; Extended_Pictographic\n")).Message);

    // The runtime may be of another version: what it has not assigned, or has changed since, is left out by its own rules of stability.
    [Fact]
    public void The_committed_data_agree_with_the_runtime_on_letters_that_do_not_change()
    {
        UnicodeData data = new GeneratorInputs(Repository.Find().DataDirectory).Unicode;
        for (int codePoint = 0; codePoint < 0x3000; codePoint++)
        {
            UnicodeCategory expected = CharUnicodeInfo.GetUnicodeCategory(codePoint);
            if (expected != UnicodeCategory.OtherNotAssigned)
            {
                Assert.Equal(expected is <= UnicodeCategory.OtherLetter, data.IsLetter(codePoint));
            }
        }

        Assert.Equal("Han", data.Script('中'));
        Assert.Equal("Hangul", data.Script('한'));
        Assert.True(data.ExtendedPictographic(0x1F600));
    }

    private static UnicodeData Read(string categories, string scripts, string binary) => UnicodeData.Read(
        GeneratorFixture.Input(UnicodeData.GeneralCategoryPath, categories),
        GeneratorFixture.Input(UnicodeData.ScriptPath, scripts),
        GeneratorFixture.Input(UnicodeData.EmojiAndWhiteSpacePath, binary));
}
