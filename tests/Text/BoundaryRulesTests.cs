using System.Text;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Text;

/// <summary>Which places are ends of words, sentences, lines and paragraphs, in texts that say it themselves, and in both encodings.</summary>
public class BoundaryRulesTests
{
    // In each text | stands where a kept beginning ends at a boundary of the kind, and nowhere else.
    [Theory]
    [InlineData("The| quick| brown| fox|")]
    [InlineData("don|'|t|", false)]
    [InlineData("don't|")]
    [InlineData("don’t| you|")]
    [InlineData("pi| =| 3.14|,| or| 1,000|.|")]
    [InlineData("at| 12:30|:| now|")]
    [InlineData("example.com|/|path_to|?|a1|=|b|")]
    [InlineData("well|-|known|")]
    [InlineData("if| (|a| !=| b|)| {|")]
    [InlineData("  two|  spaces|   |")]
    [InlineData("中|文|字|。|")]
    [InlineData("日|本|語|の|text|です|", false)]
    [InlineData("カ|ー|ド|")]
    [InlineData("ไ|ท|ย|")]
    [InlineData("👨‍👩‍👧‍👦|👍🏽|ok|")]
    [InlineData("❤️|love|")]
    [InlineData("naïve| e\u0301te\u0301|")]
    [InlineData("10\u00A0km|")]
    [InlineData("हिन्दी| भाषा|")]
    [InlineData("Привет|,| мир|!|")]
    [InlineData("\u001B[31m|red|\u001B[0m| plain|")]
    [InlineData("'|quoted|'|", true)]
    [InlineData("a.|", false)]
    public void Words_end(string marked, bool isExact = true) => AssertEnds(TextBoundary.Word, marked, isExact);

    [Theory]
    [InlineData("One sentence.| Two!| Three?| four|")]
    [InlineData("He said \"stop.\"| Then (and there!)| he stopped.|")]
    [InlineData("Use e.g. this, i.e. that.| Good.|")]
    [InlineData("Version 3.14 of example.com.| Next|")]
    [InlineData("Wait...| What?!| Yes…| No|")]
    [InlineData("一つ目。|二つ目！|「三つ目。」|四つ目|")]
    [InlineData("中文。英文|", false)]
    [InlineData("Fin.|\nNext line.|")]
    [InlineData("क्या। हाँ।|", false)]
    [InlineData("क्या।| हाँ।| ठीक|")]
    [InlineData("no end here|")]
    [InlineData("“Quoted.”| After.|")]
    public void Sentences_end(string marked, bool isExact = true) => AssertEnds(TextBoundary.Sentence, marked.Replace("\n", "\n|", StringComparison.Ordinal), isExact);

    [Theory]
    [InlineData("one\n|two\r\n|three\r|four\u0085|five\u2028|six\u2029|seven\v|eight\f|nine|")]
    [InlineData("a\n|\n|\n|b|")]
    [InlineData("no line end|")]
    public void Lines_end(string marked) => AssertEnds(TextBoundary.Line, marked, isExact: true);

    [Theory]
    [InlineData("one\ntwo\n\n|three\n   \t\n|four\r\n\r\n|five|")]
    [InlineData("a\n\n\n|b|")]
    [InlineData("\n|a|")]
    [InlineData("a\n\n  |indented", false)]
    [InlineData("a\n\n|  indented|")]
    [InlineData("one\n\u3000\n|two|")]
    public void Paragraphs_end(string marked, bool isExact = true) => AssertEnds(TextBoundary.Paragraph, marked, isExact);

    [Theory]
    [InlineData("One sentence. |Two! |Three? |four", TextBoundary.Sentence)]
    [InlineData("一つ目。|二つ目！|三", TextBoundary.Sentence)]
    [InlineData("Fin.\n|Next.  |After", TextBoundary.Sentence)]
    [InlineData("e.g. this", TextBoundary.Sentence)]
    [InlineData("The |quick  |brown |fox|.", TextBoundary.Word)]
    [InlineData("a\n|  b\n\n|  c", TextBoundary.Line, false)]
    [InlineData("a\n\n|b\nc", TextBoundary.Paragraph)]
    public void A_kept_end_begins(string marked, TextBoundary kind, bool isExact = true)
    {
        string text = marked.Replace("|", "", StringComparison.Ordinal);
        List<int> expected = [];
        foreach (string part in marked.Split('|')[..^1])
        {
            expected.Add(part.Length + (expected.Count == 0 ? 0 : expected[^1]));
        }

        List<int> actual = [];
        ClusterCursor<Utf16TextEncoding, char> cursor = new(text, 0, 0);
        while (cursor.MoveNext(text.Length - 1))
        {
            if (BoundaryRules<Utf16TextEncoding, char>.OfStart(text, cursor.Position, cursor.Before, cursor.After) <= kind)
            {
                actual.Add(cursor.Position);
            }
        }

        AssertPlaces(expected, actual, isExact);
    }

    [Fact]
    public void A_blank_line_of_more_than_256_spaces_ends_no_paragraph()
    {
        Assert.Contains(256 + 3, Ends(TextBoundary.Paragraph, "a\n" + new string(' ', 256) + "\nb"));
        Assert.DoesNotContain(257 + 3, Ends(TextBoundary.Paragraph, "a\n" + new string(' ', 257) + "\nb"));
    }

    [Fact]
    public void Both_encodings_have_the_same_boundaries() => Properties.ForAll(HostileText.WellFormedText, static text =>
    {
        byte[] utf8Text = Encoding.UTF8.GetBytes(text);
        ClusterCursor<Utf16TextEncoding, char> cursor = new(text, 0, 0);
        ClusterCursor<Utf8TextEncoding, byte> utf8Cursor = new(utf8Text, 0, 0);
        while (cursor.MoveNext(text.Length))
        {
            Assert.True(utf8Cursor.MoveNext(utf8Text.Length));
            Assert.Equal(Encoding.UTF8.GetByteCount(text.AsSpan(0, cursor.Position)), utf8Cursor.Position);
            Assert.Equal(
                BoundaryRules<Utf16TextEncoding, char>.OfEnd(text, cursor.Position, cursor.Before, cursor.After),
                BoundaryRules<Utf8TextEncoding, byte>.OfEnd(utf8Text, utf8Cursor.Position, utf8Cursor.Before, utf8Cursor.After));
            if (cursor.Position == text.Length)
            {
                break;
            }

            Assert.Equal(
                BoundaryRules<Utf16TextEncoding, char>.OfStart(text, cursor.Position, cursor.Before, cursor.After),
                BoundaryRules<Utf8TextEncoding, byte>.OfStart(utf8Text, utf8Cursor.Position, utf8Cursor.Before, utf8Cursor.After));
        }
    });

    private static void AssertEnds(TextBoundary kind, string marked, bool isExact)
    {
        List<int> expected = [];
        foreach (string part in marked.Split('|')[..^1])
        {
            expected.Add(part.Length + (expected.Count == 0 ? 0 : expected[^1]));
        }

        AssertPlaces(expected, Ends(kind, marked.Replace("|", "", StringComparison.Ordinal)), isExact);
    }

    private static void AssertPlaces(List<int> expected, List<int> actual, bool isExact)
    {
        if (isExact)
        {
            Assert.Equal(expected, actual);
        }
        else
        {
            Assert.NotEqual(expected, actual);
        }
    }

    private static List<int> Ends(TextBoundary kind, string text)
    {
        List<int> places = [];
        ClusterCursor<Utf16TextEncoding, char> cursor = new(text, 0, 0);
        while (cursor.MoveNext(text.Length))
        {
            if (BoundaryRules<Utf16TextEncoding, char>.OfEnd(text, cursor.Position, cursor.Before, cursor.After) <= kind)
            {
                places.Add(cursor.Position);
            }
        }

        return places;
    }
}
