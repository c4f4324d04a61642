using System.Text.Json;
using System.Text.Json.Nodes;
using FastTokens.Tests.Caching;
using Xunit;

namespace FastTokens.Tests.Cli;

public sealed class CacheCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Diff_names_the_tool_the_byte_and_the_loss()
    {
        JsonObject request = SampleRequests.Create(1);
        byte[] before = Write("before.json", request);
        string description = request["tools"]![2]!["description"]!.GetValue<string>();
        request["tools"]![2]!["description"] = "Another text. " + description;
        byte[] after = Write("after.json", request);

        JsonElement json = Run("diff", "before.json", "after.json", "--json").Json;
        Assert.Equal("mutated", json.GetProperty("kind").GetString());
        Assert.Equal("tools[2]", json.GetProperty("path").GetString());
        Assert.Equal(before.AsSpan().CommonPrefixLength(after), json.GetProperty("byte_offset").GetInt32());
        Assert.True(json.GetProperty("lost_tokens").GetInt32() > json.GetProperty("cached_tokens").GetInt32());
        Assert.True(json.GetProperty("lost_cost_usd").GetDouble() > 0);

        CliResult text = Run("diff", "before.json", "after.json");
        Assert.StartsWith($"mutated at tools[2], byte {before.AsSpan().CommonPrefixLength(after)}\n- ", text.Output, StringComparison.Ordinal);
        Assert.Contains("Another text", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Diff_of_an_append_loses_nothing()
    {
        JsonObject request = SampleRequests.Create(2);
        Write("before.json", request);
        SampleRequests.AppendTurn(request["messages"]!.AsArray(), new Random(1), 9);
        Write("after.json", request);
        CliResult result = Run("diff", "before.json", "after.json", "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(("appended", 0), (result.Json.GetProperty("kind").GetString(), result.Json.GetProperty("lost_tokens").GetInt32()));
        Assert.StartsWith("appended at messages[16]", Run("diff", "before.json", "after.json").Output, StringComparison.Ordinal);
        Assert.Equal("identical", Run("diff", "after.json", "after.json", "--json").Json.GetProperty("kind").GetString());
    }

    [Fact]
    public void An_unknown_price_is_null_and_an_unknown_provider_wrong_usage()
    {
        JsonObject request = SampleRequests.Create(3);
        request["model"] = "unheard-of";
        Write("before.json", request);
        request["system"]![0]!["text"] = "other";
        Write("after.json", request);
        Assert.Equal(JsonValueKind.Null, Run("diff", "before.json", "after.json", "--json").Json.GetProperty("lost_cost_usd").ValueKind);
        CliResult wrong = Run("diff", "before.json", "after.json", "--provider", "nobody");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("anthropic", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_request_is_an_error_with_the_byte()
    {
        File.WriteAllText(Path.Combine(_directory.Path, "bad.json"), """{"model":"claude-x","messages":[{]}""");
        CliResult result = Run("lint", "bad.json");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("bad.json: Byte 33", result.Error, StringComparison.Ordinal);
        Assert.Contains("no such file", Run("diff", "bad.json", "missing.json").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Lint_fails_with_3_where_a_finding_is_an_error()
    {
        JsonObject request = SampleRequests.Create(4);
        Write("good.json", request);
        CliResult good = Run("lint", "good.json");
        Assert.Equal((0, ""), (good.ExitCode, good.Output));
        request["system"]![0]!["text"] = "It is 2026-11-20T08:33:07Z.";
        Write("bad.json", request);
        CliResult bad = Run("lint", "bad.json", "--json");
        Assert.Equal(3, bad.ExitCode);
        Assert.Equal("volatile-prefix", bad.Json.GetProperty("findings")[0].GetProperty("rule").GetString());
        Assert.Contains("system[0]", Run("lint", "bad.json").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_of_captures_names_the_change_and_writes_a_report_without_scripts()
    {
        JsonObject request = SampleRequests.Create(5, turns: 12);
        File.WriteAllLines(Path.Combine(_directory.Path, "log.jsonl"), CaptureLines(request));
        CliResult result = Run("replay", "log.jsonl", "--html", "report.html", "--json");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("log.jsonl, line 4: not well-formed JSON", result.Error, StringComparison.Ordinal);
        JsonElement[] turns = [.. result.Json.GetProperty("turns").EnumerateArray()];
        Assert.Equal(["as_expected", "as_expected", "client_change"], turns.Select(static turn => turn.GetProperty("verdict").GetString()));
        Assert.Equal("system[0]", turns[2].GetProperty("path").GetString());
        Assert.True(result.Json.GetProperty("totals").GetProperty("avoidable_cost_usd").GetDouble() > 0);

        string html = File.ReadAllText(Path.Combine(_directory.Path, "report.html"));
        Assert.StartsWith("<!doctype html>", html, StringComparison.Ordinal);
        Assert.Contains("<svg", html, StringComparison.Ordinal);
        Assert.Contains("client change", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.Contains("hit ratio", Run("replay", "log.jsonl").OutputLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_of_a_transcript_counts_each_response_once()
    {
        string Line(string id, string time, int read, int written, int output, string extra = "") =>
            $$"""{"type":"assistant","timestamp":"{{time}}"{{extra}},"message":{"id":"{{id}}","model":"claude-sonnet-4-5","usage":"""
            + $$"""{"input_tokens":3,"cache_read_input_tokens":{{read}},"cache_creation_input_tokens":{{written}},"output_tokens":{{output}} } } }""";
        File.WriteAllLines(
            Path.Combine(_directory.Path, "log.jsonl"),
            [
                "// a comment",
                Line("a", "2026-11-20T08:00:00Z", 0, 30000, 1),
                Line("a", "2026-11-20T08:00:01Z", 0, 30000, 250),
                Line("c", "2026-11-20T08:02:00Z", 31000, 500, 5),
                Line("b", "2026-11-20T08:01:00Z", 30000, 1000, 5),
                Line("s", "2026-11-20T08:01:30Z", 0, 9000, 5, ",\"isSidechain\":true,\"agentId\":\"x\""),
                """{"type":"system","subtype":"compact_boundary","timestamp":"2026-11-20T08:02:30Z"}""",
                Line("d", "2026-11-20T08:03:00Z", 12000, 6000, 5),
                Line("e", "2026-11-20T08:30:00Z", 0, 19000, 5),
            ]);
        JsonElement json = Run("replay", "log.jsonl", "--json").Json;
        JsonElement[] turns = [.. json.GetProperty("turns").EnumerateArray()];
        Assert.Equal([2, 5, 6, 4, 8, 9], turns.Select(static turn => turn.GetProperty("line").GetInt32()));
        Assert.Equal(
            ["as_expected", "as_expected", "as_expected", "as_expected", "expected_drop", "expired"], turns.Select(static turn => turn.GetProperty("verdict").GetString()));
        Assert.Equal(250, turns[0].GetProperty("output_tokens").GetInt32());
        Assert.Equal("agent x", turns[2].GetProperty("thread").GetString());
    }

    [Fact]
    public void Simulate_prints_its_assumptions_and_figures_that_follow_from_the_rules()
    {
        CliResult result = Run("simulate");
        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("# 20 turns", result.Output, StringComparison.Ordinal);
        JsonElement json = Run("simulate", "--json").Json;
        JsonElement[] variants = [.. json.GetProperty("variants").EnumerateArray()];
        Assert.Equal(0, variants[0].GetProperty("hit_ratio").GetDouble());
        Assert.InRange(variants[1].GetProperty("hit_ratio").GetDouble(), 0.85, 0.98);
        Assert.InRange(variants[1].GetProperty("saved_usd").GetDouble(), 2.7, 3.1);
        Assert.InRange(variants[1].GetProperty("saved_usd").GetDouble() / variants[0].GetProperty("cost_usd").GetDouble(), 0.62, 0.72);

        // Half the turns, another model: other figures.
        JsonElement other = Run("simulate", "--json", "--turns", "10", "--model", "claude-opus-4-5").Json;
        Assert.NotEqual(variants[1].GetProperty("saved_usd").GetDouble(), other.GetProperty("variants")[1].GetProperty("saved_usd").GetDouble());
        Assert.Equal(2, Run("simulate", "--turns", "0").ExitCode);
    }

    private static IEnumerable<string> CaptureLines(JsonObject request)
    {
        string Line(int minute, int read, int written) => new JsonObject
        {
            ["time"] = $"2026-11-20T08:0{minute}:00Z",
            ["session"] = "a <b>session</b>",
            ["request"] = new JsonObject { ["body"] = request.DeepClone() },
            ["response"] = new JsonObject
            {
                ["usage"] = new JsonObject { ["input_tokens"] = 3, ["cache_read_input_tokens"] = read, ["cache_creation_input_tokens"] = written, ["output_tokens"] = 9 },
            },
        }.ToJsonString();

        int tokens = (int)SampleRequests.Fingerprint(request).TokenCount;
        yield return Line(0, 0, tokens);
        SampleRequests.AppendTurn(request["messages"]!.AsArray(), new Random(1), 60);
        SampleRequests.MarkLast(request);
        int more = (int)SampleRequests.Fingerprint(request).TokenCount - tokens;
        yield return Line(1, tokens, more);
        request["system"]![0]!["text"] = "Another system prompt";
        yield return Line(2, 0, tokens + more);
        yield return "{broken";
    }

    private byte[] Write(string name, JsonObject request)
    {
        byte[] body = SampleRequests.Bytes(request);
        File.WriteAllBytes(Path.Combine(_directory.Path, name), body);
        return body;
    }

    private CliResult Run(params string[] args) => CliRunner.Run(_directory.Path, (string?)null, args);
}
