using System.CommandLine;
using Spectre.Console;

namespace FastTokens.Cli;

/// <summary><c>fasttokens count</c>: the tokens of files, directories, patterns and standard input, or of JSON lines.</summary>
internal sealed class CountCommand
{
    private readonly Argument<string[]> _inputs = new("input")
    {
        Description = "Files, directories, patterns (*, ?, [a-z], **), or - for standard input.",
        HelpName = "FILE|DIR|GLOB|-",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _allProfiles = new("--all-profiles") { Description = "Estimate with every built-in profile." };

    private readonly Option<bool> _sampled = new("--sampled")
    {
        Description = $"Estimate all and count samples exactly: about 1% off, with an error bar. Files up to {SampledTokenMeter.ExactLength >> 10} KB are counted exactly.",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Write the result as one JSON document." };

    private readonly Option<string?> _request = new("--request")
    {
        Description = "Count the body of a request instead: tools, system, each message, attachments, overhead.",
        HelpName = "REQUEST.json",
    };

    private readonly Option<string?> _usage = new("--usage")
    {
        Description = "With --request: what the response reported, the usage or a response that has one.",
        HelpName = "USAGE.json",
    };

    private readonly JsonLinesOptions _jsonLines = new("{\"id\": ..., \"tokens\": N}");
    private readonly ProfileOptions _profileOptions = new();
    private readonly CliConsole _console;

    private CountCommand(CliConsole console) => _console = console;

    public static Command Create(CliConsole console)
    {
        CountCommand definition = new(console);
        Command command = new("count", "Counts the tokens of texts, roughly or exactly.")
        {
            definition._inputs,
            definition._profileOptions.Model,
            definition._profileOptions.Profile,
            definition._profileOptions.Exact,
            definition._sampled,
            definition._allProfiles,
            definition._json,
            definition._request,
            definition._usage,
            definition._jsonLines.JsonLines,
            definition._jsonLines.Field,
        };
        command.SetAction(definition.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        string? field = _jsonLines.FieldOf(parsed);
        if (field is not null && parsed.GetValue(_json))
        {
            throw new UsageException("--json and --jsonl exclude each other: --jsonl writes JSON already");
        }

        if (parsed.GetValue(_request) is { } request)
        {
            return CountRequest(parsed, request, field);
        }

        if (parsed.GetValue(_usage) is not null)
        {
            throw new UsageException("--usage goes with --request");
        }

        ProfileSelection selection = _profileOptions.Select(parsed, _console, parsed.GetValue(_allProfiles), parsed.GetValue(_sampled));
        string[] arguments = parsed.GetValue(_inputs) ?? [];
        UnknownOptions.ThrowOnAny(parsed, arguments);
        return field is not null
            ? CountJsonLines(arguments, selection, field)
            : CountTexts(arguments, selection, parsed.GetValue(_json) ? CountReportJson.Write : CountReportTable.Write);
    }

    private int CountRequest(ParseResult parsed, string request, string? field)
    {
        if (field is not null || parsed.GetValue(_allProfiles) || parsed.GetValue(_inputs) is { Length: > 0 })
        {
            throw new UsageException("--request counts one request and takes no other input, nor --all-profiles or --jsonl");
        }

        ProfileSelection? selection = _profileOptions.SelectIfGiven(parsed, _console);
        RequestMeasurement? measurement = RequestMeasurement.TryRead(_console, request, parsed.GetValue(_usage), selection, provider: null, out InputFailure failure);
        if (measurement is null)
        {
            _console.WriteFailure(failure);
            return ExitCodes.InputFailed;
        }

        Action<CliConsole, RequestMeasurement> write = parsed.GetValue(_json) ? RequestReport.WriteJson : RequestReport.WriteTable;
        write(_console, measurement);
        return ExitCodes.Success;
    }

    private int CountTexts(string[] arguments, ProfileSelection selection, Action<CountReport, CliConsole> write)
    {
        WorkProgress progress = new();
        CountReport report = ProgressDisplay.Run(ProgressTerminal(arguments), progress, () =>
        {
            ExpandedInputs expanded = InputExpander.Expand(arguments, _console);
            TextInput[] inputs = [.. expanded.Inputs.OrderBy(input => input.Path, StringComparer.Ordinal)];
            progress.Begin(inputs);
            return CountReport.Create(selection, expanded, ParallelCounter.Count(inputs, selection, _console, progress));
        }, _console.CancellationToken);

        write(report, _console);
        if (report.Files.Count == 0 && report.Failures.Count == 0)
        {
            _console.WriteMessage("no text files found");
        }

        return Finish(report.Failures, report.LeftOut);
    }

    private int CountJsonLines(string[] arguments, ProfileSelection selection, string field)
    {
        // Answers on the same terminal would tear the display apart.
        IAnsiConsole? progressTerminal = _console.Terminal is null ? ProgressTerminal(arguments) : null;
        WorkProgress progress = new();
        ExpandedInputs expanded = ProgressDisplay.Run(progressTerminal, progress, () =>
        {
            ExpandedInputs expanded = InputExpander.Expand(arguments, _console);
            progress.Begin(expanded.Inputs);
            using JsonLinesRun run = new(new CountAnswer(selection), field, _console, progress, JsonLinesRun.DefaultMaximumLineLength);
            expanded.Failures.AddRange(run.Answer(expanded.Inputs));
            return expanded;
        }, _console.CancellationToken);

        return Finish(expanded.Failures, expanded.LeftOut);
    }

    // Someone who types the input needs the line for that.
    private IAnsiConsole? ProgressTerminal(string[] arguments) =>
        !_console.IsInputRedirected && arguments.Contains(TextInput.StandardInputName) ? null : _console.ErrorTerminal;

    private int Finish(IReadOnlyList<InputFailure> failures, LeftOut leftOut)
    {
        foreach (InputFailure failure in failures)
        {
            _console.WriteFailure(failure);
        }

        if (leftOut.Describe() is { } note)
        {
            _console.WriteMessage(note);
        }

        return failures.Count == 0 ? ExitCodes.Success : ExitCodes.InputFailed;
    }
}
