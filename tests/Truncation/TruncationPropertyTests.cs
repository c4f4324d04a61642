using System.Text;
using FastTokens.Tests.Support;
using FastTokens.Tests.Text;
using Xunit;

namespace FastTokens.Tests.Truncation;

/// <summary>What must hold for every text, budget and option, with every counter.</summary>
public class TruncationPropertyTests
{
    public static TheoryData<string> Counters => TestCounters.Names;

    [Theory]
    [MemberData(nameof(Counters))]
    public void A_result_fits_keeps_a_prefix_and_a_suffix_and_is_stable(string name)
    {
        TestCounter counter = TestCounters.Get(name);
        Properties.ForAll(TruncationCase.Any, counter.Cases, given =>
        {
            TokenTruncator truncator = new(counter.Counter, given.Options);
            AssertResult(truncator, given.Text, given.Budget);
            AssertResult(truncator, Encoding.UTF8.GetBytes(given.Text), given.Budget);
        });
    }

    [Theory]
    [MemberData(nameof(Counters))]
    public void Ill_formed_utf8_is_cut_between_its_parts(string name)
    {
        TestCounter counter = TestCounters.Get(name);
        Properties.ForAllUtf8(text =>
        {
            TokenTruncator truncator = new(counter.Counter, new TruncationOptions { Keep = (TruncationKeep)(text.Length % 3), Boundary = TextBoundary.Grapheme });
            int budget = text.Length / 4;
            Utf8TruncationResult result = truncator.Truncate(text, budget);
            Assert.InRange(result.TokenCount, 0, budget);
            Assert.Equal(Encoding.UTF8.GetString(text), Encoding.UTF8.GetString(result.Head) + Encoding.UTF8.GetString(text[result.Head.Length..^result.Tail.Length]) + Encoding.UTF8.GetString(result.Tail));
        });
    }

    // With a counter that never goes back the answer is known: the naive truncator tries all boundaries.
    [Theory]
    [MemberData(nameof(Counters))]
    public void The_beginning_that_is_kept_is_the_one_that_trying_all_finds(string name)
    {
        TestCounter counter = TestCounters.Get(name);
        if (!counter.IsMonotone)
        {
            return;
        }

        Properties.ForAll(TruncationCase.Any, Properties.Cases, given =>
        {
            TruncationOptions options = given.Options with { Keep = TruncationKeep.Head, Marker = null };
            (int end, TextBoundary? boundary) = NaiveTruncator.FindEnd(counter.Counter, given.Text, given.Budget, options);
            TruncationResult result = new TokenTruncator(counter.Counter, options).Truncate(given.Text, given.Budget);
            Assert.Equal(end, result.Head.Length);
            Assert.Equal(boundary, result.Boundary);
        });
    }

    [Theory]
    [MemberData(nameof(Counters))]
    public void A_larger_budget_never_keeps_less(string name)
    {
        TestCounter counter = TestCounters.Get(name);
        if (counter.Slack is not { } slack)
        {
            return;
        }

        Properties.ForAll(TruncationCase.Any, counter.Cases, given =>
        {
            TokenTruncator truncator = new(
                counter.Counter,
                new TruncationOptions { Keep = given.Options.Keep, HeadShare = given.Options.HeadShare, Boundary = TextBoundary.Grapheme });
            int kept = 0;
            foreach (int budget in (int[])[given.Budget, given.Budget + slack, given.Budget + (2 * slack), (2 * given.Budget) + (3 * slack)])
            {
                TruncationResult result = truncator.Truncate(given.Text, budget);
                int length = result.Head.Length + result.Tail.Length;
                Assert.True(length >= kept, $"{length} chars at {budget} tokens, {kept} at {slack} less or fewer");
                kept = length;
            }
        });
    }

    // The cluster that follows does not fit any more.
    [Theory]
    [MemberData(nameof(Counters))]
    public void At_grapheme_boundaries_the_next_cluster_would_not_fit(string name)
    {
        const int Slack = 3;
        TestCounter counter = TestCounters.Get(name);
        if (!counter.FindsLongest)
        {
            return;
        }

        Properties.ForAll(TruncationCase.Any, counter.Cases, given =>
        {
            List<int> boundaries = NaiveClusters.Boundaries(given.Text);
            TokenTruncator head = new(counter.Counter, new TruncationOptions { Boundary = TextBoundary.Grapheme });
            TruncationResult result = head.Truncate(given.Text, given.Budget);
            if (result.IsTruncated)
            {
                int next = boundaries[boundaries.BinarySearch(result.Head.Length) + 1];
                Assert.True(counter.Counter.CountTokens(given.Text.AsSpan(0, next)) > given.Budget - Slack);
            }

            TokenTruncator tail = new(counter.Counter, new TruncationOptions { Boundary = TextBoundary.Grapheme, Keep = TruncationKeep.Tail });
            result = tail.Truncate(given.Text, given.Budget);
            if (result.IsTruncated)
            {
                int previous = boundaries[boundaries.BinarySearch(given.Text.Length - result.Tail.Length) - 1];
                Assert.True(counter.Counter.CountTokens(given.Text.AsSpan(previous)) > given.Budget - Slack);
            }
        });
    }

    private static void AssertResult(TokenTruncator truncator, string text, int budget)
    {
        TruncationResult result = truncator.Truncate(text, budget);
        string written = result.ToString();

        Assert.InRange(result.TokenCount, 0, budget);
        Assert.Equal(truncator.Counter.CountTokens(written), result.TokenCount);
        Assert.StartsWith(result.Head.ToString(), text, StringComparison.Ordinal);
        Assert.EndsWith(result.Tail.ToString(), text, StringComparison.Ordinal);
        Assert.Equal(result.Head.ToString() + result.MarkerText + result.Tail.ToString(), written);
        Assert.Equal(written.Length, result.Length);
        Assert.True(!Utf16Text.IsWellFormed(text) || Utf16Text.IsWellFormed(written));

        bool fits = truncator.Counter.CountTokens(text) <= budget;
        Assert.Equal(!fits, result.IsTruncated);
        Assert.Equal(fits, written == text);
        Assert.Equal(result.IsTruncated && !result.IsEmpty, result.Boundary is not null);
        Assert.True(result.Boundary is null || result.Boundary >= truncator.Options.Boundary);
        Assert.True(truncator.Options.Keep != TruncationKeep.Head || result.Tail.IsEmpty);
        Assert.True(fits || truncator.Options.Keep != TruncationKeep.Tail || result.Head.IsEmpty);
        if (result.IsTruncated)
        {
            List<int> boundaries = NaiveClusters.Boundaries(text);
            Assert.Contains(result.Head.Length, boundaries);
            Assert.Contains(text.Length - result.Tail.Length, boundaries);
            Assert.True(result.Head.Length + result.Tail.Length < text.Length);
        }

        bool isAskedFor = truncator.Options.CountOmittedTokens || truncator.Options.Marker?.Contains("{tokens}", StringComparison.Ordinal) == true;
        Assert.Equal(isAskedFor ? fits ? 0 : Omitted(truncator.Counter, text, result) : null, result.OmittedTokenCount);
        if (result.MarkerText.Length > 0)
        {
            string omitted = text[result.Head.Length..(text.Length - result.Tail.Length)];
            Assert.Equal(NaiveTruncator.Format(truncator.Options.Marker!, omitted, result.OmittedTokenCount ?? 0), result.MarkerText);
        }

        TruncationResult again = truncator.Truncate(written, budget);
        Assert.False(again.IsTruncated);
        Assert.Equal(written, again.Head.ToString());
    }

    private static int Omitted(ITokenCounter counter, string text, TruncationResult result) =>
        Math.Max(0, counter.CountTokens(text) - counter.CountTokens(result.Head) - counter.CountTokens(result.Tail));

    private static void AssertResult(TokenTruncator truncator, byte[] text, int budget)
    {
        Utf8TruncationResult result = truncator.Truncate(text, budget);
        byte[] written = new byte[result.Length];
        Assert.True(result.TryWrite(written, out int length));
        Assert.Equal(written.Length, length);
        Assert.InRange(result.TokenCount, 0, budget);
        Assert.Equal(truncator.Counter.CountTokens(written), result.TokenCount);
        Assert.True(text.AsSpan().StartsWith(result.Head));
        Assert.True(text.AsSpan().EndsWith(result.Tail));
        Assert.Equal([.. result.Head, .. Encoding.UTF8.GetBytes(result.MarkerText), .. result.Tail], written);
        Assert.Equal(Encoding.UTF8.GetString(written), result.ToString());
        Assert.True(System.Text.Unicode.Utf8.IsValid(written));

        Utf8TruncationResult again = truncator.Truncate(written, budget);
        Assert.False(again.IsTruncated);
        Assert.Equal(written, again.Head.ToArray());
    }
}
