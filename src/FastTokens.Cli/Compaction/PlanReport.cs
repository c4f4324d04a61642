using System.Globalization;
using System.Text;
using FastTokens.Compaction;

namespace FastTokens.Cli;

/// <summary>Writes a plan: a bar of the window, the decision, the thresholds.</summary>
internal static class PlanReport
{
    private const int BarWidth = 60;

    public static void WriteText(CliConsole console, ContextPlan plan)
    {
        StringBuilder text = new();
        CultureInfo culture = CultureInfo.InvariantCulture;
        ContextWindow window = plan.Planner.Window;
        CompactionDecision decision = plan.Decision;
        ContextSnapshot snapshot = plan.Snapshot;
        long usable = window.Usable;
        long kept = Math.Max(0, snapshot.UsedTokens - snapshot.FixedTokens - plan.CutTokens);
        text.Append('[').Append(TextBar.Of(usable, BarWidth, ('█', snapshot.FixedTokens), ('▓', plan.CutTokens), ('▒', kept))).Append("]\n");
        text.Append(culture, $" █ tools and system {snapshot.FixedTokens}  ▓ to be cut {plan.CutTokens}  ▒ messages that stay {kept}  · free {Math.Max(0, usable - snapshot.UsedTokens)}\n\n");
        text.Append(culture, $"window    {window.Size} tokens, {window.Reserve} of them for the answer, {usable} usable\n");
        text.Append(culture, $"context   {snapshot.UsedTokens} tokens, {Percent(snapshot.UsedTokens, usable)} ({(plan.Measurement.Usage is null ? $"estimated, {plan.Measurement.Counter}" : "as reported")})\n");
        text.Append(culture, $"level     {ChangeNames.Of(decision.Level)}\n");
        text.Append(culture, $"decision  {(decision.ShouldCompact ? "compact" : decision.IsBlocked ? "blocked" : "nothing")}: {decision.Reason}\n");
        if (decision.ShouldCompact)
        {
            int count = plan.Measurement.Report.Messages.Count;
            string stay = decision.CutMessageIndex < count ? string.Create(culture, $"; messages[{decision.CutMessageIndex}..{count - 1}] stay") : "; no message stays";
            text.Append(culture, $"cut       messages[{plan.FirstFoldable}..{decision.CutMessageIndex - 1}], {plan.CutTokens} tokens, become a summary of about {plan.Summary.OutputTokens}{stay}\n");
            text.Append(culture, $"after     {decision.ExpectedTokens} tokens, {Percent(decision.ExpectedTokens, usable)}\n");
            text.Append(culture, $"summary   a request of {plan.Summary.InputTokens} tokens, {plan.Summary.ReadTokens} of them from the cache, {Money.Format((decimal?)plan.Summary.Cost)}\n");
        }

        text.Append('\n');
        if (console.Terminal is { } terminal)
        {
            terminal.Write(new Spectre.Console.Text(text.ToString()));
        }
        else
        {
            console.WriteOutput(Encoding.UTF8.GetBytes(text.ToString()));
        }

        WriteLevels(console, plan);
    }

    public static void WriteJson(CliConsole console, ContextPlan plan) => JsonReport.Write(console, writer =>
    {
        CompactionDecision decision = plan.Decision;
        writer.WriteNumber("window_tokens", plan.Planner.Window.Size);
        writer.WriteNumber("usable_tokens", plan.Planner.Window.Usable);
        writer.WriteNumber("used_tokens", plan.Snapshot.UsedTokens);
        writer.WriteNumber("fixed_tokens", plan.Snapshot.FixedTokens);
        writer.WriteBoolean("reported", plan.Measurement.Usage is not null);
        writer.WriteString("counter", plan.Measurement.Counter);
        writer.WriteString("level", ChangeNames.Of(decision.Level));
        writer.WriteBoolean("compact", decision.ShouldCompact);
        writer.WriteBoolean("blocked", decision.IsBlocked);
        writer.WriteString("reason", ChangeNames.Of(decision.Reason.Kind));
        writer.WriteString("explanation", decision.Reason.ToString());
        JsonReport.WriteNumberOrNull(writer, "cut_message_index", decision.ShouldCompact ? decision.CutMessageIndex : null);
        writer.WriteNumber("cut_tokens", plan.CutTokens);
        writer.WriteNumber("tail_tokens", decision.TailTokens);
        writer.WriteNumber("expected_tokens", decision.ExpectedTokens);
        writer.WriteStartObject("summary_request");
        writer.WriteNumber("input_tokens", plan.Summary.InputTokens);
        writer.WriteNumber("read_tokens", plan.Summary.ReadTokens);
        writer.WriteNumber("output_tokens", plan.Summary.OutputTokens);
        JsonReport.WriteAmount(writer, "cost_usd", (decimal?)plan.Summary.Cost);
        writer.WriteEndObject();
        JsonReport.WriteArray(writer, "levels", Levels, level =>
        {
            writer.WriteString("level", ChangeNames.Of(level));
            writer.WriteNumber("from_tokens", plan.Planner.Thresholds.FloorOf(level));
            writer.WriteNumber("tail_tokens", plan.Planner.Thresholds.TailOf(level));
        });
    });

    private static IEnumerable<CompactionLevel> Levels => Enum.GetValues<CompactionLevel>().Skip(1);

    private static void WriteLevels(CliConsole console, ContextPlan plan)
    {
        CompactionThresholds thresholds = plan.Planner.Thresholds;
        ReportTable table = new(console, ReportColumn.Text("level"), ReportColumn.Number("from"), ReportColumn.Number("share"), ReportColumn.Number("tail"), ReportColumn.Text("reached"));
        foreach (CompactionLevel level in Levels)
        {
            long floor = thresholds.FloorOf(level);
            table.AddRow(
                ChangeNames.Of(level),
                table.Format(floor),
                Percent(floor, thresholds.Usable),
                level == CompactionLevel.Blocking ? ReportTable.NoValue : table.Format(thresholds.TailOf(level)),
                plan.Snapshot.UsedTokens >= floor ? "yes" : ReportTable.NoValue);
        }

        table.Write();
    }

    private static string Percent(long part, long whole) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0.0}%");
}
