namespace FastTokens.Cli;

/// <summary>Standard output cannot be written to; tells that apart from the same error of an input that is being read meanwhile.</summary>
internal sealed class OutputException(IOException cause) : Exception(cause.Message, cause)
{
    private const int BrokenPipeErrorNumber = 32; // EPIPE on Linux and macOS, which .NET passes on as HResult.

    /// <summary>Whether the reader went away, as <c>head</c> does when it has seen enough.</summary>
    public bool IsBrokenPipe { get; } = cause.HResult == BrokenPipeErrorNumber;
}
