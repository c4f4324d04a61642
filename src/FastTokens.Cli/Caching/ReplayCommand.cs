using System.CommandLine;
using System.Globalization;
using System.Text;
using FastTokens.Caching;
using FastTokens.Compaction;

namespace FastTokens.Cli;

/// <summary><c>fasttokens replay</c>: a recorded session turn by turn, with forecast, verdict and cost.</summary>
internal static class ReplayCommand
{
    public static Command Create(CliConsole console)
    {
        Argument<string> log = new("log") { Description = "Captures, a transcript, a block trace or a trajectory; or - for standard input.", HelpName = "LOG.jsonl" };
        Option<string?> provider = ProviderOption.Create();
        Option<string?> model = new("--model") { Description = "The model, in place of what the log says.", HelpName = "NAME" };
        Option<int?> window = new("--window") { Description = "The context window in tokens for what compaction would have done. Default: that of each model.", HelpName = "N" };
        Option<bool> json = new("--json") { Description = "Write the result as one JSON document." };
        Option<string?> html = new("--html") { Description = "Write a report as well: one self-contained file.", HelpName = "REPORT.html" };
        Command command = new("replay", "Replays a recorded session: what was read from the prompt cache, what should have been, why not, and what that cost.")
        {
            log, provider, model, window, json, html,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(log)!;
            int? size = parsed.GetValue(window);
            if (size is <= 0)
            {
                throw new UsageException("--window must be positive");
            }

            ReplayOptions options = new() { Provider = ProviderOption.Get(parsed, provider), Model = parsed.GetValue(model) };
            try
            {
                ReplayResult result = SessionReplay.Run(RequestFile.ReadAll(console, path), options);
                IReadOnlyList<PlannedTurn?> plan = CompactionReplay.Run(result, size is { } known ? new ContextWindow(known) : null);
                return Report(console, path, result, plan, parsed.GetValue(json), parsed.GetValue(html));
            }
            catch (InvalidDataException exception)
            {
                console.WriteFailure(new InputFailure(path, exception.Message.TrimEnd('.')));
            }
            catch (Exception exception) when (InputFailure.IsCausedByInput(exception))
            {
                console.WriteFailure(InputFailure.FromException(path, exception));
            }

            return ExitCodes.InputFailed;
        });
        return command;
    }

    private static int Report(CliConsole console, string path, ReplayResult result, IReadOnlyList<PlannedTurn?> plan, bool isJson, string? html)
    {
        if (isJson)
        {
            ReplayReportJson.Write(console, result, plan);
        }
        else
        {
            WriteTable(console, result, plan);
        }

        int exitCode = ExitCodes.Success;
        if (html is not null)
        {
            string title = path == TextInput.StandardInputName ? "standard input" : Path.GetFileName(path);
            File.WriteAllText(Path.Combine(console.WorkingDirectory, html), ReplayReportHtml.Create(title, result), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            console.WriteMessage($"report written to {html}");
        }

        foreach (ReplayFailure failure in result.Failures)
        {
            console.WriteFailure(new InputFailure(string.Create(CultureInfo.InvariantCulture, $"{path}, line {failure.Line}"), failure.Reason.TrimEnd('.')));
            exitCode = ExitCodes.InputFailed;
        }

        return exitCode;
    }

    private static void WriteTable(CliConsole console, ReplayResult result, IReadOnlyList<PlannedTurn?> plan)
    {
        bool hasThreads = result.Turns.Any(turn => turn.Thread != result.Turns[0].Thread);
        List<ReportColumn> columns = [ReportColumn.Number("turn"), ReportColumn.Number("line")];
        if (hasThreads)
        {
            columns.Add(ReportColumn.Text("thread"));
        }

        columns.AddRange([
            ReportColumn.Number("prompt"), ReportColumn.Number("read"), ReportColumn.Number("written"), ReportColumn.Number("uncached"),
            ReportColumn.Number("forecast"), ReportColumn.Number("cost"), ReportColumn.Text("plan"), ReportColumn.Text("verdict")]);
        ReportTable table = new(console, columns);
        for (int index = 0; index < result.Turns.Count; index++)
        {
            ReplayTurn turn = result.Turns[index];
            List<string> row = [table.Format(index + 1), table.Format(turn.Line)];
            if (hasThreads)
            {
                row.Add(turn.Thread);
            }

            row.AddRange([
                table.Format(turn.Usage.Input), table.Format(turn.Usage.Read), table.Format(turn.Usage.Written), table.Format(turn.Usage.Uncached),
                table.Format(turn.Forecast.Read), Money.Format(turn.Cost), PlanOf(plan[index], table), VerdictText.Of(turn)]);
            table.AddRow([.. row]);
        }

        CacheMetrics metrics = result.Metrics;
        List<string> total = ["total", ReportTable.NoValue];
        if (hasThreads)
        {
            total.Add(ReportTable.NoValue);
        }

        total.AddRange([
            table.Format(metrics.Usage.Input), table.Format(metrics.Usage.Read), table.Format(metrics.Usage.Written), table.Format(metrics.Usage.Uncached),
            ReportTable.NoValue, Money.Format(metrics.Cost), ReportTable.NoValue, string.Create(CultureInfo.InvariantCulture, $"hit ratio {100 * metrics.HitRatio:0.0}%, avoidable {Money.Format(metrics.AvoidableCost)}")]);
        table.SetTotalRow([.. total]);
        table.Write();
    }

    // What compaction would have done: the level and what would be left, or the level that was reached and left alone.
    private static string PlanOf(PlannedTurn? planned, ReportTable table) => planned switch
    {
        null or { Decision.Level: CompactionLevel.None } => ReportTable.NoValue,
        { Decision.ShouldCompact: true } turn => $"{ChangeNames.Of(turn.Decision.Level)}: {table.Format(turn.ContextTokens)} -> {table.Format(turn.Decision.ExpectedTokens)}",
        { } turn => $"({ChangeNames.Of(turn.Decision.Reason.Kind)})",
    };
}
