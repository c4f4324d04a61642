using System.CommandLine;

namespace FastTokens.Cli;

/// <summary>The options that say what counts tokens, for the commands that take any counter.</summary>
internal sealed class CounterOptions
{
    private readonly ProfileOptions _profileOptions = new();

    public void AddTo(Command command)
    {
        command.Options.Add(_profileOptions.Model);
        command.Options.Add(_profileOptions.Profile);
        command.Options.Add(_profileOptions.Exact);
    }

    /// <summary>Returns what the options ask for.</summary>
    /// <exception cref="UsageException">They exclude each other, or a name is unknown.</exception>
    public ITokenCounter Select(ParseResult parsed, CliConsole console) =>
        _profileOptions.Select(parsed, console, includeAll: false).Counter;
}
