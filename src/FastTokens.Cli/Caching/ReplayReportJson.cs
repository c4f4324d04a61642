using System.Globalization;
using System.Text.Json;
using FastTokens.Caching;
using FastTokens.Compaction;

namespace FastTokens.Cli;

/// <summary>Writes a replay as one JSON document.</summary>
internal static class ReplayReportJson
{
    public static void Write(CliConsole console, ReplayResult result, IReadOnlyList<PlannedTurn?> plan) => JsonReport.Write(console, writer =>
    {
        writer.WriteString("format", ChangeNames.Of(result.Format));
        JsonReport.WriteArray(writer, "turns", result.Turns.Zip(plan), turn =>
        {
            WriteTurn(writer, turn.First);
            WritePlan(writer, turn.Second);
        });
        CacheMetrics metrics = result.Metrics;
        writer.WriteStartObject("totals");
        writer.WriteNumber("turns", metrics.Turns);
        WriteUsage(writer, metrics.Usage);
        writer.WriteNumber("hit_ratio", Math.Round(metrics.HitRatio, 6));
        writer.WriteNumber("rewrite_factor", Math.Round(metrics.RewriteFactor, 6));
        writer.WriteNumber("breaks", result.Turns.Count(static turn => turn.Verdict.IsBreak));
        JsonReport.WriteAmount(writer, "cost_usd", metrics.Cost);
        JsonReport.WriteAmount(writer, "avoidable_cost_usd", metrics.AvoidableCost);
        writer.WriteEndObject();
        JsonReport.WriteArray(writer, "failures", result.Failures, failure =>
        {
            writer.WriteNumber("line", failure.Line);
            writer.WriteString("reason", failure.Reason);
        });
    });

    private static void WriteTurn(Utf8JsonWriter writer, ReplayTurn turn)
    {
        CacheVerdict verdict = turn.Verdict;
        writer.WriteNumber("line", turn.Line);
        writer.WriteString("thread", turn.Thread);
        writer.WriteString("model", turn.Model);
        writer.WriteString("time", turn.Time?.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        WriteUsage(writer, turn.Usage);
        writer.WriteNumber("forecast_read_tokens", turn.Forecast.Read);
        writer.WriteNumber("potential_read_tokens", turn.Forecast.Potential);
        writer.WriteString("verdict", ChangeNames.Of(verdict.Kind));
        writer.WriteBoolean("break", verdict.IsBreak);
        writer.WriteNumber("lost_tokens", verdict.LostTokens);
        JsonReport.WriteAmount(writer, "lost_cost_usd", verdict.LostCost);
        writer.WriteNumber("confidence", verdict.Confidence);
        writer.WriteString("evidence", verdict.Evidence.ToString());
        writer.WriteString("path", verdict.Divergence.Path.Root is null ? null : verdict.Divergence.Path.ToString());
        writer.WriteString("change", turn.Change is { } change ? ChangeNames.Of(change.Kind) : null);
        JsonReport.WriteNumberOrNull(writer, "byte_offset", turn.Change is { CurrentOffset: >= 0 } known ? known.CurrentOffset : null);
        JsonReport.WriteAmount(writer, "cost_usd", turn.Cost);
    }

    private static void WritePlan(Utf8JsonWriter writer, PlannedTurn? planned)
    {
        if (planned is not { } turn)
        {
            writer.WriteNull("plan");
            return;
        }

        writer.WriteStartObject("plan");
        writer.WriteNumber("context_tokens", turn.ContextTokens);
        writer.WriteString("level", ChangeNames.Of(turn.Decision.Level));
        writer.WriteBoolean("compact", turn.Decision.ShouldCompact);
        writer.WriteString("reason", ChangeNames.Of(turn.Decision.Reason.Kind));
        writer.WriteNumber("expected_tokens", turn.Decision.ExpectedTokens);
        writer.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter writer, CacheUsage usage)
    {
        writer.WriteNumber("prompt_tokens", usage.Input);
        writer.WriteNumber("read_tokens", usage.Read);
        writer.WriteNumber("written_tokens", usage.Written);
        writer.WriteNumber("uncached_tokens", usage.Uncached);
        writer.WriteNumber("output_tokens", usage.Output);
    }
}
