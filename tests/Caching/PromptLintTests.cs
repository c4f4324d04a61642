using System.Text.Json.Nodes;
using FastTokens.Caching;
using Xunit;

namespace FastTokens.Tests.Caching;

public class PromptLintTests
{
    private static readonly CacheRules Rules = CacheRules.ForModel("claude-sonnet-4-5");

    [Fact]
    public void A_good_request_has_no_findings() => Assert.Empty(Check(SampleRequests.Create(1)));

    [Theory]
    [InlineData("It is 2026-11-20T08:33:07Z now", LintSeverity.Error)]
    [InlineData("Session 7f3c2a90-5e1d-4f6b-8a7c-1d2e3f405162", LintSeverity.Error)]
    [InlineData("commit 0d9f1e2c3b4a5968", LintSeverity.Error)]
    [InlineData("at 1763628787", LintSeverity.Error)]
    [InlineData("Today is 2026-11-20.", LintSeverity.Warning)]
    public void Volatile_text_before_what_could_be_cached(string text, LintSeverity severity)
    {
        JsonObject request = SampleRequests.Create(2);
        request["system"]![0]!["text"] = "You are an agent. " + text;
        LintFinding finding = Assert.Single(Check(request));
        Assert.Equal((PromptLint.VolatilePrefix, severity, "system[0]"), (finding.Rule, finding.Severity, finding.Path.ToString()));
        Assert.True(finding.TokensPerTurn > 1000 && finding.CostPerTurn > 0);
    }

    [Fact]
    public void The_attribution_header_is_always_reported_and_harmless_only_where_it_is_stripped()
    {
        JsonObject request = SampleRequests.Create(3);
        request["system"]!.AsArray().Insert(0, SampleRequests.TextBlock("x-anthropic-billing-header: cc_version=2.1.37.0d9; cch=fa690;"));
        LintFinding finding = Assert.Single(Check(request));
        Assert.Equal((PromptLint.AttributionHeader, LintSeverity.Error), (finding.Rule, finding.Severity));
        CacheRules stripping = Rules with { StrippedPrefixes = ["x-anthropic-billing-header:"] };
        finding = Assert.Single(Check(request, stripping));
        Assert.Equal((PromptLint.AttributionHeader, LintSeverity.Information, 0L), (finding.Rule, finding.Severity, finding.TokensPerTurn));

        // Where it is stripped, it breaks nothing either.
        PromptFingerprintOptions options = SampleRequests.Options with { StrippedPrefixes = stripping.StrippedPrefixes };
        PromptFingerprint before = SampleRequests.Fingerprint(request, options);
        request["system"]![0]!["text"] = "x-anthropic-billing-header: cc_version=2.1.37.0d9; cch=0a1b2;";
        Assert.Equal(before.Chain, SampleRequests.Fingerprint(request, options).Chain);
    }

    [Fact]
    public void Breakpoints_are_counted_and_their_order_and_length_checked()
    {
        JsonObject request = SampleRequests.Create(4);
        foreach (JsonNode? tool in request["tools"]!.AsArray().Take(4))
        {
            tool!["cache_control"] = SampleRequests.Marker();
        }

        request["system"]![1]!["cache_control"]!["ttl"] = "1h";
        IReadOnlyList<LintFinding> findings = Check(request);
        Assert.Contains(findings, static finding => finding.Rule == PromptLint.TooManyBreakpoints && finding.Severity == LintSeverity.Error);
        Assert.Contains(findings, static finding => finding.Rule == PromptLint.LifetimeOrder && finding.Path.ToString() == "system[1]");
        Assert.Contains(findings, static finding => finding.Rule == PromptLint.BelowMinimum && finding.Path.ToString() == "tools[0]");
    }

    [Fact]
    public void No_breakpoint_at_all()
    {
        JsonObject request = SampleRequests.Create(5);
        request["system"]![1]!.AsObject().Remove("cache_control");
        request["messages"]!.AsArray()[^1]!["content"]![0]!.AsObject().Remove("cache_control");
        Assert.Equal(PromptLint.NoBreakpoint, Assert.Single(Check(request)).Rule);
        Assert.Empty(Check(request, CacheRules.ForModel("gpt-5")));
    }

    [Fact]
    public void More_blocks_than_the_provider_looks_back_over()
    {
        JsonObject request = SampleRequests.Create(6);
        PromptFingerprint previous = SampleRequests.Fingerprint(request);
        for (int index = 0; index < 30; index++)
        {
            request["messages"]!.AsArray().Add(new JsonObject { ["role"] = "user", ["content"] = new JsonArray { SampleRequests.TextBlock($"block {index}") } });
        }

        Assert.Equal(PromptLint.LookBack, Assert.Single(Check(request)).Rule);
        SampleRequests.MarkLast(request);
        Assert.Empty(Check(request));
        Assert.Equal(PromptLint.LookBack, Assert.Single(Check(request, previous: previous)).Rule);
    }

    [Fact]
    public void Tools_in_an_unstable_order()
    {
        JsonObject request = SampleRequests.Create(7);
        PromptFingerprint previous = SampleRequests.Fingerprint(request);
        JsonArray tools = request["tools"]!.AsArray();
        JsonNode first = tools[0]!;
        tools.RemoveAt(0);
        tools.Add(first);
        Assert.Equal(LintSeverity.Information, Assert.Single(Check(request)).Severity);
        LintFinding finding = Assert.Single(Check(request, previous: previous));
        Assert.Equal((PromptLint.ToolOrder, LintSeverity.Error), (finding.Rule, finding.Severity));
    }

    private static IReadOnlyList<LintFinding> Check(JsonObject request, CacheRules? rules = null, PromptFingerprint? previous = null)
    {
        byte[] body = SampleRequests.Bytes(request);
        return PromptLint.Check(body, SampleRequests.Fingerprint(body), rules ?? Rules, previous);
    }
}
