using System.Text;
using FastTokens.Tests.Support;
using FsCheck.Fluent;
using Xunit;

namespace FastTokens.Tests.Truncation;

public class ToolResultLedgerTests
{
    private static readonly TokenTruncator Truncator = new(
        new TokenEstimator(TokenProfile.O200kBase), new TruncationOptions { Keep = TruncationKeep.HeadAndTail, Marker = TruncationOptions.DefaultMarker });

    [Fact]
    public void What_was_cut_is_cut_the_same_way_again_whatever_the_budget()
    {
        ToolResultLedger ledger = new();
        ToolResult result = new("call_1", Text(5000));
        ToolResultPlan first = ledger.Decide([result], 500, Truncator);
        Assert.Equal(ToolResultOrigin.Decided, first.Results[0].Origin);
        Assert.True(first.Results[0].Decision.IsCut);
        Assert.True(first.IsWithinBudget);
        string shown = first.Results[0].Decision.Apply(result.Text);
        Assert.Contains("tokens omitted", shown);
        Assert.Equal(Truncator.Counter.CountTokens(shown), first.Results[0].Decision.TokenCount);

        foreach (int budget in (int[])[0, 100, 100_000])
        {
            TokenTruncator other = new(new TokenEstimator(TokenProfile.Gemma3));
            PlannedToolResult again = Assert.Single(ledger.Decide([result], budget, other).Results);
            Assert.Equal(ToolResultOrigin.Repeated, again.Origin);
            Assert.Equal(shown, again.Decision.Apply(result.Text));
        }
    }

    [Fact]
    public void What_was_shown_whole_stays_whole()
    {
        ToolResultLedger ledger = new();
        ToolResult result = new("call_1", Text(400));
        Assert.False(ledger.Decide([result], 10_000, Truncator).Results[0].Decision.IsCut);

        ToolResultPlan plan = ledger.Decide([result], 10, Truncator);
        Assert.Equal(ToolResultOrigin.Left, plan.Results[0].Origin);
        Assert.Same(result.Text, plan.Results[0].Decision.Apply(result.Text));
        Assert.False(plan.IsWithinBudget);
    }

    [Fact]
    public void New_results_are_cut_largest_first_within_what_the_old_ones_leave()
    {
        ToolResultLedger ledger = new();
        ToolResult old = new("old", Text(2000));
        int oldTokens = ledger.Decide([old], 100_000, Truncator).Results[0].Decision.TokenCount;

        ToolResult[] results = [new("large", Text(20_000)), old, new("small", Text(300)), new("huge", Text(40_000))];
        ToolResultPlan plan = ledger.Decide(results, oldTokens + 1500, Truncator);
        Assert.Equal(["large", "old", "small", "huge"], plan.Results.Select(static result => result.Decision.Id));
        Assert.Equal([true, false, false, true], plan.Results.Select(static result => result.Decision.IsCut));
        Assert.True(plan.IsWithinBudget);
        Assert.Equal(plan.TokenCount, plan.Results.Sum(static result => result.Decision.TokenCount));
        Assert.InRange(plan.Results[0].Decision.TokenCount, plan.Results[2].Decision.TokenCount, 1500);
        Assert.InRange(plan.TokenCount, (oldTokens + 1500) * 0.8, oldTokens + 1500);
    }

    [Fact]
    public void No_new_result_is_cut_below_the_least_that_is_asked_for()
    {
        ToolResultLedger ledger = new();
        ToolResult[] results = [.. Enumerable.Range(0, 10).Select(static index => new ToolResult($"call_{index}", Text(4000)))];
        ToolResultPlan plan = ledger.Decide(results, 300, Truncator, minTokenCount: 200);
        Assert.All(plan.Results, static result => Assert.InRange(result.Decision.TokenCount, 140, 200));
        Assert.False(plan.IsWithinBudget);
    }

    [Fact]
    public void A_text_that_has_changed_is_decided_on_anew()
    {
        ToolResultLedger ledger = new();
        ToolResultDecision decision = ledger.Decide([new ToolResult("call_1", Text(4000))], 300, Truncator).Results[0].Decision;
        string changed = Text(4000)[..^1] + "!";
        Assert.Equal("text", Assert.Throws<ArgumentException>(() => decision.Apply(changed)).ParamName);
        Assert.Equal(ToolResultOrigin.Decided, ledger.Decide([new ToolResult("call_1", changed)], 300, Truncator).Results[0].Origin);
        Assert.Equal(ToolResultOrigin.Repeated, ledger.Decide([new ToolResult("call_1", changed)], 300, Truncator).Results[0].Origin);
        Assert.Equal(1, ledger.Count);
    }

    [Fact]
    public void A_copy_goes_its_own_way()
    {
        ToolResultLedger ledger = new();
        ledger.Decide([new ToolResult("call_1", Text(4000))], 300, Truncator);
        ToolResultLedger fork = ledger.Copy();
        fork.Decide([new ToolResult("call_2", Text(4000))], 300, Truncator);
        Assert.Equal((1, 2), (ledger.Count, fork.Count));
        Assert.True(fork.TryGetDecision("call_1", out ToolResultDecision? _));
        Assert.False(ledger.TryGetDecision("call_2", out ToolResultDecision? _));
    }

    // Requests of a growing conversation: what one has shown, every later one shows, saved and loaded in between or not.
    [Fact]
    public void Every_later_request_shows_the_same() => Properties.ForAll(
        from texts in HostileText.Text.ArrayOf()
        from budgets in Gen.Choose(0, 200).ArrayOf(4)
        select (texts, budgets),
        static given =>
        {
            ToolResult[] results = [.. given.texts.Select(static (text, index) => new ToolResult($"id {index}", text))];
            ToolResultLedger ledger = new();
            Dictionary<string, string> shown = [];
            for (int request = 0; request < given.budgets.Length; request++)
            {
                ToolResult[] some = results[..(results.Length * (request + 1) / given.budgets.Length)];
                ToolResultPlan plan = ledger.Decide(some, given.budgets[request], Truncator);
                long kept = plan.Results.Where(static result => result.Origin != ToolResultOrigin.Decided).Sum(static result => (long)result.Decision.TokenCount);
                Assert.True(plan.IsWithinBudget || kept > given.budgets[request] || plan.TokenCount == kept);
                for (int index = 0; index < some.Length; index++)
                {
                    string text = plan.Results[index].Decision.Apply(some[index].Text);
                    Assert.True(shown.TryAdd(some[index].Id, text) ? plan.Results[index].Origin == ToolResultOrigin.Decided : shown[some[index].Id] == text);
                    Assert.Equal(Truncator.Counter.CountTokens(text), plan.Results[index].Decision.TokenCount);
                }

                ledger = request % 2 == 0 ? Load(Save(ledger)) : ledger.Copy();
            }
        });

    [Fact]
    public void A_saved_ledger_is_the_same_again()
    {
        ToolResultLedger ledger = new();
        ledger.Decide([new ToolResult("b \" \u2028", Text(4000)), new ToolResult("a", "short"), new ToolResult("c", "")], 300, Truncator);
        string saved = Save(ledger);
        Assert.Equal(saved, Save(Load(saved)));
        Assert.True(saved.IndexOf("\"a\"", StringComparison.Ordinal) < saved.IndexOf("\"b ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("[]", "no object")]
    [InlineData("{}", "'format' is not 1")]
    [InlineData("""{"format":2,"decisions":[]}""", "'format' is not 1")]
    [InlineData("""{"format":1}""", "'decisions' is missing")]
    [InlineData("""{"format":1,"decisions":[5]}""", "'decisions[0]' is no object")]
    [InlineData("""{"format":1,"decisions":[{}]}""", "'decisions[0].id'")]
    [InlineData("""{"format":1,"decisions":[{"id":"","length":1,"fingerprint":"0","tokens":1}]}""", "'decisions[0].id' is empty")]
    [InlineData("""{"format":1,"decisions":[{"id":"a","length":-1,"fingerprint":"0","tokens":1}]}""", "'decisions[0].length'")]
    [InlineData("""{"format":1,"decisions":[{"id":"a","length":1,"fingerprint":"x","tokens":1}]}""", "'decisions[0].fingerprint'")]
    [InlineData("""{"format":1,"decisions":[{"id":"a","length":9,"fingerprint":"0","tokens":1,"head":5,"tail":5,"marker":""}]}""", "keeps as much")]
    [InlineData("""{"format":1,"decisions":[{"id":"a","length":9,"fingerprint":"0","tokens":1,"head":2147483647,"tail":2147483647,"marker":""}]}""", "keeps as much")]
    [InlineData("""{"format":1,"decisions":[{"id":"a","length":9,"fingerprint":"0","tokens":1,"head":1,"tail":1}]}""", "'decisions[0].marker'")]
    [InlineData("""{"format":1,"decisions":[{"id":"a","length":9,"fingerprint":"0","tokens":1},{"id":"a","length":9,"fingerprint":"0","tokens":1}]}""", "'decisions[1]' has the id 'a'")]
    [InlineData("""{"format":1,"decisions":[{"id":"\ud800","length":9,"fingerprint":"0","tokens":1}]}""", "not valid JSON")]
    public void A_wrong_file_says_what_is_wrong(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Load(json)).Message);

    [Fact]
    public void Wrong_results_are_refused()
    {
        ToolResultLedger ledger = new();
        Assert.Contains("index 0 has no id", Refused(new ToolResult("", "x")).Message);
        Assert.Contains("index 0 has no text", Refused(new ToolResult("a", null!)).Message);
        Assert.Contains("no well-formed text", Refused(new ToolResult("\uD800", "x")).Message);
        Assert.Contains("index 1 has the id 'a'", Refused(new ToolResult("a", "x"), new ToolResult("a", "y")).Message);
        Assert.Equal("maxTokenCount", Assert.Throws<ArgumentOutOfRangeException>(() => ledger.Decide([], -1, Truncator)).ParamName);
        Assert.Equal("minTokenCount", Assert.Throws<ArgumentOutOfRangeException>(() => ledger.Decide([], 1, Truncator, -1)).ParamName);
        Assert.Equal(0, ledger.Count);

        ArgumentException Refused(params ToolResult[] results) => Assert.Throws<ArgumentException>(nameof(results), () => { ledger.Decide(results, 10, Truncator); });
    }

    private static string Text(int length)
    {
        StringBuilder text = new();
        for (int line = 1; text.Length < length; line++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{line:D5} GET /api/items/{line * 7919 % 1000} 200 OK in {line % 97} ms\n");
        }

        return text.ToString(0, length);
    }

    private static string Save(ToolResultLedger ledger)
    {
        using MemoryStream stream = new();
        ledger.Save(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static ToolResultLedger Load(string json)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(json));
        return ToolResultLedger.Load(stream);
    }
}
