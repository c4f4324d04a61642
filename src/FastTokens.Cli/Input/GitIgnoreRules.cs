using System.Buffers;

namespace FastTokens.Cli;

/// <summary>The rules of one <c>.gitignore</c> file, as git's documentation defines them.</summary>
/// <remarks>MAB.DotIgnore, the library to be had, gets negation, <c>a**b</c>, literal '!' and '^' and trailing spaces wrong.</remarks>
internal sealed class GitIgnoreRules
{
    private static readonly SearchValues<char> SpecialCharacters = SearchValues.Create("*?[\\");

    private readonly List<Rule> _rules = [];

    /// <summary>Parses the lines of the file.</summary>
    public static GitIgnoreRules Parse(IEnumerable<string> lines)
    {
        GitIgnoreRules rules = new();
        foreach (string line in lines)
        {
            if (ParseLine(line) is { } rule)
            {
                rules._rules.Add(rule);
            }
        }

        return rules;
    }

    /// <summary>Returns true for ignored, false for taken back by a '!' rule, null if no rule speaks of the path.</summary>
    /// <param name="path">The path relative to the directory of the file, with slashes.</param>
    /// <param name="isDirectory">Whether the path is a directory.</param>
    public bool? Decide(ReadOnlySpan<char> path, bool isDirectory)
    {
        ReadOnlySpan<char> name = path[(path.LastIndexOf('/') + 1)..];
        for (int index = _rules.Count - 1; index >= 0; index--)
        {
            Rule rule = _rules[index];
            if ((isDirectory || !rule.IsForDirectories) && rule.Matches(rule.IsForNames ? name : path))
            {
                return !rule.IsNegated;
            }
        }

        return null;
    }

    private static Rule? ParseLine(string line)
    {
        ReadOnlySpan<char> pattern = TrimEnd(line);
        if (pattern.IsEmpty || pattern[0] == '#')
        {
            return null;
        }

        bool isNegated = pattern[0] == '!';
        pattern = isNegated ? pattern[1..] : pattern;
        bool isForDirectories = pattern.EndsWith('/');
        pattern = isForDirectories ? pattern[..^1] : pattern;
        bool isForNames = !pattern.Contains('/');
        pattern = pattern.StartsWith('/') ? pattern[1..] : pattern;

        // Git compares what stands in front of the first wildcard of a path by itself and matches the rest as a pattern of its own,
        // so that the "**" of "ab**/c" is one at the start and spans directories, against the documentation.
        int special = isForNames ? 0 : pattern.IndexOfAny(SpecialCharacters);
        int prefixLength = special < 0 ? pattern.Length : special;
        return GlobPattern.TryParse(pattern[prefixLength..], PathCase.IsIgnored, out GlobPattern? glob)
            ? new Rule(pattern[..prefixLength].ToString(), glob, isNegated, isForDirectories, isForNames)
            : null;
    }

    // Spaces at the end do not count unless a backslash stands in front.
    private static ReadOnlySpan<char> TrimEnd(string line)
    {
        int length = 0;
        for (int index = 0; index < line.Length; index++)
        {
            if (line[index] == '\\' && index + 1 < line.Length)
            {
                index++;
                length = index + 1;
            }
            else if (line[index] != ' ')
            {
                length = index + 1;
            }
        }

        return line.AsSpan(0, length);
    }

    private sealed record Rule(string Prefix, GlobPattern Glob, bool IsNegated, bool IsForDirectories, bool IsForNames)
    {
        public bool Matches(ReadOnlySpan<char> path) => path.StartsWith(Prefix, PathCase.Comparison) && Glob.IsMatch(path[Prefix.Length..]);
    }
}
