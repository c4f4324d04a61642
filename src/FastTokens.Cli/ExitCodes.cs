namespace FastTokens.Cli;

/// <summary>What the process reports to its caller.</summary>
internal static class ExitCodes
{
    /// <summary>Everything was done.</summary>
    public const int Success = 0;

    /// <summary>Some input failed; the rest was done.</summary>
    public const int InputFailed = 1;

    /// <summary>The command line was wrong; nothing was done.</summary>
    public const int WrongUsage = 2;

    /// <summary>A request has findings that are errors.</summary>
    public const int LintErrors = 3;

    /// <summary>Stopped by Ctrl+C: 128 + SIGINT, as shells report it.</summary>
    public const int Cancelled = 130;

    /// <summary>The reader of standard output went away: 128 + SIGPIPE, as shells report it.</summary>
    public const int BrokenPipe = 141;
}
