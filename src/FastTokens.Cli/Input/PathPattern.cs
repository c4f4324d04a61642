using System.Diagnostics.CodeAnalysis;

namespace FastTokens.Cli;

/// <summary>An argument with wildcards, split into the directory to start from and the glob for the paths below it.</summary>
/// <param name="Directory">The part in front of the first component with a wildcard; empty for the working directory.</param>
/// <param name="Glob">The rest.</param>
internal sealed record PathPattern(string Directory, GlobPattern Glob)
{
    private static readonly char[] Wildcards = ['*', '?', '['];

    /// <summary>Returns false for an argument that holds no wildcard or is no well-formed pattern.</summary>
    public static bool TryParse(string argument, [NotNullWhen(true)] out PathPattern? pattern)
    {
        pattern = null;
        // On Windows the backslash separates; elsewhere it takes the special meaning from the character behind it.
        string normalized = Path.DirectorySeparatorChar == '/' ? argument : argument.Replace(Path.DirectorySeparatorChar, '/');
        int firstWildcard = normalized.IndexOfAny(Wildcards);
        if (firstWildcard < 0)
        {
            return false;
        }

        int split = normalized.LastIndexOf('/', firstWildcard) + 1;
        if (GlobPattern.TryParse(normalized.AsSpan(split), PathCase.IsIgnored, out GlobPattern? glob))
        {
            pattern = new PathPattern(normalized[..split], glob);
        }

        return pattern is not null;
    }
}
