using FastTokens.Caching;
using FastTokens.Compaction;
using FastTokens.Tests.Caching;
using FastTokens.Tests.Support;
using FsCheck.Fluent;
using Xunit;

namespace FastTokens.Tests.Compaction;

public class MicrocompactionTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeBasedMicrocompactor Enabled = new(new MicrocompactionOptions { IsTimeBasedEnabled = true });

    [Fact]
    public void After_an_hour_all_results_but_the_last_five_are_cleared()
    {
        MessageIndex index = Create(8);
        List<ToolResultPlace> cleared = [];
        CompactionState state = default;
        MicrocompactionResult result = Enabled.Compact(index, Start.AddMinutes(60), "main", cleared, ref state);
        Assert.Equal((3, 5, 3 * (100L - 8)), (result.Cleared, result.Kept, result.SavedTokens));
        Assert.Equal([1, 3, 5], cleared.Select(static place => place.MessageIndex));
        Assert.True(state.IsWarningSuppressed);
    }

    [Theory]
    [InlineData(59.99, "main", false)]
    [InlineData(60, "main", true)]
    [InlineData(60, "main:compact", true)]
    [InlineData(60, "mainly", false)]
    [InlineData(60, "title", false)]
    [InlineData(60, null, false)]
    [InlineData(-60, "main", false)]
    public void It_is_due_after_the_pause_in_the_main_thread_by_name(double minutes, string? source, bool isDue)
    {
        MessageIndex index = Create(8);
        Assert.Equal(isDue, Enabled.IsDue(index, Start.AddMinutes(minutes), source));
        Assert.False(new TimeBasedMicrocompactor().IsDue(index, Start.AddDays(1), "main"));
        List<ToolResultPlace> cleared = [default];
        CompactionState state = new() { IsWarningSuppressed = true };
        Assert.Equal(isDue, Enabled.Compact(index, Start.AddMinutes(minutes), source, cleared, ref state).HasCleared);
        // Every attempt lifts the suppression; one that clears sets it again.
        Assert.Equal((isDue, isDue ? 3 : 0), (state.IsWarningSuppressed, cleared.Count));
    }

    [Fact]
    public void An_unknown_time_is_no_pause()
    {
        foreach (DateTimeOffset? time in (DateTimeOffset?[])[null, DateTimeOffset.MinValue, DateTimeOffset.MaxValue])
        {
            MessageIndex index = new();
            index.AddMessage(MessageRole.Assistant, 1, time);
            Assert.False(Enabled.IsDue(index, Start.AddDays(9), "main"));
        }

        Assert.False(Enabled.IsDue(new MessageIndex(), Start, "main"));
    }

    [Fact]
    public void Nothing_is_cleared_that_saves_nothing_or_was_cleared_before()
    {
        List<ToolResultPlace> cleared = [];
        CompactionState state = default;
        Assert.Equal(default, Enabled.Compact(Create(8, resultTokens: 8), Start.AddHours(2), "main", cleared, ref state));
        Assert.Equal(default, Enabled.Compact(Create(5), Start.AddHours(2), "main", cleared, ref state));
        Assert.Equal(default, Enabled.Compact(Create(8, isCompactable: false), Start.AddHours(2), "main", cleared, ref state));
        Assert.False(state.IsWarningSuppressed);
        // At least one stays, whatever the option says.
        TimeBasedMicrocompactor all = new(new MicrocompactionOptions { IsTimeBasedEnabled = true, KeepRecent = 0 });
        MicrocompactionResult result = all.Compact(Create(8), Start.AddHours(2), "main", cleared, ref state);
        Assert.Equal((7, 1), (result.Cleared, result.Kept));
        Assert.Throws<ArgumentException>(static () => new TimeBasedMicrocompactor(new MicrocompactionOptions { KeepRecent = -1 }));
    }

    [Fact]
    public void The_time_based_path_resets_the_edits_and_tells_the_detector_to_expect_the_drop()
    {
        MessageIndex index = Create(25);
        CacheEditMicrocompactor edits = new();
        Assert.True(edits.Update(index, "main", isSupported: true));
        CacheBreakDetector detector = new(CacheRules.ForModel("claude-sonnet-4-5"));
        detector.Forecast(null, Start);
        detector.Judge(new CacheUsage(1, 0, 30_000));
        List<ToolResultPlace> cleared = [];
        CompactionState state = default;
        MicrocompactionResult result = Enabled.Compact(index, Start.AddHours(1), "main", cleared, ref state, edits, detector);
        Assert.Equal(20 * 92, result.SavedTokens);
        Assert.False(edits.HasQueued);
        Assert.Equal(0, edits.LiveCount);
        detector.Forecast(null, Start.AddSeconds(30));
        CacheVerdict verdict = detector.Judge(new CacheUsage(1, 0, 30_000 - result.SavedTokens));
        Assert.Equal(CacheVerdictKind.ExpectedDrop, verdict.Kind);
        detector.Forecast(null, Start.AddSeconds(40));
        Assert.True(detector.Judge(new CacheUsage(1, 0, 27_000)).IsBreak);
    }

    [Fact]
    public void An_edit_is_queued_once_consumed_once_and_pinned_for_good()
    {
        CacheEditMicrocompactor edits = new(new MicrocompactionOptions { CacheEditTrigger = 6, CacheEditKeep = 2 });
        Assert.False(edits.Update(Create(6), null, isSupported: true));
        Assert.Equal(6, edits.LiveCount);
        Assert.False(edits.TryTake(out _));
        MessageIndex index = Create(7);
        Assert.True(edits.Update(index, null, isSupported: true));
        Assert.False(edits.Update(index, null, isSupported: true));
        Assert.True(edits.TryTake(out CacheEdit edit));
        Assert.False(edits.TryTake(out _));
        Assert.Equal([1UL, 2, 3, 4, 5], edit.Deletions.ToArray().Select(static place => place.Id));
        Assert.Equal((500, -1), (edit.Tokens, edit.UserMessageIndex));

        // Not sent: it is taken again. Sent: it stays at its message, and new ones come behind it.
        edits.Release();
        Assert.True(edits.TryTake(out edit));
        edits.Pin(14);
        Assert.Throws<InvalidOperationException>(() => edits.Pin(14));
        Assert.Throws<InvalidOperationException>(edits.Release);
        Assert.False(edits.Update(Create(11), "main", isSupported: true));
        Assert.True(edits.Update(Create(12), "main:x", isSupported: true));
        Assert.True(edits.TryTake(out edit));
        Assert.Equal([6UL, 7, 8, 9, 10], edit.Deletions.ToArray().Select(static place => place.Id));
        edits.Pin(24);
        Assert.Equal([14, 24], edits.Pinned.ToArray().Select(static pinned => pinned.UserMessageIndex));
    }

    [Fact]
    public void Side_threads_and_models_without_support_register_nothing()
    {
        CacheEditMicrocompactor edits = new(new MicrocompactionOptions { CacheEditTrigger = 1 });
        Assert.False(edits.Update(Create(30), "title", isSupported: true));
        Assert.False(edits.Update(Create(30), "main", isSupported: false));
        Assert.Equal(0, edits.LiveCount);
        Assert.True(edits.Update(Create(30), null, isSupported: true));
    }

    [Fact]
    public void Deleted_tokens_are_the_difference_of_what_adds_up()
    {
        CacheEditMicrocompactor edits = new();
        Assert.Equal([5_000, 0, 2_500, 0, 100], ((long[])[5_000, 5_000, 7_500, 0, 100]).Select(edits.Report));
        Assert.Throws<ArgumentOutOfRangeException>(() => edits.Report(-1));
    }

    [Fact]
    public void An_edit_that_is_taken_is_announced()
    {
        CacheBreakDetector detector = new(CacheRules.ForModel("claude-sonnet-4-5"));
        detector.Forecast(null, Start);
        detector.Judge(new CacheUsage(1, 0, 40_000));
        CacheEditMicrocompactor edits = new(new MicrocompactionOptions { CacheEditTrigger = 6, CacheEditKeep = 2 });
        edits.Update(Create(22, resultTokens: 500), "main", isSupported: true);
        Assert.True(edits.TryTake(out CacheEdit edit, detector));
        detector.Forecast(null, Start.AddSeconds(9));
        Assert.Equal(CacheVerdictKind.ExpectedDrop, detector.Judge(new CacheUsage(edit.Tokens, 40_000 - edit.Tokens)).Kind);
        // More than announced still counts.
        detector.Announce(ExpectedDropKind.CacheEdit, 2_000);
        detector.Forecast(null, Start.AddSeconds(19));
        Assert.True(detector.Judge(new CacheUsage(30_000, 10_000)).IsBreak);
    }

    [Fact]
    public void However_results_come_each_is_deleted_at_most_once_and_the_last_stay() => Properties.ForAll(
        from counts in Gen.Choose(1, 9).NonEmptyListOf()
        from trigger in Gen.Choose(0, 12)
        from keep in Gen.Choose(0, 6)
        from fails in Gen.Choose(0, 3)
        select (counts, trigger, keep, fails),
        static value =>
        {
            CacheEditMicrocompactor edits = new(new MicrocompactionOptions { CacheEditTrigger = value.trigger, CacheEditKeep = value.keep });
            List<ulong> deleted = [];
            int total = 0;
            int turn = 0;
            foreach (int count in value.counts)
            {
                total += count;
                edits.Update(Create(total), "main", isSupported: true);
                if (edits.TryTake(out CacheEdit edit))
                {
                    if (turn++ % 4 < value.fails)
                    {
                        edits.Release();
                    }
                    else
                    {
                        edits.Pin(2 * total);
                        deleted.AddRange(edit.Deletions.ToArray().Select(static place => place.Id));
                    }
                }
            }

            Assert.Equal(Enumerable.Range(1, deleted.Count).Select(static id => (ulong)id), deleted);
            Assert.True(total - deleted.Count >= Math.Min(total, Math.Max(1, value.keep)));
            Assert.Equal(deleted.Count, edits.Pinned.ToArray().Sum(static pinned => pinned.Deletions.Length));
        });

    [Fact]
    public void The_text_in_place_of_a_result_has_no_more_tokens_than_is_counted_for_it()
    {
        // The derived profiles are bounds rather than counts.
        IEnumerable<TokenProfile> fitted = TokenProfile.BuiltIn.Where(static profile => profile.Name is not ("claude-4" or "claude-5"));
        foreach (ITokenCounter counter in (ITokenCounter[])[BpeTokenizer.O200kBase, BpeTokenizer.Cl100kBase, .. fitted.Select(static profile => new TokenEstimator(profile))])
        {
            Assert.InRange(counter.CountTokens(MicrocompactionOptions.DefaultClearedText), 5, MicrocompactionOptions.Default.ClearedTextTokens);
        }
    }

    [Fact]
    public void The_default_tools_are_those_whose_results_can_be_had_again()
    {
        foreach (string name in (string[])["Read", "read_file", "Bash", "shell", "Grep", "Glob", "WebSearch", "web_search", "WebFetch", "Edit", "Write"])
        {
            Assert.True(CompactableTools.Default.Contains(name), name);
        }

        Assert.False(CompactableTools.Default.Contains("ask_user"));
        PromptFingerprint salted = SampleRequests.Fingerprint(SampleRequests.Create(2), SampleRequests.Options with { Salt = new byte[] { 1, 2, 3 } });
        MessageIndex index = new();
        index.Build(salted, new CompactableTools(["tool_1"]));
        Assert.True(index.ToolOf(2, 0).IsCompactable);
    }

    // Calls and results of a tool, one message each.
    private static MessageIndex Create(int results, long resultTokens = 100, bool isCompactable = true)
    {
        MessageIndex index = new();
        for (int number = 1; number <= results; number++)
        {
            index.AddMessage(MessageRole.Assistant, 10, Start);
            index.AddToolCall((ulong)number, isCompactable);
            index.AddMessage(MessageRole.Tool, resultTokens);
            index.AddToolResult((ulong)number, resultTokens);
        }

        return index;
    }
}
