namespace FastTokens.Cli;

/// <summary>
/// Collects the files of a directory tree, without what git ignores and without following symbolic links, which may lead into a
/// circle or count a file twice. With a glob: those files that match, and the files of directories that match.
/// </summary>
internal sealed class DirectoryWalker(ExpandedInputs expanded, CliConsole console, GlobPattern? glob = null)
{
    // Nothing is hidden, nothing inaccessible is passed over in silence.
    private static readonly EnumerationOptions AllEntries = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    private readonly List<TextInput> _found = [];

    /// <summary>Walks the directory; returns whether it found a file.</summary>
    /// <param name="fullPath">The directory.</param>
    /// <param name="shownPrefix">What to show in front of the paths relative to the directory.</param>
    public bool Walk(string fullPath, string shownPrefix)
    {
        string root = Path.TrimEndingDirectorySeparator(fullPath);
        Try(shownPrefix, () => WalkDirectory(root, "", shownPrefix, GitIgnoreScope.Above(root, console.WorkingDirectory), matches: glob is null));

        _found.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        foreach (TextInput input in _found)
        {
            expanded.Add(input);
        }

        return _found.Count > 0;
    }

    private void WalkDirectory(string directory, string relativePrefix, string shownPrefix, GitIgnoreScope? outer, bool matches)
    {
        console.CancellationToken.ThrowIfCancellationRequested();
        GitIgnoreScope? scope = GitIgnoreScope.Enter(outer, directory);
        foreach (FileSystemInfo entry in new DirectoryInfo(directory).EnumerateFileSystemInfos("*", AllEntries))
        {
            if (entry.Name == GitDirectory.Name)
            {
                continue;
            }

            string relative = relativePrefix + entry.Name;
            bool isDirectory = entry is DirectoryInfo;
            bool entryMatches = matches || glob!.IsMatch(relative);
            if (!entryMatches && !(isDirectory && glob!.CanMatchBelow(relative)))
            {
                continue;
            }

            if (IsLink(entry))
            {
                expanded.LeftOut = expanded.LeftOut with { Links = expanded.LeftOut.Links + 1 };
            }
            else if (scope?.IsIgnored(entry.FullName, isDirectory) == true)
            {
                expanded.LeftOut = expanded.LeftOut with { Ignored = expanded.LeftOut.Ignored + 1 };
            }
            else if (isDirectory)
            {
                Try(shownPrefix + relative, () => WalkDirectory(entry.FullName, relative + "/", shownPrefix, scope, entryMatches));
            }
            else
            {
                _found.Add(new TextInput(shownPrefix + relative, entry.FullName, IsNamed: false));
            }
        }
    }

    // On Windows other things than links are reparse points, files of a cloud drive for one.
    private static bool IsLink(FileSystemInfo entry) =>
        entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && entry.LinkTarget is not null;

    // One directory that cannot be read does not end the walk of the others.
    private void Try(string shownPath, Action walk)
    {
        try
        {
            walk();
        }
        catch (Exception exception) when (InputFailure.IsCausedByInput(exception))
        {
            expanded.Failures.Add(InputFailure.FromException(shownPath.Length == 0 ? "." : shownPath, exception));
        }
    }
}
