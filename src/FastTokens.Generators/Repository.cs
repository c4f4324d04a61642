namespace FastTokens.Generators;

/// <summary>The working copy whose files are generated.</summary>
internal sealed class Repository(string root)
{
    public string Root { get; } = root;

    public string DataDirectory => Path.Combine(Root, "src", "FastTokens.Generators", "Data");

    /// <summary>Finds the directory that holds <c>FastTokens.sln</c>, at or above the current directory, otherwise above this program.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static Repository Find()
    {
        foreach (string start in (string[])[Directory.GetCurrentDirectory(), AppContext.BaseDirectory])
        {
            for (DirectoryInfo? directory = new(start); directory is not null; directory = directory.Parent)
            {
                if (File.Exists(Path.Combine(directory.FullName, "FastTokens.sln")))
                {
                    return new Repository(directory.FullName);
                }
            }
        }

        throw new InvalidDataException("no FastTokens.sln at or above the current directory or this program: run it inside the repository.");
    }
}
