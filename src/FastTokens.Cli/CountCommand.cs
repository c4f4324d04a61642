using System.CommandLine;
using System.CommandLine.Parsing;
using Spectre.Console;

namespace FastTokens.Cli;

/// <summary><c>fasttokens count</c>: the tokens of files, directories, patterns and standard input, or of JSON lines.</summary>
internal sealed class CountCommand
{
    private const string DefaultField = "text";

    private readonly Argument<string[]> _inputs = new("input")
    {
        Description = "Files, directories, patterns (*, ?, [a-z], **), or - for standard input.",
        HelpName = "FILE|DIR|GLOB|-",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _allProfiles = new("--all-profiles") { Description = "Estimate with every built-in profile." };

    private readonly Option<bool> _json = new("--json") { Description = "Write the result as one JSON document." };

    private readonly Option<bool> _jsonLines = new("--jsonl")
    {
        Description = "Read JSON lines and answer each with {\"id\": ..., \"tokens\": N}, as soon as it has been read.",
    };

    private readonly Option<string?> _field = new("--field")
    {
        Description = $"With --jsonl: the key of the text, or the path to a nested one (a.b). Default: {DefaultField}.",
        HelpName = "KEY",
    };

    private readonly ProfileOptions _profileOptions = new();
    private readonly CliConsole _console;

    private CountCommand(CliConsole console) => _console = console;

    public static Command Create(CliConsole console)
    {
        CountCommand definition = new(console);
        Command command = new("count", "Estimates the tokens of texts.")
        {
            definition._inputs,
            definition._profileOptions.Model,
            definition._profileOptions.Profile,
            definition._allProfiles,
            definition._json,
            definition._jsonLines,
            definition._field,
        };
        command.SetAction(definition.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        bool isJsonLines = parsed.GetValue(_jsonLines);
        if (isJsonLines && parsed.GetValue(_json))
        {
            throw new UsageException("--json and --jsonl exclude each other: --jsonl writes JSON already");
        }

        if (!isJsonLines && parsed.GetValue(_field) is not null)
        {
            throw new UsageException("--field needs --jsonl");
        }

        ProfileSelection selection = _profileOptions.Select(parsed, _console, parsed.GetValue(_allProfiles));
        string[] arguments = parsed.GetValue(_inputs) ?? [];
        ThrowOnUnknownOption(parsed, arguments);
        return isJsonLines
            ? CountJsonLines(arguments, selection, parsed.GetValue(_field) ?? DefaultField)
            : CountTexts(arguments, selection, parsed.GetValue(_json) ? CountReportJson.Write : CountReportTable.Write);
    }

    // The parser takes an option that it does not know for an input. Behind "--" everything is one.
    private static void ThrowOnUnknownOption(ParseResult parsed, string[] arguments)
    {
        int literalCount = parsed.Tokens.Reverse().TakeWhile(token => token.Type != TokenType.DoubleDash).Count();
        bool hasLiterals = literalCount < parsed.Tokens.Count;
        int checkedCount = hasLiterals ? arguments.Length - literalCount : arguments.Length;
        if (arguments.Take(checkedCount).FirstOrDefault(argument => argument.Length > 1 && argument[0] == '-') is { } unknown)
        {
            throw new UsageException($"unknown option '{unknown}'; write '-- {unknown}' or './{unknown}' for a file of that name");
        }
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
            using JsonLinesCounter counter = new(selection, field, _console, progress, JsonLinesCounter.DefaultMaximumLineLength);
            expanded.Failures.AddRange(counter.Count(expanded.Inputs));
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
