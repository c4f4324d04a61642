using System.Globalization;
using System.Text;
using FastTokens.Generators;
using FastTokens.Tests.Text;
using Xunit;

namespace FastTokens.Tests.Generators;

public class GraphemeDataTests
{
    [Fact]
    public void Properties_are_read_from_ranges()
    {
        GraphemeData data = Read("0300..036F ; Extend\n1100..115F ; L\n", "0915..0939 ; Consonant\n094D..094D ; Linker\n");
        Assert.Equal("Extend", data.ClusterBreak(0x301));
        Assert.Equal("L", data.ClusterBreak(0x1100));
        Assert.Equal("", data.ClusterBreak('a'));
        Assert.Equal("Consonant", data.ConjunctBreak(0x920));
        Assert.Equal("Linker", data.ConjunctBreak(0x94D));
        Assert.Equal("", data.ConjunctBreak('a'));
    }

    [Theory]
    [InlineData("0041..0042 ; Fish\n", 1, "'Fish' is no value of the property")]
    [InlineData("0041..0045 ; Extend\n0044..0046 ; Prepend\n", 2, "U+0044 has a value already")]
    public void A_wrong_line_is_named(string clusterBreaks, int line, string reason)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Read(clusterBreaks, ""));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"Data/{GraphemeData.ClusterBreakPath}, line {line}: "), error.Message);
        Assert.Contains(reason, error.Message);
    }

    // The runtime has data of its own, but no rule for conjuncts. What it has not assigned may be assigned here.
    [Fact]
    public void The_committed_table_agrees_with_the_runtime_on_what_both_know()
    {
        List<string> differences = [];
        for (int scalar = 0; scalar < 0x110000; scalar++)
        {
            if (!Rune.IsValid(scalar) || CharUnicodeInfo.GetUnicodeCategory(scalar) == UnicodeCategory.OtherNotAssigned
                || BoundaryProperties.Of(scalar).Grapheme is GraphemeClass.Consonant or GraphemeClass.ConjunctLinker)
            {
                continue;
            }

            string character = new Rune(scalar).ToString();
            foreach (string text in (string[])["a" + character, character + "a", character + character, "\u1100" + character, "\uAC00" + character, "😀\u200D" + character])
            {
                int[] expected = StringInfo.ParseCombiningCharacters(text);
                if (!expected.SequenceEqual(NaiveClusters.Boundaries(text)[..^1]) && !text.Contains('\u001B', StringComparison.Ordinal))
                {
                    differences.Add(string.Create(CultureInfo.InvariantCulture, $"U+{scalar:X4}"));
                    break;
                }
            }
        }

        Assert.Empty(differences);
    }

    private static GraphemeData Read(string clusterBreaks, string conjunctBreaks) => GraphemeData.Read(
        GeneratorFixture.Input(GraphemeData.ClusterBreakPath, clusterBreaks),
        GeneratorFixture.Input(GraphemeData.ConjunctBreakPath, conjunctBreaks));
}
