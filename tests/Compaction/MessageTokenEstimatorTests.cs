using System.Text;
using FastTokens.Caching;
using FastTokens.Compaction;
using FastTokens.Tests.Support;
using FsCheck.Fluent;
using Xunit;

namespace FastTokens.Tests.Compaction;

public class MessageTokenEstimatorTests
{
    private static readonly TokenEstimator Counter = new(TokenProfile.O200kBase);

    private static readonly MessageTokenEstimator Estimator =
        new(Counter, new MessageTokenOptions { Overhead = new MessageOverhead(PerRequest: 3, PerMessage: 4, WithTools: 100) });

    public static TheoryData<string, string> Blocks => new()
    {
        { """{"type":"text","text":"a \"quoted\" text"}""", "a \"quoted\" text" },
        { """{"type":"tool_result","tool_use_id":"toolu_0123456789","content":[{"type":"text","text":"one"}]}""", "one" },
        { """{"type":"tool_use","id":"toolu_0123456789","name":"Read","input":{"path":"a.cs"}}""", """Read {"path":"a.cs"}""" },
        { """{"type":"thinking","thinking":"let me see","signature":"EqQBCkYIARgCKkD3xyz"}""", "let me see" },
        { """{"type":"redacted_thinking","data":"EmwKAhgBEgy3va3pzix"}""", "EmwKAhgBEgy3va3pzix" },
        { """{"type":"new_kind","value":[1,2]}""", """{"type":"new_kind","value":[1,2]}""" },
        { """{"type":"document","source":{"type":"text","media_type":"text/plain","data":"words"}}""", """{"type":"text","media_type":"text/plain","data":"words"}""" },
    };

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_block_counts_by_what_the_model_reads_of_it(string block, string text)
    {
        RequestTokenReport report = Estimator.Measure(Body($"[{block}]"), PromptFormat.AnthropicMessages);
        Assert.Equal(Counter.CountTokens(text), report.Prompt.TokenCount);
        Assert.Equal(Counter.CountTokens(text), report.TokensOfMessage(0));
    }

    [Fact]
    public void Attachments_are_flat_and_a_string_counts_like_one_text()
    {
        Assert.Equal(2_000, Estimator.Measure(Body("""[{"type":"document","source":{"type":"base64","data":"AAAA"}}]""")).TokensOf(RequestPart.Attachments));
        Assert.Equal(2_000, Estimator.Measure(Body("""[{"type":"image","source":{"type":"url","url":"https://x"}}]""")).TokensOf(RequestPart.Attachments));
        Assert.Equal(Estimator.Measure(Body("\"some words\"")).Total, Estimator.Measure(Body("""[{"type":"text","text":"some words"}]""")).Total);
    }

    [Fact]
    public void The_parts_are_the_whole()
    {
        byte[] body = Encoding.UTF8.GetBytes("""{"model":"m","tools":[{"name":"t","description":"reads"}],"system":"be brief","messages":[{"role":"user","content":"hello there"},{"role":"assistant","content":"hi"}]}""");
        RequestTokenReport report = Estimator.Measure(body);
        Assert.Equal(Counter.CountTokens("""{"name":"t","description":"reads"}"""), report.TokensOf(RequestPart.Tools));
        Assert.Equal(Counter.CountTokens("be brief"), report.TokensOf(RequestPart.System));
        Assert.Equal(3 + (2 * 4) + 100, report.TokensOf(RequestPart.Overhead));
        Assert.Equal(report.Total, Enum.GetValues<RequestPart>().Sum(report.TokensOf));
        Assert.Equal(TokenProfile.O200kBase.ReferenceError!.Value.P95Percent, report.ErrorPercent);
        Assert.InRange(report.TotalAtMost, report.Total + 1, report.Total * 1.2);
        RequestTokenReport exact = new MessageTokenEstimator(BpeTokenizer.O200kBase).Measure(body);
        Assert.Equal((0.0, exact.Total), (exact.ErrorPercent!.Value, exact.TotalAtMost));
        // A report is filled again.
        Estimator.Measure(Body("\"x\""), PromptFormat.AnthropicMessages, report);
        Assert.Equal((0, 1 + 3 + 4), (report.TokensOf(RequestPart.Tools), report.Total));
    }

    [Fact]
    public void Reported_usage_says_how_far_off_each_part_can_have_been()
    {
        RequestTokenReport report = Estimator.Measure(Encoding.UTF8.GetBytes($$"""{"model":"m","system":"{{string.Concat(Enumerable.Repeat("be brief and kind. ", 100))}}","messages":[{"role":"user","content":"hello"}]}"""));
        CacheUsage usage = new(report.Total + 20);
        Assert.Equal(-20.0 / usage.Input, report.DeviationFrom(usage), 12);
        TokenRange system = report.RangeOf(RequestPart.System, usage);
        Assert.InRange(report.TokensOf(RequestPart.System) + 20, system.AtLeast, system.AtMost);
        // Within the profile's error, and within what the others leave.
        Assert.True(system.AtMost <= Math.Ceiling(report.TokensOf(RequestPart.System) * (1 + (report.ErrorPercent!.Value / 100))));
        Assert.Equal(0, report.DeviationFrom(default));
    }

    [Fact]
    public void Ranges_hold_whatever_was_reported() => Properties.ForAll(
        from words in Gen.Choose(0, 200) from reported in Gen.Choose(0, 3_000) select (words, reported),
        static value =>
        {
            RequestTokenReport report = Estimator.Measure(Body($"\"{string.Concat(Enumerable.Repeat("word ", value.words))}\""));
            foreach (RequestPart part in Enum.GetValues<RequestPart>())
            {
                TokenRange range = report.RangeOf(part, new CacheUsage(value.reported));
                Assert.InRange(range.AtLeast, 0, range.AtMost);
                Assert.InRange(range.AtMost, 0, Math.Max(value.reported, 0));
            }
        });

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    [InlineData(3, 4)]
    [InlineData(4, 6)]
    [InlineData(300, 400)]
    public void The_padded_estimate_is_four_thirds_rounded_up(long tokens, long padded) => Assert.Equal(padded, MessageTokenEstimator.PaddedEstimate(tokens));

    [Fact]
    public void A_wrong_body_is_an_error_with_its_place() =>
        Assert.Equal(1, Assert.Throws<PromptFormatException>(static () => Estimator.Measure("{]"u8, PromptFormat.AnthropicMessages)).ByteOffset);

    private static byte[] Body(string content) => Encoding.UTF8.GetBytes($$"""{"model":"m","system":null,"messages":[{"role":"user","content":{{content}}}]}""");
}
