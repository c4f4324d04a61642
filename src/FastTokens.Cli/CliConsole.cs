using Microsoft.Win32.SafeHandles;
using Spectre.Console;

namespace FastTokens.Cli;

/// <summary>Everything a command may touch of its process: streams, terminals, working directory, cancellation. Tests supply their own.</summary>
internal sealed class CliConsole : IDisposable
{
    /// <summary>Standard input.</summary>
    public required Stream Input { get; init; }

    /// <summary>Whether standard input comes from a pipe or a file rather than from a keyboard.</summary>
    public required bool IsInputRedirected { get; init; }

    /// <summary>Standard output as bytes, for everything that is not drawn on a terminal; write with <see cref="WriteOutput"/>.</summary>
    public required Stream Output { get; init; }

    /// <summary>Standard error, for messages.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>The directory that relative paths start from.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The terminal behind standard output, or null if output is piped.</summary>
    public IAnsiConsole? Terminal { get; init; }

    /// <summary>The terminal behind standard error, or null if it is piped.</summary>
    public IAnsiConsole? ErrorTerminal { get; init; }

    /// <summary>Set by Ctrl+C.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Returns the console of this process.</summary>
    public static CliConsole ForProcess(CancellationToken cancellationToken) => new()
    {
        Input = Console.OpenStandardInput(),
        IsInputRedirected = Console.IsInputRedirected,
        Output = OpenStandardOutput(),
        Error = Console.Error,
        WorkingDirectory = Environment.CurrentDirectory,
        Terminal = Console.IsOutputRedirected ? null : CreateTerminal(Console.Out),
        ErrorTerminal = Console.IsErrorRedirected ? null : CreateTerminal(Console.Error),
        CancellationToken = cancellationToken,
    };

    /// <summary>Writes data to standard output at once.</summary>
    /// <exception cref="OutputException">It cannot be written to.</exception>
    public void WriteOutput(ReadOnlySpan<byte> data)
    {
        try
        {
            Output.Write(data);
            Output.Flush();
        }
        catch (IOException exception)
        {
            throw new OutputException(exception);
        }
    }

    /// <summary>Writes an empty line between two tables of plain output; drawn tables stand apart by themselves.</summary>
    public void WriteSeparator()
    {
        if (Terminal is null)
        {
            WriteOutput("\n"u8);
        }
    }

    /// <summary>Writes one line that says which input failed and why.</summary>
    public void WriteFailure(InputFailure failure) => WriteMessage($"{failure.Path}: {failure.Reason}");

    /// <summary>Writes one line of information.</summary>
    public void WriteMessage(string message) => Error.WriteLine($"fasttokens: {PrintableText.Escape(message)}");

    public void Dispose()
    {
        Input.Dispose();
        Output.Dispose();
    }

    private static IAnsiConsole CreateTerminal(TextWriter writer) =>
        AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Interactive = InteractionSupport.Yes, // Nothing is asked; a live display needs only the terminal, whatever feeds standard input.
        });

    /// <summary>
    /// The console stream of .NET swallows a broken pipe on Unix, so that a filter would go on reading endless input for a reader
    /// that has left. A file stream reports it. It suits pipes only: on a regular file it keeps an offset of its own and would
    /// overwrite what another process appends.
    /// </summary>
    private static Stream OpenStandardOutput()
    {
        const int StandardOutput = 1;
        if (!OperatingSystem.IsWindows() && Console.IsOutputRedirected)
        {
            FileStream stream = new(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!stream.CanSeek)
            {
                return stream;
            }
        }

        return Console.OpenStandardOutput();
    }
}
