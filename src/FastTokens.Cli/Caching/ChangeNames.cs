using FastTokens.Caching;
using FastTokens.Compaction;

namespace FastTokens.Cli;

/// <summary>The names of changes, verdicts and levels in what the command line writes.</summary>
internal static class ChangeNames
{
    public static string Of(PromptChangeKind kind) => SnakeCase(kind.ToString());

    public static string Of(CacheVerdictKind kind) => SnakeCase(kind.ToString());

    public static string Of(ReplayFormat format) => SnakeCase(format.ToString());

    public static string Of(HeaderKind kind) => SnakeCase(kind.ToString());

    public static string Of(LintSeverity severity) => severity == LintSeverity.Information ? "info" : SnakeCase(severity.ToString());

    public static string Of(CompactionLevel level) => SnakeCase(level.ToString());

    public static string Of(CompactionReasonKind kind) => SnakeCase(kind.ToString());

    public static string Of(MessageRole role) => SnakeCase(role.ToString());

    public static string Of(RequestPart part) => SnakeCase(part.ToString());

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((letter, index) => char.IsUpper(letter) ? $"{(index > 0 ? "_" : "")}{char.ToLowerInvariant(letter)}" : letter.ToString()));
}
