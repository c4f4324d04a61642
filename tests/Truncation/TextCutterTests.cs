using FastTokens.Tests.Support;
using FastTokens.Tests.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FastTokens.Tests.Truncation;

/// <summary>Where a part ends or begins, from any place of a text longer than the steps in which boundaries are looked for, beside trying all.</summary>
public class TextCutterTests
{
    private static readonly string[] Parts =
    [
        "word ", "and ", "a", "longer-word, ", "ends. ", "Next! ", "line\n", "\n\n", "\r\n", "  ", "中文字", "結束。", "👨‍👩‍👧‍👦", "e\u0301", "\u001B[1;31m", "🇩🇪🇫🇷", "…",
    ];

    private static readonly Gen<Case> Cases =
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from length in Gen.Frequency((2, Gen.Choose(0, 20)), (3, Gen.Choose(20, 250)))
        from kinds in Gen.Elements(1, 2, 4, Parts.Length)
        from budget in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 100))
        from boundary in Gen.Choose(0, (int)TextBoundary.Grapheme)
        from fill in Gen.Elements(0.0, 0.2, 0.5, 0.7, 1.0)
        from keepsGap in Gen.Elements(true, false)
        select Case.Make(new Random(seed), length, kinds, budget, (TextBoundary)boundary, fill, keepsGap);

    [Fact]
    public void An_end_is_the_one_that_trying_all_finds() => Properties.ForAll(Cases, static given =>
    {
        CharacterCounter counter = new();
        TextCut cut = given.CutterWith(counter).FindEnd(given.Start, given.After, given.Budget);
        Assert.Equal(NaiveTruncator.FindEnd(counter, given.Text, given.Places, given.Start, given.After, given.Budget, given.Options), (cut.Index, cut.Boundary));
        Assert.Equal(counter.CountTokens(given.Text.AsSpan(given.Start..cut.Index)), cut.TokenCount);
    });

    [Fact]
    public void A_start_is_the_one_that_trying_all_finds() => Properties.ForAll(Cases, static given =>
    {
        CharacterCounter counter = new();
        TextCut cut = given.CutterWith(counter).FindStart(given.Start, given.Budget, given.KeepsGap);
        Assert.Equal(NaiveTruncator.FindStart(counter, given.Text, given.Places, given.Start, given.Budget, given.KeepsGap, given.Options), (cut.Index, cut.Boundary));
        Assert.Equal(counter.CountTokens(given.Text.AsSpan(cut.Index)), cut.TokenCount);
    });

    [Fact]
    public void A_line_far_away_is_taken_as_long_as_it_keeps_enough()
    {
        // All of it is one word but for one end of a line, at every place near the least that is to be kept and two steps away.
        CharacterCounter counter = new();
        for (int budget = 508; budget < 520; budget++)
        {
            int minimum = (int)Math.Ceiling(0.498 * budget);
            for (int kept = minimum - 3; kept <= minimum + 3; kept++)
            {
                (int, TextBoundary?) line = kept < minimum ? (budget, TextBoundary.Grapheme) : (kept, TextBoundary.Line);
                string head = new string('a', kept - 1) + "\n" + new string('b', 1_000);
                TextCut end = new TextCutter<Utf16TextEncoding, Utf16Counter, char>(new Utf16Counter(counter), head, TextBoundary.Line, 0.498).FindEnd(0, 0, budget);
                Assert.Equal(line, (end.TokenCount, end.Boundary));
                string tail = new string('a', 1_000) + "\n" + new string('b', kept);
                TextCut start = new TextCutter<Utf16TextEncoding, Utf16Counter, char>(new Utf16Counter(counter), tail, TextBoundary.Line, 0.498).FindStart(0, budget, keepsGap: false);
                Assert.Equal(line, (start.TokenCount, start.Boundary));
            }
        }
    }

    [Fact]
    public void Where_counts_go_up_and_down_the_limit_is_lowered_by_a_little()
    {
        // A cut in the middle of a cluster may fit where both of its ends count up to three tokens more.
        UnevenTokenCounter counter = new(isStingy: false);
        string text = string.Concat(Enumerable.Repeat("e\u0301", 200));
        TextCutter<Utf16TextEncoding, Utf16Counter, char> cutter = new(new Utf16Counter(counter), text, TextBoundary.Grapheme, minimumFill: 0.7);
        for (int budget = 16; budget < 150; budget++)
        {
            TextCut end = cutter.FindEnd(0, 0, budget);
            TextCut start = cutter.FindStart(0, budget, keepsGap: false);
            foreach ((TextCut cut, string part) in ((TextCut, string)[])[(end, text[..end.Index]), (start, text[start.Index..])])
            {
                Assert.Equal((0, TextBoundary.Grapheme, counter.CountTokens(part)), (cut.Index % 2, cut.Boundary, cut.TokenCount));
                Assert.InRange(cut.TokenCount, budget - 9, budget);
            }
        }
    }

    [Fact]
    public void Where_no_cluster_fits_nothing_is_kept()
    {
        CharacterCounter counter = new();
        const string Text = "👨‍👩‍👧‍👦e\u0301👩‍🚀";
        TextCutter<Utf16TextEncoding, Utf16Counter, char> cutter = new(new Utf16Counter(counter), Text, TextBoundary.Paragraph, minimumFill: 0.7);
        for (int budget = 0; budget < 8; budget++)
        {
            Assert.Equal(budget < 7 ? new TextCut(0, 0, null) : new TextCut(11, 7, TextBoundary.Grapheme), cutter.FirstCluster(budget));
            Assert.Equal(budget < 3 ? new TextCut(Text.Length, 0, null) : new TextCut(13, 3, TextBoundary.Grapheme), cutter.LastCluster(budget));
            Assert.Equal(budget < 7 ? (0, 0) : (11, 7), cutter.FindEnd(0, 0, budget) is TextCut end ? (end.Index, end.TokenCount) : default);
            Assert.Equal(budget < 3 ? (Text.Length, 0) : budget < 5 ? (13, 3) : (11, 5), cutter.FindStart(0, budget, keepsGap: false) is TextCut start ? (start.Index, start.TokenCount) : default);
            Assert.Equal((11, 0), cutter.FindEnd(11, 11, Math.Min(budget, 1)) is TextCut none ? (none.Index, none.TokenCount) : default);
        }
    }

    private sealed record Case(string Text, List<int> Places, int Start, int After, int Budget, TruncationOptions Options, bool KeepsGap)
    {
        // Of a text's parts, one in some tens is of a kind that is rare in it: so the coarse boundaries stand far apart.
        public static Case Make(Random random, int length, int kinds, int percent, TextBoundary boundary, double fill, bool keepsGap)
        {
            string rare = Parts[random.Next(Parts.Length)];
            string text = string.Concat(Enumerable.Range(0, length).Select(_ => random.Next(40) == 0 ? rare : Parts[random.Next(kinds)]));
            List<int> places = NaiveClusters.Boundaries(text);
            int start = random.Next(2) == 0 ? 0 : random.Next(places.Count);
            int after = random.Next(2) == 0 ? start : random.Next(start, Math.Min(places.Count, start + 12));
            int budget = percent == 0 ? random.Next(20) : (text.Length - places[start]) * percent / 100;
            return new Case(text, places, places[start], places[after], budget, new TruncationOptions { Boundary = boundary, MinimumFill = fill }, keepsGap);
        }

        public TextCutter<Utf16TextEncoding, Utf16Counter, char> CutterWith(ITokenCounter counter) => new(new Utf16Counter(counter), Text, Options.Boundary, Options.MinimumFill);

        public override string ToString() => $"{FeatureAssert.Show(Text)} from {Start}, behind {After}, budget {Budget}, {Options}, gap {KeepsGap}";
    }

    /// <summary>One token a character, so that a longer part never counts less.</summary>
    private sealed class CharacterCounter : NaiveTokenCounter
    {
        protected override int Count(string text) => text.EnumerateRunes().Count();

        protected override int PrefixEnd(string text, IReadOnlyList<int> boundaries, int maxTokenCount) => boundaries[Math.Min(maxTokenCount, boundaries.Count - 1)];

        protected override int SuffixStart(string text, IReadOnlyList<int> boundaries, int maxTokenCount) => boundaries[Math.Max(0, boundaries.Count - 1 - maxTokenCount)];
    }
}
