using System.Globalization;
using System.Text.Json.Nodes;
using FastTokens.Caching;
using FastTokens.Compaction;
using FastTokens.Tests.Caching;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Compaction;

/// <summary>Decisions, indices and counts allocate nothing once buffers have grown; a caller's own list is not boxed.</summary>
public class CompactionAllocationTests
{
    private const int Calls = 1000;

    private static readonly CompactionPlanner Planner = new(Windows.Hundred, prices: new CompactionPrices(0.3, 3.75, 15));

    [Fact]
    public void Decisions_of_every_level_with_and_without_messages()
    {
        MessageIndex index = MessageIndexTests.Create(string.Concat(Enumerable.Repeat("ucra", 250)));
        foreach (CompactionLevel level in Enum.GetValues<CompactionLevel>())
        {
            ContextSnapshot snapshot = new(Planner.Thresholds.FloorOf(level), 1) { FixedTokens = 10_000, CachedTokens = 5_000, ExpectedTurns = 50 };
            CompactionState state = default;
            Assert.Equal(0, AllocatedBy(() => Planner.Decide(snapshot, ref state).ExpectedTokens));
            Assert.Equal(0, AllocatedBy(() => Planner.Decide(snapshot, index, ref state).CutMessageIndex));
            Assert.Equal(0, AllocatedBy(() => Planner.Decide(snapshot, new OwnMessages(400), ref state).CutMessageIndex));
            Assert.Equal(0, AllocatedBy(() =>
            {
                CompactionState copy = state;
                CompactionDecision decision = Planner.Decide(snapshot, ref copy);
                return Planner.Complete(decision, snapshot, 40_000, ref copy).FreedTokens + copy.Breaker.Failures;
            }));
        }
    }

    [Fact]
    public void A_ref_struct_over_the_callers_memory_is_a_list_of_messages()
    {
        CompactionState state = default;
        long[] tokens = [.. Enumerable.Range(0, 101).Select(static message => message * 750L)];
        CompactionDecision decision = Planner.Decide(new ContextSnapshot(75_000, 1), new SpanMessages(tokens), ref state);
        Assert.Equal(74, decision.CutMessageIndex);
        Assert.Equal(0, AllocatedBy(() => Planner.Decide(new ContextSnapshot(75_000, 1), new SpanMessages(tokens), ref state).CutMessageIndex));
        TimeBasedMicrocompactor microcompactor = new(new MicrocompactionOptions { IsTimeBasedEnabled = true });
        List<ToolResultPlace> cleared = [];
        Assert.Equal(0, AllocatedBy(() => microcompactor.Compact(new SpanMessages(tokens), DateTimeOffset.UnixEpoch.AddDays(1), "main", cleared, ref state).Cleared));
    }

    [Fact]
    public void Indices_meters_reports_and_reasons()
    {
        JsonObject request = SampleRequests.Create(4, turns: 40);
        byte[] body = SampleRequests.Bytes(request);
        MessageTokenEstimator estimator = MessageTokenEstimator.ForModel("claude-sonnet-4-5");
        RequestTokenReport report = new();
        Assert.Equal(0, AllocatedBy(() =>
        {
            estimator.Measure(body, PromptFormat.AnthropicMessages, report);
            return report.Total + report.RangeOf(RequestPart.System, new CacheUsage(report.Total)).AtMost;
        }, 40));
        Assert.Equal(0, AllocatedBy(() =>
        {
            report.Messages.Build(report.Prompt);
            return report.Messages.Count;
        }, 40));
        ContextMeter meter = default;
        Assert.Equal(0, AllocatedBy(() =>
        {
            meter.Add(5);
            return meter.Report(new CacheUsage(10, Output: 1), 11, 7).ReportedTokens + meter.Tokens;
        }));
        TimeBasedMicrocompactor microcompactor = new(new MicrocompactionOptions { IsTimeBasedEnabled = true });
        Assert.Equal(0, AllocatedBy(() => microcompactor.IsDue(report.Messages, DateTimeOffset.UnixEpoch, "main:x") ? 1 : 0));
        CacheEditMicrocompactor edits = new();
        Assert.Equal(0, AllocatedBy(() => edits.Update(report.Messages, "main", isSupported: true) ? 1 : 0));
        CompactionState state = default;
        CompactionReason reason = Planner.Decide(new ContextSnapshot(80_000, 1), ref state).Reason;
        Assert.Equal(0, AllocatedBy(() =>
        {
            Span<char> buffer = stackalloc char[256];
            return reason.TryFormat(buffer, out int written, default, CultureInfo.InvariantCulture) ? written : -1;
        }));
    }

    [Fact]
    public void The_check_sees_an_object()
    {
        object? kept = null;
        Assert.NotEqual(0, AllocatedBy(() => (kept = new object()).GetHashCode()));
        GC.KeepAlive(kept);
    }

    private static long AllocatedBy(Func<long> call, int calls = Calls) => Allocations.Of(call, 40, calls);

    private readonly struct OwnMessages(int count) : IMessageList
    {
        public int Count => count;

        public MessageRole RoleOf(int index) => index % 2 == 0 ? MessageRole.User : MessageRole.Assistant;

        public long TokensBefore(int index) => index * 100L;

        public DateTimeOffset? TimeOf(int index) => null;

        public int ToolCountOf(int index) => 0;

        public ToolReference ToolOf(int index, int position) => throw new ArgumentOutOfRangeException(nameof(position));

        public bool IsCutAllowed(int index) => true;
    }

    private readonly ref struct SpanMessages(ReadOnlySpan<long> tokensBefore) : IMessageList
    {
        private readonly ReadOnlySpan<long> _tokensBefore = tokensBefore;

        public int Count => _tokensBefore.Length - 1;

        public MessageRole RoleOf(int index) => index % 2 == 0 ? MessageRole.User : MessageRole.Assistant;

        public long TokensBefore(int index) => _tokensBefore[index];

        public DateTimeOffset? TimeOf(int index) => DateTimeOffset.UnixEpoch;

        public int ToolCountOf(int index) => index % 4 == 0 ? 1 : 0;

        public ToolReference ToolOf(int index, int position) => new(true, (ulong)index, true, 300);

        public bool IsCutAllowed(int index) => ToolPairs.AreWholeAt(this, index);
    }
}
