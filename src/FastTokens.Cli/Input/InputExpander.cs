namespace FastTokens.Cli;

/// <summary>Turns the arguments of a command (files, directories, patterns, <c>-</c>) into the texts to read.</summary>
internal sealed class InputExpander(CliConsole console)
{
    private readonly ExpandedInputs _expanded = new();

    /// <summary>Returns what the arguments stand for; without arguments, redirected standard input.</summary>
    /// <exception cref="UsageException">There are no arguments and standard input is a keyboard.</exception>
    public static ExpandedInputs Expand(IReadOnlyList<string> arguments, CliConsole console)
    {
        if (arguments.Count == 0 && !console.IsInputRedirected)
        {
            throw new UsageException("nothing to count: name files, directories or patterns, or redirect standard input");
        }

        InputExpander expander = new(console);
        foreach (string argument in arguments.Count == 0 ? [TextInput.StandardInputName] : arguments)
        {
            console.CancellationToken.ThrowIfCancellationRequested();
            expander.Add(argument);
        }

        return expander._expanded;
    }

    private void Add(string argument)
    {
        if (argument == TextInput.StandardInputName)
        {
            _expanded.Add(TextInput.StandardInput);
            return;
        }

        if (argument.Length == 0)
        {
            Fail(argument, "empty path");
            return;
        }

        string fullPath = Path.GetFullPath(argument, console.WorkingDirectory);
        if (Directory.Exists(fullPath))
        {
            AddDirectory(argument, fullPath);
        }
        else if (!File.Exists(fullPath) && PathPattern.TryParse(argument, out PathPattern? pattern))
        {
            AddMatches(argument, pattern);
        }
        else
        {
            // A missing file is found out when it is opened: one place for all that can be wrong with a file.
            _expanded.Add(new TextInput(argument, fullPath, IsNamed: true));
        }
    }

    private void AddDirectory(string argument, string fullPath) =>
        new DirectoryWalker(_expanded, console).Walk(fullPath, ShownPrefix(argument));

    private void AddMatches(string argument, PathPattern pattern)
    {
        string directory = Path.GetFullPath(pattern.Directory, console.WorkingDirectory);
        int failuresBefore = _expanded.Failures.Count;
        bool found = Directory.Exists(directory)
            && new DirectoryWalker(_expanded, console, pattern.Glob).Walk(directory, ShownPrefix(pattern.Directory));
        if (!found && _expanded.Failures.Count == failuresBefore)
        {
            Fail(argument, "no file matches the pattern");
        }
    }

    private void Fail(string argument, string reason) => _expanded.Failures.Add(new InputFailure(argument, reason));

    // "." and "" show "a/b.txt", "src" and "src/" show "src/a/b.txt".
    private static string ShownPrefix(string directory)
    {
        string shown = directory.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        return shown switch
        {
            "." => "",
            "" when directory.Length == 0 => "",
            _ => shown + "/",
        };
    }
}
