namespace FastTokens.Cli;

/// <summary>Whether names that differ only in case are one file: git's default for <c>core.ignoreCase</c> on the platform.</summary>
internal static class PathCase
{
    public static bool IsIgnored { get; } = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();

    public static StringComparison Comparison { get; } = IsIgnored ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
}
