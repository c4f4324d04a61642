using System.Text.Json;
using System.Text.Json.Nodes;
using FastTokens.Compaction;
using FastTokens.Tests.Caching;
using Xunit;

namespace FastTokens.Tests.Cli;

public sealed class PlanCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Count_of_a_request_shows_what_fills_it()
    {
        byte[] body = Write("request.json", SampleRequests.Create(1));
        RequestTokenReport report = MessageTokenEstimator.ForModel("claude-sonnet-4-5").Measure(body);
        JsonElement json = Run("count", "--request", "request.json", "--json").Json;
        Assert.Equal((report.Total, "claude-4"), (json.GetProperty("tokens").GetInt64(), json.GetProperty("counter").GetString()));
        Assert.Equal(report.Total, json.GetProperty("parts").EnumerateArray().Sum(static part => part.GetProperty("tokens").GetInt64()));
        Assert.Equal(report.Messages.Count, json.GetProperty("messages").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("deviation").ValueKind);
        Assert.Equal(report.Total * 3e-6, json.GetProperty("input_cost_usd").GetDouble(), 9);

        CliResult text = Run("count", "--request", "request.json", "--model", "gpt-5");
        Assert.Equal(0, text.ExitCode);
        Assert.Equal(1 + 5 + report.Messages.Count + 1, text.OutputLines.Length);
        Assert.StartsWith("total", text.OutputLines[^1], StringComparison.Ordinal);
        Assert.Contains("o200k_base", text.OutputLines[^1], StringComparison.Ordinal);
        Assert.Contains("█", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Count_of_a_request_is_reconciled_with_the_reported_usage()
    {
        Write("request.json", SampleRequests.Create(2));
        Write("usage.json", """{"id": "msg", "usage": {"input_tokens": 5000, "output_tokens": 7}}""");
        JsonElement json = Run("count", "--request", "request.json", "--usage", "usage.json", "--exact", "--profile", "o200k_base", "--json").Json;
        Assert.Equal(5_000, json.GetProperty("reported_tokens").GetInt64());
        Assert.Equal((json.GetProperty("tokens").GetDouble() - 5000) / 5000, json.GetProperty("deviation").GetDouble(), 5);
        Assert.Contains("reported 5000", Run("count", "--request", "request.json", "--usage", "usage.json").OutputLines[^1], StringComparison.Ordinal);
        Write("bad.json", "[1]");
        CliResult bad = Run("count", "--request", "request.json", "--usage", "bad.json");
        Assert.Equal(1, bad.ExitCode);
        Assert.Contains("bad.json: ", bad.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("count --request request.json other.txt")]
    [InlineData("count --request request.json --jsonl")]
    [InlineData("count --usage usage.json .")]
    [InlineData("plan")]
    [InlineData("plan request.json --window 0")]
    [InlineData("plan request.json --expected-turns -1")]
    [InlineData("plan request.json --profile llama3 --model gpt-5")]
    [InlineData("plan unknown.json")]
    [InlineData("replay request.json --window -5")]
    public void Wrong_usage_says_so(string arguments)
    {
        Write("request.json", SampleRequests.Create(2));
        Write("unknown.json", """{"model": "unheard-of", "messages": [{"role": "user", "content": "x"}]}""");
        CliResult result = Run(arguments.Split(' '));
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.NotEqual("", result.Error);
    }

    [Fact]
    public void Plan_says_where_the_context_stands_what_would_be_cut_and_why()
    {
        JsonObject request = SampleRequests.Create(3, turns: 30);
        byte[] body = Write("request.json", request);
        long total = MessageTokenEstimator.ForModel("claude-sonnet-4-5").Measure(body).Total;
        // A window that the request fills to four fifths.
        string window = ((int)(total / 0.81 * 4 / 3)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        JsonElement json = Run("plan", "request.json", "--window", window, "--json").Json;
        Assert.Equal("force_summary", json.GetProperty("level").GetString());
        Assert.True(json.GetProperty("compact").GetBoolean());
        Assert.Equal(total, json.GetProperty("used_tokens").GetInt64());
        Assert.Equal(
            total - json.GetProperty("cut_tokens").GetInt64() + json.GetProperty("summary_request").GetProperty("output_tokens").GetInt64(),
            json.GetProperty("expected_tokens").GetInt64());
        Assert.Equal(6, json.GetProperty("levels").GetArrayLength());

        CliResult text = Run("plan", "request.json", "--window", window);
        Assert.Equal(0, text.ExitCode);
        Assert.StartsWith("[█", text.Output, StringComparison.Ordinal);
        Assert.Contains("decision  compact: ", text.Output, StringComparison.Ordinal);
        Assert.Contains("cut       messages[0..", text.Output, StringComparison.Ordinal);
        Assert.Contains("waits for the response", Run("plan", "request.json", "--window", window, "--before-call").Output, StringComparison.Ordinal);
        Assert.Contains("does_not_pay_off", Run("plan", "request.json", "--window", window, "--expected-turns", "0", "--json").Output, StringComparison.Ordinal);
        Assert.Contains("level     none", Run("plan", "request.json").Output, StringComparison.Ordinal);
        Assert.Contains("decision", CliRunner.RunOnTerminal(_directory.Path, 100, "plan", "request.json").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_goes_by_the_reported_usage()
    {
        Write("request.json", SampleRequests.Create(3));
        Write("usage.json", """{"input_tokens": 10, "cache_read_input_tokens": 139000, "cache_creation_input_tokens": 500, "output_tokens": 490}""");
        JsonElement json = Run("plan", "request.json", "--usage", "usage.json", "--window", "200000", "--json").Json;
        Assert.Equal((140_000, true), (json.GetProperty("used_tokens").GetInt64(), json.GetProperty("reported").GetBoolean()));
        Assert.Equal("normal_fold", json.GetProperty("level").GetString());
        Assert.Equal(139_500, json.GetProperty("summary_request").GetProperty("read_tokens").GetInt64());
        Assert.Equal(1, Run("plan", "missing.json").ExitCode);
    }

    [Fact]
    public void Replay_shows_what_the_planner_would_have_done()
    {
        static string Line(int minute, int input) =>
            $$"""{"type":"assistant","timestamp":"2026-11-20T08:{{minute:00}}:00Z","message":{"id":"m{{minute}}","model":"claude-sonnet-4-5","usage":{"input_tokens":{{input}},"output_tokens":0} } }""";
        // Grows past the fold, goes on, and is compacted by its own harness at last.
        File.WriteAllLines(Path.Combine(_directory.Path, "log.jsonl"), ((int[])[100_000, 136_000, 138_000, 150_000, 20_000, 30_000]).Select(static (input, index) => Line(index, input)));
        JsonElement[] plans = [.. Run("replay", "log.jsonl", "--json").Json.GetProperty("turns").EnumerateArray().Select(static turn => turn.GetProperty("plan"))];
        // The fold leaves 36,000 of messages and a summary of 4,000: from then on the context has 96,000 less.
        Assert.Equal([100_000, 136_000, 42_000, 54_000, 20_000, 30_000], plans.Select(static plan => plan.GetProperty("context_tokens").GetInt32()));
        Assert.Equal([false, true, false, false, false, false], plans.Select(static plan => plan.GetProperty("compact").GetBoolean()));
        Assert.Contains("normal_fold: 136000 -> 40000", Run("replay", "log.jsonl").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("normal_fold", Run("replay", "log.jsonl", "--window", "1000000").Output, StringComparison.Ordinal);
    }

    private byte[] Write(string name, JsonObject request)
    {
        byte[] body = SampleRequests.Bytes(request);
        File.WriteAllBytes(Path.Combine(_directory.Path, name), body);
        return body;
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_directory.Path, name), text);

    private CliResult Run(params string[] args) => CliRunner.Run(_directory.Path, (string?)null, args);
}
