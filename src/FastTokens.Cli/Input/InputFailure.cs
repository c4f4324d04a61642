namespace FastTokens.Cli;

/// <summary>An input that could not be counted, and why.</summary>
internal readonly record struct InputFailure(string Path, string Reason)
{
    /// <summary>Whether the exception is one that files and directories cause, rather than a defect.</summary>
    public static bool IsCausedByInput(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or NotSupportedException;

    /// <summary>Returns the failure with a reason that does not repeat the path, as exception messages of .NET do.</summary>
    public static InputFailure FromException(string path, Exception exception) => new(path, exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => "no such file or directory",
        UnauthorizedAccessException => "permission denied",
        PathTooLongException => "path too long",
        _ => WithoutPath(exception.Message),
    });

    // "Input/output error : '/full/path'" and the like.
    private static string WithoutPath(string message)
    {
        int path = message.IndexOf(" : '", StringComparison.Ordinal);
        return path < 0 ? message : message[..path];
    }
}
