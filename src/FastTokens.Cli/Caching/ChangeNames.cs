using FastTokens.Caching;

namespace FastTokens.Cli;

/// <summary>The names of changes and verdicts in what the command line writes.</summary>
internal static class ChangeNames
{
    public static string Of(PromptChangeKind kind) => SnakeCase(kind.ToString());

    public static string Of(CacheVerdictKind kind) => SnakeCase(kind.ToString());

    public static string Of(ReplayFormat format) => SnakeCase(format.ToString());

    public static string Of(HeaderKind kind) => SnakeCase(kind.ToString());

    public static string Of(LintSeverity severity) => severity == LintSeverity.Information ? "info" : SnakeCase(severity.ToString());

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((letter, index) => char.IsUpper(letter) ? $"{(index > 0 ? "_" : "")}{char.ToLowerInvariant(letter)}" : letter.ToString()));
}
