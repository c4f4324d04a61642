namespace FastTokens.Cli;

/// <summary>The ignore rules in force in a directory: its own, then those of the directories above it up to the root of the repository.</summary>
internal sealed class GitIgnoreScope
{
    private readonly GitIgnoreScope? _outer;
    private readonly int _directoryLength;
    private readonly GitIgnoreRules _rules;

    private GitIgnoreScope(GitIgnoreScope? outer, string directory, GitIgnoreRules rules)
    {
        _outer = outer;
        _directoryLength = directory.EndsWith(Path.DirectorySeparatorChar) ? directory.Length : directory.Length + 1;
        _rules = rules;
    }

    /// <summary>
    /// Returns the scope that encloses a directory: the rules of the directories above it up to the root of its repository, or,
    /// outside a repository, up to the working directory.
    /// </summary>
    public static GitIgnoreScope? Above(string directory, string workingDirectory)
    {
        Stack<string> outer = new();
        int knownCount = 0;
        for (string? current = directory; current is not null; current = Path.GetDirectoryName(current))
        {
            outer.Push(current);
            if (GitDirectory.IsRepositoryRoot(current))
            {
                knownCount = outer.Count;
                break;
            }

            if (current == workingDirectory)
            {
                knownCount = outer.Count;
            }
        }

        while (outer.Count > knownCount)
        {
            outer.Pop();
        }

        GitIgnoreScope? scope = null;
        foreach (string current in outer)
        {
            if (current != directory)
            {
                scope = Enter(scope, current);
            }
        }

        return scope;
    }

    /// <summary>Returns the scope inside a directory whose surroundings have the scope <paramref name="outer"/>.</summary>
    /// <exception cref="IOException">A rule file cannot be read.</exception>
    public static GitIgnoreScope? Enter(GitIgnoreScope? outer, string directory)
    {
        GitIgnoreScope? scope = outer;
        if (GitDirectory.IsRepositoryRoot(directory))
        {
            // The rules of a repository end at the repositories inside it.
            scope = GitDirectory.FindExcludeFile(directory) is { } excludeFile ? Add(null, directory, excludeFile) : null;
        }

        return Add(scope, directory, Path.Combine(directory, ".gitignore"));
    }

    /// <summary>Returns whether a file or directory in this scope is ignored; directories above it are taken as not ignored.</summary>
    public bool IsIgnored(string fullPath, bool isDirectory)
    {
        string path = fullPath.Replace(Path.DirectorySeparatorChar, '/');
        for (GitIgnoreScope? scope = this; scope is not null; scope = scope._outer)
        {
            if (scope._rules.Decide(path.AsSpan(scope._directoryLength), isDirectory) is { } isIgnored)
            {
                return isIgnored;
            }
        }

        return false;
    }

    private static GitIgnoreScope? Add(GitIgnoreScope? outer, string directory, string ruleFile) => File.Exists(ruleFile)
        ? new GitIgnoreScope(outer, directory, GitIgnoreRules.Parse(File.ReadLines(ruleFile)))
        : outer;
}
