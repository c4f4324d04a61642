using System.CommandLine;
using FastTokens.Caching;

namespace FastTokens.Cli;

/// <summary><c>fasttokens lint</c>: what in a request will cost cache reads.</summary>
internal static class LintCommand
{
    public static Command Create(CliConsole console)
    {
        Argument<string> request = new("request") { Description = "The body of a request as JSON, or - for standard input.", HelpName = "REQUEST.json" };
        Option<string?> previous = new("--previous") { Description = "The request before it in the conversation: makes more certain.", HelpName = "FILE" };
        Option<string?> provider = ProviderOption.Create();
        Option<bool> json = new("--json") { Description = "Write the findings as one JSON document." };
        Command command = new("lint", "Finds what in a request breaks prompt caches, before it is sent. Exit code 3 where a finding is an error.")
        {
            request, previous, provider, json,
        };
        command.SetAction(parsed =>
        {
            string? name = ProviderOption.Get(parsed, provider);
            RequestFile? before = null;
            if (parsed.GetValue(previous) is { } path)
            {
                before = RequestFile.TryRead(console, path, name, out InputFailure failed);
                if (before is null)
                {
                    console.WriteFailure(failed);
                    return ExitCodes.InputFailed;
                }
            }

            RequestFile? file = RequestFile.TryRead(console, parsed.GetValue(request)!, name, out InputFailure failure);
            if (file is null)
            {
                console.WriteFailure(failure);
                return ExitCodes.InputFailed;
            }

            IReadOnlyList<LintFinding> findings = PromptLint.Check(file.Body, file.Prompt, file.Rules, before?.Prompt);
            if (parsed.GetValue(json))
            {
                WriteJson(console, findings);
            }
            else
            {
                WriteTable(console, findings);
            }

            return findings.Any(static finding => finding.Severity == LintSeverity.Error) ? ExitCodes.LintErrors : ExitCodes.Success;
        });
        return command;
    }

    private static void WriteJson(CliConsole console, IReadOnlyList<LintFinding> findings) => JsonReport.Write(console, writer =>
        JsonReport.WriteArray(writer, "findings", findings, finding =>
        {
            writer.WriteString("rule", finding.Rule);
            writer.WriteString("severity", ChangeNames.Of(finding.Severity));
            writer.WriteString("path", finding.Path.Root is null ? null : finding.Path.ToString());
            writer.WriteString("message", finding.Message);
            writer.WriteString("remedy", finding.Remedy);
            writer.WriteNumber("tokens_per_turn", finding.TokensPerTurn);
            JsonReport.WriteAmount(writer, "cost_per_turn_usd", finding.CostPerTurn);
        }));

    private static void WriteTable(CliConsole console, IReadOnlyList<LintFinding> findings)
    {
        if (findings.Count == 0)
        {
            console.WriteMessage("no findings");
            return;
        }

        ReportTable table = new(
            console,
            ReportColumn.Text("severity"), ReportColumn.Text("rule"), ReportColumn.Text("path"), ReportColumn.Number("tokens/turn"), ReportColumn.Number("cost/turn"), ReportColumn.Text("finding"));
        foreach (LintFinding finding in findings)
        {
            table.AddRow(
                ChangeNames.Of(finding.Severity),
                finding.Rule,
                finding.Path.Root is null ? ReportTable.NoValue : finding.Path.ToString(),
                table.Format(finding.TokensPerTurn),
                Money.Format(finding.CostPerTurn),
                $"{finding.Message}; {finding.Remedy}");
        }

        table.Write();
    }
}
