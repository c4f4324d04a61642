using FastTokens.Compaction;
using FastTokens.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FastTokens.Tests.Compaction;

/// <summary>Where a conversation is cut, beside the rule in its plain form.</summary>
public class CompactionCutTests
{
    private static readonly Gen<Message> AnyMessage =
        from role in Gen.Frequency((1, Gen.Constant(MessageRole.System)), (3, Gen.Constant(MessageRole.User)), (3, Gen.Constant(MessageRole.Assistant)), (2, Gen.Constant(MessageRole.Tool)))
        from tokens in Gen.Choose(0, 20)
        from isCutAllowed in Gen.Frequency((2, Gen.Constant(true)), (3, Gen.Constant(false)))
        select new Message(role, tokens, isCutAllowed);

    private static readonly Gen<(Message[] Messages, bool EndAllowed, int Tail, bool KeepsPending, int Reach)> Cases =
        from count in Gen.Choose(0, 24)
        from messages in Gen.ArrayOf(AnyMessage, count)
        from endAllowed in Gen.Elements(true, false)
        from tail in Gen.Choose(-5, 260)
        from keepsPending in Gen.Elements(true, false)
        from reach in Gen.Choose(0, 9)
        select (messages, endAllowed, tail, keepsPending, reach);

    [Fact]
    public void The_cut_is_the_one_of_the_plain_rule() => Properties.ForAll(Cases, 5_000, static one =>
    {
        Messages messages = new(one.Messages, one.EndAllowed);
        int first = CompactionCut.FirstFoldable(messages);
        Assert.Equal(one.Messages.TakeWhile(static message => message.Role == MessageRole.System).Count(), first);
        Assert.Equal(Naive(messages, first, one.Tail, one.KeepsPending, one.Reach), CompactionCut.Find(messages, first, one.Tail, one.KeepsPending, one.Reach));
    });

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Estimates_are_scaled_to_what_was_reported(int systemMessages)
    {
        // Ten messages of 100 estimated tokens, which the provider counts as 7,000 each; 20,000 of them are the normal tail, 5,000 are fixed.
        Message system = new(MessageRole.System, 300, true);
        Messages messages = new([.. Enumerable.Repeat(system, systemMessages), .. Enumerable.Repeat(new Message(MessageRole.User, 100, true), 10)], true);
        CompactionPlanner planner = new(Windows.Hundred);
        CompactionState state = default;
        ContextSnapshot snapshot = new(75_000, turn: 1) { FixedTokens = 5_000, SummaryTokens = 1_000 };
        CompactionDecision decision = planner.Decide(snapshot, messages, ref state);
        // Two fit into the tail, and eight are folded.
        Assert.Equal(systemMessages + 8, decision.CutMessageIndex);
        Assert.Equal(75_000 - (8 * 7_000) + 1_000, decision.ExpectedTokens);
    }

    [Fact]
    public void Without_messages_no_cut_is_named_and_refusals_are_the_same()
    {
        CompactionPlanner planner = new(Windows.Hundred);
        Messages messages = new([.. Enumerable.Repeat(new Message(MessageRole.User, 100, true), 10)], true);
        CompactionState state = default;
        CompactionDecision decision = planner.Decide(new ContextSnapshot(75_000, turn: 1), ref state);
        Assert.Equal((true, -1, 24_000L), (decision.ShouldCompact, decision.CutMessageIndex, decision.ExpectedTokens));
        foreach (ContextSnapshot refused in (ContextSnapshot[])[new(74_999, 1), new(75_000, 1) { IsDisabled = true }, new(75_000, 1) { IsCompactionRequest = true }])
        {
            Assert.Equal(planner.Decide(refused, ref state), planner.Decide(refused, messages, ref state));
        }
    }

    [Fact]
    public void Messages_of_the_system_are_neither_folded_nor_counted()
    {
        Message system = new(MessageRole.System, 500, true);
        Message user = new(MessageRole.User, 100, true);
        CompactionPlanner planner = new(Windows.Hundred);
        CompactionState state = default;
        ContextSnapshot snapshot = new(80_000, turn: 1) { FixedTokens = 20_000, SummaryTokens = 1_000 };
        CompactionDecision decision = planner.Decide(snapshot, new Messages([system, system, user, user, user], true), ref state);
        // A forced summary has no tail: all three messages of the user go.
        Assert.Equal((CompactionLevel.ForceSummary, 5, 21_000L), (decision.Level, decision.CutMessageIndex, decision.ExpectedTokens));
        CompactionReason nothing = planner.Decide(snapshot, new Messages([system, system], true), ref state).Reason;
        Assert.Equal((CompactionReasonKind.NothingToFold, 0L), (nothing.Kind, nothing.SavedTokens));
        Assert.Equal(CompactionReasonKind.NothingToFold, planner.Decide(snapshot with { FixedTokens = 80_000 }, new Messages([user], true), ref state).Reason.Kind);
    }

    [Theory]
    [InlineData(CompactionMoment.BeforeCall, true, 3)]
    [InlineData(CompactionMoment.BeforeCall, false, 4)]
    [InlineData(CompactionMoment.AfterResponse, true, 4)]
    public void What_the_user_just_said_stays_before_a_call(CompactionMoment moment, bool keeps, int cut)
    {
        Message assistant = new(MessageRole.Assistant, 100, true);
        Messages messages = new([assistant, assistant, assistant, new Message(MessageRole.User, 1, true)], true);
        CompactionPlanner planner = new(Windows.Hundred, new CompactionOptions { KeepsPendingUserMessages = keeps });
        CompactionState state = default;
        Assert.Equal(cut, planner.Decide(new ContextSnapshot(91_000, turn: 1) { Moment = moment }, messages, ref state).CutMessageIndex);
    }

    // The first place at a message of the user within reach, else the first one, else the last one before the tail, else none.
    private static int Naive(Messages messages, int first, long tail, bool keepsPending, int reach)
    {
        int count = messages.Count;
        int pending = keepsPending ? Enumerable.Range(first, count - first).Reverse().TakeWhile(index => messages.RoleOf(index) == MessageRole.User).Count() : 0;
        int last = count - pending;
        int start = Enumerable.Range(first, count - first).Where(index => messages.TokensBefore(count) - messages.TokensBefore(index) <= tail).Append(count).First();
        start = Math.Min(start, last);
        int[] onward = [.. Enumerable.Range(start, last - start + 1).Where(messages.IsCutAllowed)];
        int[] atUser = [.. onward.Where(index => index - start <= reach && index < count && messages.RoleOf(index) == MessageRole.User)];
        int[] back = [.. Enumerable.Range(0, count).Where(index => index > first && index < start && messages.IsCutAllowed(index))];
        return atUser.Length > 0 ? atUser[0] : onward.Length > 0 ? onward[0] : back.Length > 0 ? back[^1] : first;
    }

    private readonly record struct Message(MessageRole Role, int Tokens, bool IsCutAllowed);

    private readonly struct Messages(Message[] messages, bool endAllowed) : IMessageList
    {
        public int Count => messages.Length;

        public MessageRole RoleOf(int index) => messages[index].Role;

        public long TokensBefore(int index) => messages[..index].Sum(static message => (long)message.Tokens);

        public DateTimeOffset? TimeOf(int index) => null;

        public int ToolCountOf(int index) => 0;

        public ToolReference ToolOf(int index, int position) => throw new ArgumentOutOfRangeException(nameof(position));

        public bool IsCutAllowed(int index) => index < messages.Length ? messages[index].IsCutAllowed : endAllowed;
    }
}
