namespace FastTokens.Fuzz;

/// <summary>The folder of this project in the working copy: where the corpus lies and findings go.</summary>
internal sealed class FuzzDirectory(string root)
{
    /// <summary>The committed inputs, one folder a target.</summary>
    public string Corpus => Path.Combine(root, "corpus");

    /// <summary>The inputs that failed, one folder a target; never committed from here.</summary>
    public string Findings => Path.Combine(root, "findings");

    /// <summary>Finds the folder beside <c>FastTokens.sln</c>, which is looked for at and above the current directory, then above this program.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static FuzzDirectory Find()
    {
        foreach (string start in (string[])[Directory.GetCurrentDirectory(), AppContext.BaseDirectory])
        {
            for (DirectoryInfo? directory = new(start); directory is not null; directory = directory.Parent)
            {
                if (File.Exists(Path.Combine(directory.FullName, "FastTokens.sln")))
                {
                    return new FuzzDirectory(Path.Combine(directory.FullName, "fuzz"));
                }
            }
        }

        throw new InvalidDataException("no FastTokens.sln at or above the current directory or this program: run it inside the repository.");
    }
}
