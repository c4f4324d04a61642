using System.Text;
using FastTokens.Tests.Support;
using FastTokens.Tests.Text;
using Xunit;

namespace FastTokens.Tests.Truncation;

public class ChunkerTests
{
    public static TheoryData<string> Counters => TestCounters.Names;

    [Theory]
    [MemberData(nameof(Counters))]
    public void Chunks_join_to_the_text_each_within_its_budget(string name)
    {
        TestCounter counter = TestCounters.Get(name);
        Properties.ForAll(TruncationCase.Any, Math.Min(counter.Cases, Properties.Cases), given =>
        {
            // A character has up to four bytes, and no more tokens than that by most counters; an uneven one may say more.
            int budget = Math.Max(8, given.Budget);
            ChunkingOptions options = new()
            {
                Boundary = given.Options.Boundary,
                MinimumFill = given.Options.MinimumFill,
                OverlapTokenCount = (int)(given.Options.HeadShare * (budget - 1)),
            };
            TokenChunker chunker = new(counter.Counter, budget, options);
            AssertChunks(chunker, given.Text);
            AssertChunks(chunker, Encoding.UTF8.GetBytes(given.Text));
        });
    }

    [Fact]
    public void Chunks_end_at_the_coarsest_boundary_that_fills_enough()
    {
        TokenEstimator estimator = new(TokenProfile.O200kBase);
        string paragraph = "A sentence stands here. Another one follows it, and is longer.\n\n";
        string text = string.Concat(Enumerable.Repeat(paragraph, 40));
        TokenChunker chunker = new(estimator, 100);
        foreach (TextChunk chunk in chunker.EnumerateChunks(text))
        {
            Assert.EndsWith("\n\n", text[chunk.Range], StringComparison.Ordinal);
            Assert.True(chunk.End == text.Length || chunk.TokenCount >= 70);
        }
    }

    [Fact]
    public void An_overlap_repeats_the_end_of_the_chunk_before()
    {
        TokenEstimator estimator = new(TokenProfile.O200kBase);
        string text = string.Concat(Enumerable.Range(1, 60).Select(static number => $"Sentence number {number} stands here. "));
        TokenChunker chunker = new(estimator, 60, new ChunkingOptions { OverlapTokenCount = 20 });
        int previousEnd = 0;
        foreach (TextChunk chunk in chunker.EnumerateChunks(text))
        {
            Assert.Equal(previousEnd, chunk.Start + chunk.OverlapLength);
            Assert.True(chunk.Start == 0 || chunk.OverlapLength > 0);
            Assert.InRange(estimator.CountTokens(text.AsSpan(chunk.Start, chunk.OverlapLength)), 0, 20);
            Assert.StartsWith("Sentence", text[chunk.Range], StringComparison.Ordinal);
            previousEnd = chunk.End;
        }

        Assert.Equal(text.Length, previousEnd);
    }

    [Fact]
    public void A_cluster_that_is_too_long_is_split_between_characters_and_flagged()
    {
        TokenEstimator estimator = new(TestProfiles.Uniform(1 << 16));
        string text = "ab" + "e" + new string('\u0301', 30) + "cd";
        TokenChunker chunker = new(estimator, 8);
        List<TextChunk> chunks = [];
        foreach (TextChunk chunk in chunker.EnumerateChunks(text))
        {
            chunks.Add(chunk);
        }

        Assert.False(chunks[0].SplitsCluster);
        Assert.Equal("ab", text[chunks[0].Range]);
        Assert.False(chunks[^1].SplitsCluster);
        Assert.Equal("cd", text[chunks[^1].Range]);
        Assert.All(chunks[1..^1], static chunk => Assert.True(chunk.SplitsCluster));
        Assert.Equal(text, string.Concat(chunks.Select(chunk => text[chunk.Range])));
    }

    [Fact]
    public void A_character_that_does_not_fit_is_an_error_that_says_so()
    {
        TokenEstimator estimator = new(TestProfiles.Uniform(TokenProfile.MaximumWeight));
        TokenChunker chunker = new(estimator, 3);
        ArgumentException error = Assert.Throws<ArgumentException>(() => Count(chunker, "abc😀"));
        Assert.Contains("U+1F600", error.Message);
        Assert.Contains("at 3", error.Message);
        Assert.Contains("4 tokens", error.Message);
        Assert.Equal(4, Count(new TokenChunker(estimator, 4), "abcdefghijklmnop"));
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        TokenEstimator estimator = new(TokenProfile.O200kBase);
        Assert.Equal("counter", Assert.Throws<ArgumentNullException>(() => new TokenChunker(null!, 1)).ParamName);
        Assert.Equal("maxTokenCount", Assert.Throws<ArgumentOutOfRangeException>(() => new TokenChunker(estimator, 0)).ParamName);
        Assert.Equal("options", Assert.Throws<ArgumentException>(() => new TokenChunker(estimator, 5, new ChunkingOptions { OverlapTokenCount = 5 })).ParamName);
        Assert.Equal("OverlapTokenCount", Assert.Throws<ArgumentOutOfRangeException>(() => new ChunkingOptions { OverlapTokenCount = -1 }).ParamName);
        Assert.Equal("MinimumFill", Assert.Throws<ArgumentOutOfRangeException>(() => new ChunkingOptions { MinimumFill = 1.5 }).ParamName);
        Assert.Equal("Boundary", Assert.Throws<ArgumentOutOfRangeException>(() => new ChunkingOptions { Boundary = (TextBoundary)9 }).ParamName);
    }

    [Fact]
    public void The_empty_text_has_no_chunks() => Assert.Equal(0, Count(new TokenChunker(new TokenEstimator(TokenProfile.O200kBase), 1), ""));

    // A run of marks of any length is one cluster: to look back to its start from each chunk would be quadratic.
    [Fact]
    public void A_very_long_cluster_is_split_in_linear_time()
    {
        string text = "a" + new string('\u0301', 1_000_000);
        Assert.InRange(Count(new TokenChunker(new TokenEstimator(TokenProfile.O200kBase), 100), text), 1_000, 1_000_001);
    }

    private static int Count(TokenChunker chunker, string text)
    {
        int count = 0;
        foreach (TextChunk _ in chunker.EnumerateChunks(text))
        {
            count++;
        }

        return count;
    }

    private static void AssertChunks(TokenChunker chunker, string text)
    {
        List<int> boundaries = NaiveClusters.Boundaries(text);
        int end = 0;
        foreach (TextChunk chunk in chunker.EnumerateChunks(text))
        {
            Assert.Equal(end, chunk.Start + chunk.OverlapLength);
            Assert.True(chunk.End > end);
            Assert.Equal(chunker.Counter.CountTokens(text.AsSpan(chunk.Range)), chunk.TokenCount);
            Assert.InRange(chunk.TokenCount, 0, chunker.MaxTokenCount);
            Assert.InRange(chunker.Counter.CountTokens(text.AsSpan(chunk.Start, chunk.OverlapLength)), 0, chunker.Options.OverlapTokenCount);
            Assert.True(chunk.SplitsCluster || (boundaries.BinarySearch(chunk.Start) >= 0 && boundaries.BinarySearch(chunk.End) >= 0));
            Assert.False(chunk.SplitsCluster && boundaries.BinarySearch(chunk.Start) >= 0 && boundaries.BinarySearch(chunk.End) >= 0);
            end = chunk.End;
        }

        Assert.Equal(text.Length, end);
    }

    private static void AssertChunks(TokenChunker chunker, byte[] text)
    {
        int end = 0;
        foreach (TextChunk chunk in chunker.EnumerateChunks(text))
        {
            Assert.Equal(end, chunk.Start + chunk.OverlapLength);
            Assert.True(chunk.End > end);
            Assert.Equal(chunker.Counter.CountTokens(text.AsSpan(chunk.Range)), chunk.TokenCount);
            Assert.InRange(chunk.TokenCount, 0, chunker.MaxTokenCount);
            Assert.True(System.Text.Unicode.Utf8.IsValid(text.AsSpan(chunk.Range)));
            end = chunk.End;
        }

        Assert.Equal(text.Length, end);
    }
}
