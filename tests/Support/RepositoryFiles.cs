namespace FastTokens.Tests.Support;

/// <summary>Files of the repository, found by walking up from where the tests run.</summary>
internal static class RepositoryFiles
{
    /// <summary>Gets the directory that holds the solution.</summary>
    internal static string Root { get; } = FindRoot();

    internal static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "FastTokens.sln")))
            {
                return directory.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No directory above {AppContext.BaseDirectory} holds FastTokens.sln.");
    }
}
