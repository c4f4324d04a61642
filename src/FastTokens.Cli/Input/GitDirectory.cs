namespace FastTokens.Cli;

/// <summary>Finds what git keeps beside a work tree.</summary>
internal static class GitDirectory
{
    public const string Name = ".git";

    /// <summary>Returns whether the directory is the top of a work tree; in linked work trees and submodules <c>.git</c> is a file.</summary>
    public static bool IsRepositoryRoot(string directory) => Path.Exists(Path.Combine(directory, Name));

    /// <summary>Returns the path of the repository's own <c>info/exclude</c>, which need not exist, or null if <c>.git</c> makes no sense.</summary>
    public static string? FindExcludeFile(string workTree)
    {
        string gitDirectory = Path.Combine(workTree, Name);
        if (File.Exists(gitDirectory))
        {
            // "gitdir: PATH" leads to the directory of this work tree, whose "commondir" leads to the shared one.
            if (ReadFirstLine(gitDirectory) is not { } line || !line.StartsWith("gitdir:", StringComparison.Ordinal))
            {
                return null;
            }

            gitDirectory = Path.GetFullPath(line["gitdir:".Length..].Trim(), workTree);
            string commonDirectoryFile = Path.Combine(gitDirectory, "commondir");
            if (File.Exists(commonDirectoryFile) && ReadFirstLine(commonDirectoryFile) is { Length: > 0 } commonDirectory)
            {
                gitDirectory = Path.GetFullPath(commonDirectory.Trim(), gitDirectory);
            }
        }

        return Path.Combine(gitDirectory, "info", "exclude");
    }

    private static string? ReadFirstLine(string path)
    {
        using StreamReader reader = new(path);
        return reader.ReadLine();
    }
}
