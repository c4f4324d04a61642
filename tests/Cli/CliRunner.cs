using System.Text;
using FastTokens.Cli;
using Spectre.Console;

namespace FastTokens.Tests.Cli;

/// <summary>Runs the command line inside the test process.</summary>
internal static class CliRunner
{
    /// <summary>Runs a command without terminals, in a working directory, with text on standard input (a keyboard if null).</summary>
    public static CliResult Run(string workingDirectory, string? input, params string[] args) =>
        Run(workingDirectory, input is null ? null : new MemoryStream(Encoding.UTF8.GetBytes(input)), args);

    /// <inheritdoc cref="Run(string, string?, string[])"/>
    public static CliResult Run(string workingDirectory, Stream? input, params string[] args)
    {
        using MemoryStream output = new();
        using StringWriter error = new();
        using CliConsole console = new()
        {
            Input = input ?? Stream.Null,
            IsInputRedirected = input is not null,
            Output = output,
            Error = error,
            WorkingDirectory = workingDirectory,
        };
        int exitCode = CommandLineApplication.Run(args, console);
        return new CliResult(exitCode, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    /// <summary>Runs a command whose standard output is a terminal.</summary>
    public static CliResult RunOnTerminal(string workingDirectory, int width, params string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        IAnsiConsole terminal = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        terminal.Profile.Width = width;
        using CliConsole console = new()
        {
            Input = Stream.Null,
            IsInputRedirected = false,
            Output = Stream.Null,
            Error = error,
            WorkingDirectory = workingDirectory,
            Terminal = terminal,
        };
        int exitCode = CommandLineApplication.Run(args, console);
        return new CliResult(exitCode, output.ToString(), error.ToString());
    }
}
