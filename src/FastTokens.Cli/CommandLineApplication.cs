using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;

namespace FastTokens.Cli;

/// <summary>The <c>fasttokens</c> command line: parses the arguments, runs the command, maps what went wrong to an exit code.</summary>
internal static class CommandLineApplication
{
    /// <summary>Runs the command that the arguments name and returns the exit code.</summary>
    /// <exception cref="OperationCanceledException">The console's token was cancelled.</exception>
    public static int Run(IReadOnlyList<string> args, CliConsole console)
    {
        ParseResult parsed = CreateRootCommand(console).Parse(args, new ParserConfiguration
        {
            // A file may be called "@name": that is a path, not a list of arguments.
            ResponseFileTokenReplacer = null,
        });
        if (parsed.Action is not ParseErrorAction)
        {
            return Invoke(parsed, console);
        }

        foreach (ParseError error in parsed.Errors)
        {
            console.WriteMessage(error.Message);
        }

        return WrongUsage(parsed, console);
    }

    private static RootCommand CreateRootCommand(CliConsole console) => new("Counts and cuts text for large language models.")
    {
        CountCommand.Create(console),
        TruncateCommand.Create(console),
        ChunkCommand.Create(console),
        ModelsCommand.Create(console),
        AccuracyCommand.Create(console),
        CalibrateCommand.Create(console),
        DiffCommand.Create(console),
        LintCommand.Create(console),
        ReplayCommand.Create(console),
        PlanCommand.Create(console),
        SimulateCommand.Create(console),
    };

    private static int Invoke(ParseResult parsed, CliConsole console)
    {
        try
        {
            using StringWriter help = new(CultureInfo.InvariantCulture);
            int exitCode = parsed.Invoke(new InvocationConfiguration
            {
                Output = help,
                Error = console.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
            console.WriteOutput(Encoding.UTF8.GetBytes(help.ToString()));
            return exitCode;
        }
        catch (UsageException exception)
        {
            console.WriteMessage(exception.Message);
            return WrongUsage(parsed, console);
        }
        catch (OutputException exception)
        {
            if (exception.IsBrokenPipe)
            {
                return ExitCodes.BrokenPipe;
            }

            console.WriteFailure(new InputFailure("standard output", exception.Message));
            return ExitCodes.InputFailed;
        }
    }

    private static int WrongUsage(ParseResult parsed, CliConsole console)
    {
        Command command = parsed.CommandResult.Command;
        string name = command is RootCommand ? "fasttokens" : $"fasttokens {command.Name}";
        console.WriteMessage($"try '{name} --help'");
        return ExitCodes.WrongUsage;
    }
}
