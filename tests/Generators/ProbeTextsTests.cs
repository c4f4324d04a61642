using System.Globalization;
using System.Text;
using FastTokens.Generators;
using Xunit;

namespace FastTokens.Tests.Generators;

public class ProbeTextsTests
{
    private static readonly CorpusFile Probes = ProbeTexts.Read(new GeneratorInputs(Repository.Find().DataDirectory));

    [Fact]
    public void Every_probe_has_the_count_of_every_family() =>
        Assert.All(Probes.Documents, probe => Assert.Equal(CalibrateCommand.BuiltInFamilies.Order(), probe.Counts.Keys.Order()));

    [Theory]
    [InlineData("o200k_base")]
    [InlineData("cl100k_base")]
    [InlineData("claude_legacy")]
    public void Counts_are_those_of_the_exact_counter(string encoding)
    {
        Assert.True(BpeTokenizer.TryFromName(encoding, out BpeTokenizer? tokenizer));
        Assert.All(Probes.Documents, probe => Assert.True(tokenizer.CountTokens(probe.Text) == probe.Counts[encoding], $"line {probe.Line}"));
    }

    [Fact]
    public void Every_class_of_characters_and_every_run_has_evidence()
    {
        // A text of every character twice says which counters can be anything but zero.
        StringBuilder all = new();
        for (int codePoint = 0x80; codePoint < 0x30000; codePoint++)
        {
            Rune rune = Rune.IsValid(codePoint) ? new Rune(codePoint) : Rune.ReplacementChar;
            all.Append(CultureInfo.InvariantCulture, $"{rune}{rune} a");
        }

        string[] possible = CountersOf([all.ToString(), .. "a -\t".Select(character => new string(character, 20))]);
        Assert.Empty(possible.Except(CountersOf(Probes.Documents.Select(probe => probe.Text))));
    }

    [Fact]
    public void A_family_that_is_not_counted_has_the_count_of_o200k_base()
    {
        CorpusDocument probe = Probes.Documents[0];
        Assert.Equal(probe.Counts["gemma3"], ProbeTexts.CountOf(probe, "gemma3"));
        Assert.Equal(probe.Counts["o200k_base"], ProbeTexts.CountOf(probe, "a family of mine"));
    }

    /// <summary>Returns the names of the counters of runs and of classes that are not ASCII, at the start of a run or behind, which any of the texts raises.</summary>
    private static string[] CountersOf(IEnumerable<string> texts)
    {
        bool[] raised = new bool[TextFeatures.Count];
        foreach (string text in texts)
        {
            TextFeatures features = TextScanner.Scan(text);
            for (int index = 0; index < raised.Length; index++)
            {
                raised[index] |= features[index] > 0;
            }
        }

        return [.. Enumerable.Range(FeatureLayout.RunBase, raised.Length - FeatureLayout.RunBase)
            .Where(index => raised[index]).Select(index => TextFeatures.NameOf(index).Replace(".Start", "", StringComparison.Ordinal)).Distinct()];
    }
}
