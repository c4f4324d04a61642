using System.Text;
using System.Text.Json.Nodes;
using FastTokens.Caching;
using Xunit;

namespace FastTokens.Tests.Caching;

/// <summary>Where prompts part, with all figures, and the edits of whole segments, on prompts written as letters.</summary>
public class PromptDivergenceTests
{
    private const int TokensOfSegment = 10;

    private static readonly CacheRules Rules = CacheRules.ForModel("claude-sonnet-4-5");

    // A letter is a segment; those before the bar stand in the system prompt.
    [Theory]
    [InlineData("|ABCD", "|AXCD", PromptChangeKind.Mutated)]
    [InlineData("|ABCD", "|AXCDE", PromptChangeKind.Mutated)]
    [InlineData("|ABCD", "|AXYD", PromptChangeKind.Mutated)]
    [InlineData("|ABCBDE", "|AXCBDE", PromptChangeKind.Mutated)]
    [InlineData("|A", "|X", PromptChangeKind.Mutated)]
    [InlineData("|ABCD", "|AXBCD", PromptChangeKind.Inserted)]
    [InlineData("|ABCD", "|AXYBCDE", PromptChangeKind.Inserted)]
    [InlineData("ab|C", "axb|C", PromptChangeKind.Inserted)]
    [InlineData("a|C", "ab|C", PromptChangeKind.Inserted)]
    [InlineData("|ABCD", "|ACD", PromptChangeKind.Deleted)]
    [InlineData("|ABCD", "|ADE", PromptChangeKind.Deleted)]
    [InlineData("ab|C", "a|C", PromptChangeKind.Deleted)]
    [InlineData("ab|aC", "b|aC", PromptChangeKind.Deleted)]
    [InlineData("|ABCD", "|ACBD", PromptChangeKind.Reordered)]
    [InlineData("|ABC", "|ACBD", PromptChangeKind.Reordered)]
    [InlineData("|ABCDE", "|AEDCB", PromptChangeKind.Reordered)]
    [InlineData("|ABCDE", "|ADCBE", PromptChangeKind.Reordered)]
    [InlineData("|ABCDEF", "|ACDBFE", PromptChangeKind.Reordered)]
    [InlineData("|ABCDE", "|ACDBE", PromptChangeKind.Moved)]
    [InlineData("|ABCDE", "|ACDEB", PromptChangeKind.Moved)]
    [InlineData("|ABCDE", "|ADBCE", PromptChangeKind.Moved)]
    [InlineData("|ABCDE", "|AEBCDF", PromptChangeKind.Moved)]
    [InlineData("ab|C", "b|aC", PromptChangeKind.Moved)]
    [InlineData("ab|C", "a|bC", PromptChangeKind.Moved)]
    [InlineData("ab|C", "xb|aC", PromptChangeKind.Moved)]
    // More than one edit: what stays says the most.
    [InlineData("|ABCDEF", "|AXBCYEF", PromptChangeKind.Inserted)]
    [InlineData("|ABCDEF", "|ACDYF", PromptChangeKind.Deleted)]
    [InlineData("|ABCDEF", "|ACXBEF", PromptChangeKind.Reordered)]
    public void The_edit_of_segments_is_the_simplest_that_explains_what_follows(string before, string after, PromptChangeKind kind)
    {
        PromptFingerprint previous = Prompt(before);
        PromptFingerprint current = Prompt(after);
        Assert.Equal(kind, SegmentEdit.Find(previous, current, PromptDivergence.CommonSegments(previous, current)));
    }

    [Theory]
    [InlineData("ab|CD", "ab|CD", DivergenceKind.Identical, 4, null, 0)]
    [InlineData("|", "|", DivergenceKind.Identical, 0, null, 0)]
    [InlineData("ab|C", "ab|CDE", DivergenceKind.Appended, 3, "3", 0)]
    [InlineData("|", "|A", DivergenceKind.Appended, 0, "0", 0)]
    [InlineData("ab|CDE", "ab|C", DivergenceKind.Truncated, 3, "3", 0)]
    [InlineData("ab|CDE", "ab|XD", DivergenceKind.Changed, 2, "2", 20)]
    [InlineData("ab|CD", "xb|CDE", DivergenceKind.Changed, 0, "0", 40)]
    [InlineData("ab|C", "ab|XD", DivergenceKind.Changed, 2, "2", 10)]
    public void A_divergence_has_its_figures(string before, string after, DivergenceKind kind, int index, string? path, int lost)
    {
        PromptDivergence divergence = PromptDivergence.Find(Prompt(before), Prompt(after));
        Assert.Equal((kind, index, path), (divergence.Kind, divergence.SegmentIndex, divergence.Path.Root));
        Assert.Equal((index * TokensOfSegment, lost, 0), (divergence.TokensBefore, divergence.TokensLost, divergence.ContentOffset));
        Assert.Equal((false, false, null), (divergence.BreakpointsMoved, divergence.RootChanged, divergence.Parameter));
    }

    [Fact]
    public void Prompts_of_different_roots_have_nothing_in_common()
    {
        foreach ((string path, PromptFingerprintOptions options) in ((string, PromptFingerprintOptions)[])
            [("model", new() { Model = "n" }), ("provider", new() { Model = "m", Provider = "p" }), ("salt", new() { Model = "m", Salt = new byte[] { 1 } })])
        {
            PromptDivergence divergence = PromptDivergence.Find(Prompt("ab|CD"), Prompt("ab|C", options));
            Assert.Equal((DivergenceKind.Changed, path, true), (divergence.Kind, divergence.Path.Root, divergence.RootChanged));
            Assert.Equal((0, 0L, 30L), (divergence.SegmentIndex, divergence.TokensBefore, divergence.TokensLost));
        }

        Assert.Throws<ArgumentNullException>("previous", static () => PromptDivergence.Find(null!, Prompt("|")));
        Assert.Throws<ArgumentNullException>("current", static () => PromptDivergence.Find(Prompt("|"), null!));
    }

    [Fact]
    public void Breakpoints_that_move_are_told_whatever_else_differs()
    {
        PromptFingerprint plain = Prompt("ab|CD");
        Assert.True(PromptDivergence.Find(plain, Prompt("ab|CD", marked: 1)) is { Kind: DivergenceKind.Identical, BreakpointsMoved: true });
        Assert.True(PromptDivergence.Find(plain, Prompt("ab|XD", marked: 1)) is { Kind: DivergenceKind.Changed, BreakpointsMoved: true });
        Assert.True(PromptDivergence.Find(plain, Prompt("ab|CD", new() { Model = "n" }, marked: 1)) is { RootChanged: true, BreakpointsMoved: true });
    }

    [Fact]
    public void Within_a_long_segment_tokens_are_shared_out_by_bytes()
    {
        const int Blocks = 3;
        const int Tokens = 1_000;
        byte[] content = new byte[(Blocks * PromptFingerprint.BlockLength) + 100];
        PromptFingerprint before = Long(content, "1");
        for (int block = 0; block <= Blocks; block++)
        {
            byte[] other = [.. content];
            other[(block * PromptFingerprint.BlockLength) + 50] = 1;
            PromptDivergence divergence = PromptDivergence.Find(before, Long(other, "1"));
            int offset = block * PromptFingerprint.BlockLength;
            Assert.Equal((1, offset), (divergence.SegmentIndex, divergence.ContentOffset));
            long shared = TokensOfSegment + ((long)Tokens * offset / content.Length);
            Assert.Equal((shared, TokensOfSegment + Tokens - shared), (divergence.TokensBefore, divergence.TokensLost));
        }

        // All of the content is the same, and the id is not.
        PromptDivergence named = PromptDivergence.Find(before, Long(content, "2"));
        Assert.Equal((DivergenceKind.Changed, 1, content.Length), (named.Kind, named.SegmentIndex, named.ContentOffset));
        Assert.Equal((TokensOfSegment + Tokens, 0L), (named.TokensBefore, named.TokensLost));

        static PromptFingerprint Long(byte[] content, string id)
        {
            PromptFingerprint fingerprint = new();
            fingerprint.Begin();
            Add(fingerprint, 'a', 0, PromptSection.System, default);
            fingerprint.Add(
                new PromptSegment { Kind = PromptSegmentKind.ToolResult, Section = PromptSection.Messages, Path = new PromptPath("1"), Content = content, Id = Encoding.UTF8.GetBytes(id) },
                Tokens);
            fingerprint.Complete();
            return fingerprint;
        }
    }

    [Fact]
    public void Of_the_parameters_of_the_key_the_one_that_costs_the_most_is_named()
    {
        JsonObject request = SampleRequests.Create(21);
        PromptFingerprint before = SampleRequests.Fingerprint(request);
        JsonObject both = SampleRequests.Clone(request);
        both["late"] = 1;
        both["early"] = 1;
        foreach (CacheKeyParameter[] keys in (CacheKeyParameter[][])
            [[new("early", PromptSection.System), new("late", PromptSection.Messages)], [new("late", PromptSection.Messages), new("early", PromptSection.System)]])
        {
            PromptFingerprint after = SampleRequests.Fingerprint(both);
            PromptDivergence divergence = PromptDivergence.Find(before, after, Rules with { KeyParameters = keys });
            int index = after.IndexOf(PromptSection.System);
            long tokens = after.Segments[index].TokensBefore;
            Assert.Equal((DivergenceKind.Changed, "early", "early"), (divergence.Kind, divergence.Parameter, divergence.Path.ToString()));
            Assert.Equal((index, 0, tokens, after.TokenCount - tokens), (divergence.SegmentIndex, divergence.ContentOffset, divergence.TokensBefore, divergence.TokensLost));
            Assert.Null(PromptDivergence.Find(before, after).Parameter);
        }
    }

    [Fact]
    public void A_parameter_counts_only_where_it_costs_more_than_what_differs_in_the_text()
    {
        CacheRules rules = Rules with { KeyParameters = [new("key", PromptSection.System)] };
        JsonObject request = SampleRequests.Create(22);
        PromptFingerprint before = SampleRequests.Fingerprint(request);
        request["key"] = 1;
        JsonObject text = SampleRequests.Clone(request);
        text["system"]![1]!["text"] = "other";
        Assert.Equal("key", PromptDivergence.Find(before, SampleRequests.Fingerprint(text), rules).Parameter);
        text["system"]![0]!["text"] = "other";
        // They part at the same token: what is said of the text says more.
        Assert.True(PromptDivergence.Find(before, SampleRequests.Fingerprint(text), rules) is { Parameter: null, Kind: DivergenceKind.Changed, TokensLost: > 0 });
        JsonObject longer = SampleRequests.Clone(request);
        SampleRequests.AppendTurn(longer["messages"]!.AsArray(), new Random(1), 9);
        PromptDivergence appended = PromptDivergence.Find(before, SampleRequests.Fingerprint(longer), rules);
        Assert.Equal(("key", before.TokenCount - appended.TokensBefore), (appended.Parameter, appended.TokensLost));

        // It concerns what the request does not have: it is named, and nothing is lost.
        CacheRules none = Rules with { KeyParameters = [new("key", PromptSection.Parameters)] };
        PromptDivergence free = PromptDivergence.Find(before, SampleRequests.Fingerprint(request), none);
        Assert.Equal((DivergenceKind.Changed, "key", before.TokenCount, 0L), (free.Kind, free.Parameter, free.TokensBefore, free.TokensLost));
    }

    private static PromptFingerprint Prompt(string letters, PromptFingerprintOptions? options = null, int marked = -1)
    {
        PromptFingerprint fingerprint = new();
        fingerprint.Begin(options ?? new PromptFingerprintOptions { Model = "m" });
        int bar = letters.IndexOf('|', StringComparison.Ordinal);
        string all = letters.Remove(bar, 1);
        for (int index = 0; index < all.Length; index++)
        {
            Add(fingerprint, all[index], index, index < bar ? PromptSection.System : PromptSection.Messages, index == marked ? CacheBreakpoint.Default : default);
        }

        fingerprint.Complete();
        return fingerprint;
    }

    // Its path is its number.
    private static void Add(PromptFingerprint fingerprint, char letter, int index, PromptSection section, CacheBreakpoint breakpoint) => fingerprint.Add(
        new PromptSegment
        {
            Kind = section == PromptSection.System ? PromptSegmentKind.SystemText : PromptSegmentKind.UserText,
            Section = section,
            Path = new PromptPath(index.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Content = [(byte)letter],
            Breakpoint = breakpoint,
        },
        TokensOfSegment);
}
