using System.Buffers;
using System.Text;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Truncation;

public class TokenTruncatorTests
{
    // One token a character.
    private static readonly TokenEstimator Characters = new(TestProfiles.Uniform(1 << 16));
    private static readonly TokenEstimator Estimator = new(TokenProfile.O200kBase);

    [Fact]
    public void A_text_that_fits_is_returned_whole()
    {
        TruncationResult result = new TokenTruncator(Characters, new TruncationOptions { Marker = "…", CountOmittedTokens = true }).Truncate("abc", 3);
        Assert.Equal("abc", result.ToString());
        Assert.False(result.IsTruncated);
        Assert.False(result.IsEmpty);
        Assert.Null(result.Boundary);
        Assert.Equal((3, 0), (result.TokenCount, result.OmittedTokenCount));
        Assert.Equal("", result.MarkerText);
    }

    [Theory]
    [InlineData(TruncationKeep.Head, null, "one two")]
    [InlineData(TruncationKeep.Tail, null, "six seven")]
    [InlineData(TruncationKeep.HeadAndTail, null, "one seven")]
    [InlineData(TruncationKeep.HeadAndTail, "|", "one|seven")]
    public void Words_are_kept_whole(TruncationKeep keep, string? marker, string expected)
    {
        TokenTruncator truncator = new(Characters, new TruncationOptions { Keep = keep, Boundary = TextBoundary.Word, MinimumFill = 0.5, Marker = marker });
        TruncationResult result = truncator.Truncate("one two three four five six seven", 12);
        Assert.Equal(expected, result.ToString());
        Assert.Equal(TextBoundary.Word, result.Boundary);
    }

    [Theory]
    [InlineData(TextBoundary.Paragraph, "Aaa bb.\nCc dd.\n\n")]
    [InlineData(TextBoundary.Line, "Aaa bb.\nCc dd.\n\nEee ff. Gg\n")]
    [InlineData(TextBoundary.Sentence, "Aaa bb.\nCc dd.\n\nEee ff. Gg\nHh ii.")]
    [InlineData(TextBoundary.Word, "Aaa bb.\nCc dd.\n\nEee ff. Gg\nHh ii. Jj")]
    [InlineData(TextBoundary.Grapheme, "Aaa bb.\nCc dd.\n\nEee ff. Gg\nHh ii. Jj kk")]
    public void The_coarsest_boundary_that_is_asked_for_is_taken(TextBoundary boundary, string expected)
    {
        TokenTruncator truncator = new(Characters, new TruncationOptions { Boundary = boundary, MinimumFill = 0.3 });
        TruncationResult result = truncator.Truncate("Aaa bb.\nCc dd.\n\nEee ff. Gg\nHh ii. Jj kkk", 39);
        Assert.Equal(expected, result.ToString());
        Assert.Equal(boundary, result.Boundary);
    }

    [Fact]
    public void A_finer_boundary_is_taken_where_a_coarser_one_keeps_too_little()
    {
        string text = "Short.\n\n" + new string('x', 40) + " " + new string('y', 40);
        TokenTruncator truncator = new(Characters, new TruncationOptions { MinimumFill = 0.7 });
        Assert.Equal(TextBoundary.Paragraph, truncator.Truncate(text, 11).Boundary);
        Assert.Equal(TextBoundary.Word, truncator.Truncate(text, 60).Boundary);
        Assert.Equal(TextBoundary.Grapheme, truncator.Truncate(text, 20).Boundary);
    }

    [Theory]
    [InlineData("[{tokens}]", "aaaaaaaaaaaaaaa[85]")]
    [InlineData("[{characters}]", "aaaaaaaaaaaaaaa[85]")]
    public void The_marker_says_how_much_is_omitted(string marker, string expected)
    {
        TokenTruncator truncator = new(Characters, new TruncationOptions { Marker = marker });
        TruncationResult result = truncator.Truncate(new string('a', 100), 20);
        Assert.Equal(expected, result.ToString());
        Assert.Equal(19, result.TokenCount);
    }

    [Fact]
    public void The_marker_counts_lines()
    {
        TokenTruncator truncator = new(Characters, new TruncationOptions { Marker = "({lines} lines)\n", Keep = TruncationKeep.HeadAndTail, MinimumFill = 0.5 });
        string text = string.Concat(Enumerable.Range(0, 50).Select(static number => $"line {number:D2}\n"));
        TruncationResult result = truncator.Truncate(text, 50);
        Assert.Equal("line 00\nline 01\n(46 lines)\nline 48\nline 49\n", result.ToString());
        Assert.Equal(TextBoundary.Line, result.Boundary);
    }

    [Fact]
    public void A_marker_that_costs_more_than_a_quarter_of_the_budget_is_left_out()
    {
        TokenTruncator truncator = new(Characters, new TruncationOptions { Marker = "12345" });
        Assert.Equal("aaaaaaaaaaaaaaa12345", truncator.Truncate(new string('a', 100), 20).ToString());
        Assert.Equal("aaaaaaaaaaaaaaaaaaa", truncator.Truncate(new string('a', 100), 19).ToString());
    }

    [Theory]
    [InlineData(TruncationKeep.Head)]
    [InlineData(TruncationKeep.Tail)]
    [InlineData(TruncationKeep.HeadAndTail)]
    public void Where_no_cluster_fits_the_result_is_empty_and_says_so(TruncationKeep keep)
    {
        const string Family = "👨‍👩‍👧‍👦";
        TokenTruncator truncator = new(Characters, new TruncationOptions { Keep = keep, Marker = "m", CountOmittedTokens = true });
        int familyTokens = Characters.CountTokens(Family);
        TruncationResult result = truncator.Truncate(Family + Family, familyTokens - 1);
        Assert.True(result.IsTruncated);
        Assert.True(result.IsEmpty);
        Assert.Null(result.Boundary);
        Assert.Equal((0, Characters.CountTokens(Family + Family), 0), (result.TokenCount, result.OmittedTokenCount, result.Length));
        Assert.Equal(Family, truncator.Truncate(Family + Family, familyTokens).ToString());
        Assert.True(truncator.Truncate("abc", 0).IsEmpty);
        Assert.False(truncator.Truncate("", 0).IsTruncated);
    }

    [Fact]
    public void The_end_uses_what_the_beginning_does_not_and_the_other_way_round()
    {
        string cluster = "e" + new string('\u0301', 30);
        TokenTruncator truncator = new(Characters, new TruncationOptions { Keep = TruncationKeep.HeadAndTail });
        Assert.Equal(20, truncator.Truncate(cluster + new string('x', 50), 20).TokenCount);
        Assert.Equal(20, truncator.Truncate(new string('x', 50) + cluster, 20).TokenCount);
        TruncationOptions most = new() { Keep = TruncationKeep.HeadAndTail, HeadShare = 0.8 };
        TruncationResult result = new TokenTruncator(Characters, most).Truncate(new string('x', 100), 50);
        Assert.Equal((40, 10), (result.Head.Length, result.Tail.Length));
    }

    [Fact]
    public void Another_counter_can_count_what_is_omitted()
    {
        string text = string.Concat(Enumerable.Repeat("The quick brown fox. ", 100));
        TokenTruncator truncator = new(Characters, new TruncationOptions { CountOmittedTokens = true, OmittedTokenCounter = Estimator });
        TruncationResult result = truncator.Truncate(text, 500);
        Assert.Equal(Estimator.CountTokens(text) - Estimator.CountTokens(result.Head), result.OmittedTokenCount);
        Assert.Null(new TokenTruncator(Characters).Truncate(text, 500).OmittedTokenCount);
    }

    [Fact]
    public void Escape_sequences_stay_whole()
    {
        string text = string.Concat(Enumerable.Repeat("\u001B[1;31mx", 20));
        TokenTruncator truncator = new(Characters, new TruncationOptions { Boundary = TextBoundary.Grapheme });
        for (int budget = 0; budget < text.Length; budget++)
        {
            string kept = truncator.Truncate(text, budget).ToString();
            Assert.True(kept.Length % 8 is 0 or 7, kept);
        }
    }

    [Fact]
    public void A_result_is_written_to_a_span_or_a_writer()
    {
        TokenTruncator truncator = new(Characters, new TruncationOptions { Keep = TruncationKeep.HeadAndTail, Marker = "[…{tokens}…]" });
        string text = string.Concat(Enumerable.Repeat("äöü ", 30));
        TruncationResult result = truncator.Truncate(text, 50);
        Assert.False(result.TryWrite(new char[result.Length - 1], out int written));
        Assert.Equal(0, written);
        ArrayBufferWriter<char> writer = new();
        result.WriteTo(writer);
        Assert.Equal(result.ToString(), writer.WrittenSpan.ToString());

        byte[] utf8Text = Encoding.UTF8.GetBytes(text);
        Utf8TruncationResult utf8Result = truncator.Truncate(utf8Text, 50);
        Assert.Equal(result.ToString(), utf8Result.ToString());
        Assert.False(utf8Result.TryWrite(new byte[utf8Result.Length - 1], out written));
        ArrayBufferWriter<byte> utf8Writer = new();
        utf8Result.WriteTo(utf8Writer);
        Assert.Equal(Encoding.UTF8.GetBytes(result.ToString()), utf8Writer.WrittenSpan.ToArray());
    }

    [Fact]
    public void A_long_marker_is_possible()
    {
        string marker = new('-', 5000);
        TruncationResult result = new TokenTruncator(Characters, new TruncationOptions { Marker = marker }).Truncate(new string('a', 50_000), 30_000);
        Assert.Equal(marker, result.MarkerText);
        Assert.Equal(30_000, result.Length);
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Equal("counter", Assert.Throws<ArgumentNullException>(static () => new TokenTruncator(null!)).ParamName);
        Assert.Equal("maxTokenCount", Assert.Throws<ArgumentOutOfRangeException>(static () => { new TokenTruncator(Characters).Truncate("a", -1); }).ParamName);
        Assert.Equal("maxTokenCount", Assert.Throws<ArgumentOutOfRangeException>(static () => { new TokenTruncator(Characters).Truncate("a"u8, -1); }).ParamName);
        Assert.Equal("HeadShare", Assert.Throws<ArgumentOutOfRangeException>(static () => new TruncationOptions { HeadShare = double.NaN }).ParamName);
        Assert.Equal("MinimumFill", Assert.Throws<ArgumentOutOfRangeException>(static () => new TruncationOptions { MinimumFill = -0.1 }).ParamName);
        Assert.Equal("Keep", Assert.Throws<ArgumentOutOfRangeException>(static () => new TruncationOptions { Keep = (TruncationKeep)3 }).ParamName);
        Assert.Equal("Boundary", Assert.Throws<ArgumentOutOfRangeException>(static () => new TruncationOptions { Boundary = (TextBoundary)(-1) }).ParamName);
        Assert.Equal("Marker", Assert.Throws<ArgumentException>(static () => new TruncationOptions { Marker = "\uD800" }).ParamName);
    }

    [Fact]
    public void The_default_options_are_the_documented_ones()
    {
        TruncationOptions options = default;
        Assert.Equal((TruncationKeep.Head, TextBoundary.Paragraph, 0.5, 0.7), (options.Keep, options.Boundary, options.HeadShare, options.MinimumFill));
        Assert.Null(options.Marker);
        Assert.Equal(new TruncationOptions(), options);
    }
}
