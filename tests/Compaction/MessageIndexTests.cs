using System.Text.Json.Nodes;
using FastTokens.Caching;
using FastTokens.Compaction;
using FastTokens.Tests.Caching;
using FastTokens.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FastTokens.Tests.Compaction;

public class MessageIndexTests
{
    // A conversation as letters: u user, a assistant, c call (assistant), r its result, s system; results answer calls in their order.
    private static readonly Gen<string> Conversations =
        Gen.Elements('u', 'a', 'c', 'r', 'c', 'r').ArrayOf().Select(static letters => new string(letters[..Math.Min(letters.Length, 40)]));

    [Fact]
    public void Running_sums_and_places_of_cuts_are_those_of_a_walk_over_all_messages() => Properties.ForAll(Conversations, static letters =>
    {
        MessageIndex index = Create(letters);
        long sum = index.FixedTokens;
        for (int message = 0; message <= index.Count; message++)
        {
            Assert.Equal(ToolPairs.AreWholeAt(index, message), index.IsCutAllowed(message));
            Assert.Equal(letters[..message].Sum(TokensOf), index.TokensBefore(message));
        }

        Assert.Equal(index.TokenCount, index.TokensBefore(index.Count));
        Assert.Equal(0, sum);
    });

    [Fact]
    public void A_cut_never_parts_a_call_from_its_result_and_the_tail_fits_where_it_can() => Properties.ForAll(
        from letters in Conversations from tail in Gen.Choose(0, 400) from pending in Gen.Elements(true, false) select (letters, tail, pending),
        static value =>
        {
            MessageIndex index = Create(value.letters);
            int cut = CompactionCut.Find(index, 0, value.tail, value.pending, reach: 8);
            Assert.True(index.IsCutAllowed(cut) || cut == 0);
            int last = index.Count;
            while (value.pending && last > 0 && index.RoleOf(last - 1) == MessageRole.User)
            {
                last--;
            }

            Assert.True(cut <= last);
            // The naive answer: the first message within the budget, then the next of the user within reach, else the next place that is allowed.
            int[] within = [.. Enumerable.Range(0, index.Count + 1).Where(place => index.TokenCount - index.TokensBefore(place) <= value.tail)];
            int start = Math.Min(last, within[0]);
            int[] allowed = [.. Enumerable.Range(start, last - start + 1).Where(place => index.IsCutAllowed(place))];
            int user = allowed.Where(place => place < index.Count && index.RoleOf(place) == MessageRole.User && place - start <= 8).DefaultIfEmpty(-1).First();
            int expected = user >= 0 ? user
                : allowed.Length > 0 ? UserBefore(index, allowed[0], start) ?? allowed[0]
                : Enumerable.Range(1, Math.Max(0, start - 1)).Where(place => index.IsCutAllowed(place)).DefaultIfEmpty(0).Last();
            Assert.Equal(expected, cut);
        });

    [Fact]
    public void A_call_that_waits_for_its_result_holds_the_cut_back()
    {
        MessageIndex index = Create("uacr" + "uac");
        Assert.False(index.IsCutAllowed(index.Count));
        Assert.Equal(6, CompactionCut.Find(index, 0, 0, keepsPending: false, reach: 8));
        // Parallel calls, the second result still to come.
        index = Create("uccr");
        Assert.True(index.IsCutAllowed(1));
        Assert.False(index.IsCutAllowed(2) || index.IsCutAllowed(3) || index.IsCutAllowed(4));
        // Interrupted: the user went on without a result.
        Assert.True(Create("ucu").IsCutAllowed(2));
    }

    [Fact]
    public void Messages_of_a_prompt_have_the_indices_of_the_request()
    {
        JsonObject request = SampleRequests.Create(3, turns: 3);
        request["messages"]!.AsArray().Insert(4, new JsonObject { ["role"] = "assistant", ["content"] = new JsonArray() });
        PromptFingerprint prompt = SampleRequests.Fingerprint(request);
        MessageIndex index = new();
        index.Build(prompt, new CompactableTools(["tool_1"]), [DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(1)]);
        Assert.Equal(13, index.Count);
        Assert.Equal(
            [MessageRole.User, MessageRole.Assistant, MessageRole.Tool, MessageRole.Assistant, MessageRole.Other],
            Enumerable.Range(0, 5).Select(index.RoleOf));
        Assert.Equal(prompt.TokenCount, index.FixedTokens + index.TokenCount);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddHours(1), index.TimeOf(1));
        Assert.Null(index.TimeOf(2));
        ToolReference result = index.ToolOf(2, 0);
        Assert.True(result.IsResult && result.IsCompactable);
        Assert.Equal(index.ToolOf(1, 0).Id, result.Id);
        Assert.Equal(index.TokensBefore(3) - index.TokensBefore(2), result.Tokens);
        Assert.False(index.IsCutAllowed(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.ToolOf(2, 1));
        index.Build(prompt);
        Assert.False(index.ToolOf(2, 0).IsCompactable);
        for (int message = 0; message <= index.Count; message++)
        {
            Assert.Equal(ToolPairs.AreWholeAt(index, message), index.IsCutAllowed(message));
        }
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"system","content":"be brief and kind to everyone"},{"role":"user","content":"x"},{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"read_file","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"result"}]}""", PromptFormat.OpenAIChatCompletions, "SUAT")]
    [InlineData("""{"instructions":"i","input":[{"role":"user","content":"x"},{"type":"function_call","call_id":"c","name":"read_file","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":[{"type":"input_text","text":"a"},{"type":"input_image","image_url":"u"}]}]}""", PromptFormat.OpenAIResponses, "UAT")]
    public void Other_formats_give_the_same(string body, PromptFormat format, string roles)
    {
        PromptFingerprint prompt = new();
        prompt.Build(System.Text.Encoding.UTF8.GetBytes(body), format, SampleRequests.Options);
        MessageIndex index = new();
        index.Build(prompt);
        Assert.Equal(roles, string.Concat(Enumerable.Range(0, index.Count).Select(message => index.RoleOf(message).ToString()[0])));
        int last = index.Count - 1;
        Assert.Equal((true, true), (index.ToolOf(last, 0).IsResult, index.ToolOf(last, 0).IsCompactable));
        Assert.Equal(index.TokenCount - index.TokensBefore(last), index.ToolOf(last, 0).Tokens);
        Assert.False(index.IsCutAllowed(last));
        Assert.True(index.FixedTokens > 0);
    }

    [Fact]
    public void Reasoning_stays_with_the_call_that_it_led_to()
    {
        PromptFingerprint prompt = new();
        prompt.Build(
            """{"input":[{"role":"user","content":"x"},{"type":"reasoning","id":"rs_1","summary":[]},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"y"},{"role":"assistant","content":"z"}]}"""u8,
            PromptFormat.OpenAIResponses,
            SampleRequests.Options);
        MessageIndex index = new();
        index.Build(prompt);
        Assert.Equal([true, true, false, false, true, true], Enumerable.Range(0, 6).Select(index.IsCutAllowed));
    }

    [Fact]
    public void Decisions_cut_in_the_unit_of_the_report()
    {
        // The list counts half of what was reported: half the budget in its tokens.
        CompactionPlanner planner = new(Windows.Hundred);
        MessageIndex index = new();
        for (int message = 0; message < 75; message++)
        {
            index.AddMessage(message % 3 == 0 ? MessageRole.User : MessageRole.Assistant, 500);
        }

        CompactionState state = default;
        CompactionDecision decision = planner.Decide(new ContextSnapshot(75_000, 1), index, ref state);
        Assert.True(decision.ShouldCompact);
        Assert.Equal(57, decision.CutMessageIndex);
        Assert.Equal(75_000 - 57_000 + 4_000, decision.ExpectedTokens);
        // Nothing that a cut could remove.
        Assert.Equal(CompactionReasonKind.NothingToFold, planner.Decide(new ContextSnapshot(95_000, 1), new MessageIndex(), ref state).Reason.Kind);
    }

    [Fact]
    public void A_fold_before_the_call_keeps_what_the_user_has_just_asked()
    {
        CompactionPlanner planner = new(Windows.Hundred);
        MessageIndex index = Create("s" + string.Concat(Enumerable.Repeat("ua", 20)) + "uu");
        CompactionState state = default;
        ContextSnapshot snapshot = new(91_000, 1) { Moment = CompactionMoment.BeforeCall, FixedTokens = index.FixedTokens };
        Assert.Equal(41, planner.Decide(snapshot, index, ref state).CutMessageIndex);
        Assert.Equal(43, planner.Decide(snapshot with { Moment = CompactionMoment.AfterResponse }, index, ref state).CutMessageIndex);
        CompactionPlanner without = new(Windows.Hundred, new CompactionOptions { KeepsPendingUserMessages = false });
        Assert.Equal(43, without.Decide(snapshot, index, ref state).CutMessageIndex);
    }

    internal static MessageIndex Create(string letters)
    {
        MessageIndex index = new();
        ulong calls = 0;
        ulong results = 0;
        foreach (char letter in letters)
        {
            index.AddMessage(letter switch { 'u' => MessageRole.User, 'r' => MessageRole.Tool, 's' => MessageRole.System, _ => MessageRole.Assistant }, TokensOf(letter));
            if (letter == 'c')
            {
                index.AddToolCall(++calls, isCompactable: true);
            }
            else if (letter == 'r')
            {
                index.AddToolResult(++results, TokensOf(letter));
            }
        }

        return index;
    }

    private static long TokensOf(char letter) => letter switch { 'u' => 10, 'a' => 20, 'c' => 5, 'r' => 30, _ => 7 };

    // A message of the user right behind the first allowed place, found while looking for that place.
    private static int? UserBefore(MessageIndex index, int allowed, int start) =>
        allowed - start > 8 && allowed < index.Count && index.RoleOf(allowed) == MessageRole.User ? allowed : null;
}
