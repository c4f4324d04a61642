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
        from length in Gen.Frequency((1, Gen.Choose(0, 20)), (3, Gen.Choose(0, 150)))
        from plain in Gen.Elements(2, 4, Parts.Length)
        from budget in Gen.OneOf(Gen.Choose(0, 12), Gen.Choose(0, 300), Gen.Choose(0, 700))
        from boundary in Gen.Choose(0, (int)TextBoundary.Grapheme)
        from fill in Gen.Elements(0.0, 0.2, 0.5, 0.7, 1.0)
        from keepsGap in Gen.Elements(true, false)
        select Case.Make(new Random(seed), length, plain, budget, (TextBoundary)boundary, fill, keepsGap);

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

    private sealed record Case(string Text, List<int> Places, int Start, int After, int Budget, TruncationOptions Options, bool KeepsGap)
    {
        public static Case Make(Random random, int length, int plain, int budget, TextBoundary boundary, double fill, bool keepsGap)
        {
            string text = string.Concat(Enumerable.Range(0, length).Select(_ => Parts[random.Next(random.Next(8) == 0 ? Parts.Length : plain)]));
            List<int> places = NaiveClusters.Boundaries(text);
            int start = random.Next(2) == 0 ? 0 : random.Next(places.Count);
            int after = random.Next(2) == 0 ? start : random.Next(start, Math.Min(places.Count, start + 40));
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
