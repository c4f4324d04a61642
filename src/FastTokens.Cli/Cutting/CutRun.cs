using CommunityToolkit.HighPerformance.Buffers;

namespace FastTokens.Cli;

/// <summary>Reads the input of <c>truncate</c> and <c>chunk</c>, whole or line by line, and reports what failed.</summary>
internal static class CutRun
{
    private const int FirstBufferLength = 1 << 16;

    /// <summary>What is done with a text; returns what is wrong with it, or null.</summary>
    public delegate string? TextAction(ReadOnlySpan<byte> utf8Text);

    /// <summary>Reads the whole input and hands it over. It has to fit into one array.</summary>
    public static int RunText(TextInput input, CliConsole console, TextAction action)
    {
        InputFailure? failure = null;
        using ArrayPoolBufferWriter<byte> text = new();
        try
        {
            Read(input, text, console);
            failure = action(text.WrittenSpan) is { } reason ? new InputFailure(input.Path, reason) : null;
        }
        catch (Exception exception) when (InputFailure.IsCausedByInput(exception))
        {
            failure = InputFailure.FromException(input.Path, exception);
        }

        return Finish(failure, console);
    }

    /// <summary>Answers each line of the input.</summary>
    public static int RunJsonLines(TextInput input, string field, IJsonLineAnswer answer, CliConsole console)
    {
        using JsonLinesRun run = new(answer, field, console, new WorkProgress(), JsonLinesRun.DefaultMaximumLineLength);
        IReadOnlyList<InputFailure> failures = run.Answer([input]);
        return Finish(failures.Count > 0 ? failures[0] : null, console);
    }

    private static void Read(TextInput input, ArrayPoolBufferWriter<byte> text, CliConsole console)
    {
        if (Directory.Exists(input.FullPath))
        {
            throw new IOException("is a directory");
        }

        using Stream stream = input.Open(console);
        Utf8TextReader reader = new(stream);
        while (true)
        {
            console.CancellationToken.ThrowIfCancellationRequested();
            if (text.WrittenCount > Array.MaxLength - FirstBufferLength)
            {
                throw new IOException($"longer than {Array.MaxLength - FirstBufferLength} bytes");
            }

            // As much again as there is, so that what is copied stays in proportion.
            int length = reader.Read(text.GetSpan(Math.Clamp(text.WrittenCount, FirstBufferLength, Array.MaxLength - text.WrittenCount)));
            if (length == 0)
            {
                return;
            }

            text.Advance(length);
        }
    }

    private static int Finish(InputFailure? failure, CliConsole console)
    {
        if (failure is { } known)
        {
            console.WriteFailure(known);
        }

        return failure is null ? ExitCodes.Success : ExitCodes.InputFailed;
    }
}
