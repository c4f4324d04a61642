using System.Globalization;
using System.Text;
using Xunit;

namespace FastTokens.Tests.Text;

/// <summary>The table of classes against the runtime's own Unicode data.</summary>
public class CharacterClassTests
{
    [Fact]
    public void An_ascii_character_is_its_own_class()
    {
        for (int character = 0; character < 0x80; character++)
        {
            Assert.Equal(character, CharacterClasses.OfScalar(character));
        }
    }

    [Fact]
    public void No_other_character_has_an_ascii_class_or_that_of_padding()
    {
        for (int codePoint = 0x80; codePoint < 0x110000; codePoint++)
        {
            Assert.InRange(CharacterClasses.OfScalar(codePoint), 0x80, CharacterClasses.Padding - 1);
        }
    }

    [Fact]
    public void A_surrogate_has_the_class_of_the_replacement_character()
    {
        for (int surrogate = 0xD800; surrogate < 0xE000; surrogate++)
        {
            Assert.Equal(CharacterClasses.OfScalar(Rune.ReplacementChar.Value), CharacterClasses.OfBmp(surrogate));
        }
    }

    [Theory]
    [InlineData(0x00C0, 0x024F, nameof(CharacterGroup.Latin))]
    [InlineData(0x1E00, 0x1EFF, nameof(CharacterGroup.Latin))]
    [InlineData(0x0388, 0x03CE, nameof(CharacterGroup.GreekArmenianGeorgian))]
    [InlineData(0x0531, 0x0586, nameof(CharacterGroup.GreekArmenianGeorgian))]
    [InlineData(0x10D0, 0x10FA, nameof(CharacterGroup.GreekArmenianGeorgian))]
    [InlineData(0x0400, 0x052F, nameof(CharacterGroup.Cyrillic))]
    [InlineData(0x05D0, 0x05EA, nameof(CharacterGroup.ArabicHebrew))]
    [InlineData(0x0620, 0x063F, nameof(CharacterGroup.ArabicHebrew))]
    [InlineData(0x0671, 0x06D3, nameof(CharacterGroup.ArabicHebrew))]
    [InlineData(0x0904, 0x0939, nameof(CharacterGroup.DevanagariBengaliTamil))]
    [InlineData(0x0985, 0x09B9, nameof(CharacterGroup.DevanagariBengaliTamil))]
    [InlineData(0x0B85, 0x0BB9, nameof(CharacterGroup.DevanagariBengaliTamil))]
    [InlineData(0x0E01, 0x0E30, nameof(CharacterGroup.IndicThaiLao))]
    [InlineData(0x0E81, 0x0EB0, nameof(CharacterGroup.IndicThaiLao))]
    [InlineData(0x1780, 0x17B3, nameof(CharacterGroup.KhmerMyanmarEthiopic))]
    [InlineData(0x1000, 0x102A, nameof(CharacterGroup.KhmerMyanmarEthiopic))]
    [InlineData(0x1200, 0x135A, nameof(CharacterGroup.KhmerMyanmarEthiopic))]
    [InlineData(0x3400, 0x4DBF, nameof(CharacterGroup.Han))]
    [InlineData(0x4E00, 0x9FFF, nameof(CharacterGroup.Han))]
    [InlineData(0x20000, 0x2A6DF, nameof(CharacterGroup.Han))]
    [InlineData(0x3041, 0x3096, nameof(CharacterGroup.Hiragana))]
    [InlineData(0x30A1, 0x30FA, nameof(CharacterGroup.Katakana))]
    [InlineData(0xFF71, 0xFF9D, nameof(CharacterGroup.Katakana))]
    [InlineData(0x1100, 0x11FF, nameof(CharacterGroup.Hangul))]
    [InlineData(0xAC00, 0xD7A3, nameof(CharacterGroup.Hangul))]
    public void The_letters_of_a_block_are_of_its_group(int first, int last, string group)
    {
        int letters = 0;
        for (int codePoint = first; codePoint <= last; codePoint++)
        {
            // Unassigned places and marks between the letters belong where the table likes.
            if (Rune.IsLetter(new Rune(codePoint)))
            {
                letters++;
                Assert.Equal(group, GroupOf(codePoint));
            }
        }

        Assert.InRange(letters, (last - first) / 2, int.MaxValue);
    }

    [Theory]
    [InlineData(0x2013, nameof(CharacterGroup.GeneralPunctuation))]
    [InlineData(0x201C, nameof(CharacterGroup.GeneralPunctuation))]
    [InlineData(0x2026, nameof(CharacterGroup.GeneralPunctuation))]
    [InlineData(0x3002, nameof(CharacterGroup.CjkPunctuation))]
    [InlineData(0x300C, nameof(CharacterGroup.CjkPunctuation))]
    [InlineData(0x2500, nameof(CharacterGroup.Symbols))]
    [InlineData(0x2211, nameof(CharacterGroup.Symbols))]
    [InlineData(0x1F600, nameof(CharacterGroup.Emoji))]
    [InlineData(0x1F3FD, nameof(CharacterGroup.Emoji))]
    [InlineData(0x1F1E9, nameof(CharacterGroup.Emoji))]
    [InlineData(0x0301, nameof(CharacterGroup.Latin))]
    [InlineData(0xE000, nameof(CharacterGroup.Other))]
    [InlineData(0xFFFD, nameof(CharacterGroup.Other))]
    [InlineData(0x10FFFF, nameof(CharacterGroup.Other))]
    public void A_character_is_of_its_group(int codePoint, string group) => Assert.Equal(group, GroupOf(codePoint));

    [Fact]
    public void Letters_and_digits_are_neither_punctuation_nor_symbols_nor_emoji()
    {
        string[] marks = [nameof(CharacterGroup.GeneralPunctuation), nameof(CharacterGroup.CjkPunctuation), nameof(CharacterGroup.Symbols), nameof(CharacterGroup.Emoji)];
        for (int codePoint = 0x80; codePoint < 0x110000; codePoint++)
        {
            UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(codePoint);
            if (category <= UnicodeCategory.OtherLetter || category == UnicodeCategory.DecimalDigitNumber)
            {
                Assert.DoesNotContain(GroupOf(codePoint), marks);
            }
        }
    }

    [Fact]
    public void Private_use_is_of_the_group_of_others()
    {
        for (int codePoint = 0x80; codePoint < 0x110000; codePoint++)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(codePoint) == UnicodeCategory.PrivateUse)
            {
                Assert.Equal(nameof(CharacterGroup.Other), GroupOf(codePoint));
            }
        }
    }

    private static string GroupOf(int codePoint) => ((CharacterGroup)((CharacterClasses.OfScalar(codePoint) & 0x7F) >> 3)).ToString();
}
