namespace FastTokens.Cli;

/// <summary>Finds profiles by name or in a file.</summary>
internal static class ProfileLookup
{
    /// <summary>Returns the built-in profile of that name, or else the one in the file of that name.</summary>
    /// <exception cref="UsageException">There is neither, or the file holds no profile.</exception>
    public static TokenProfile Find(string nameOrFile, CliConsole console)
    {
        if (TokenProfile.TryFromName(nameOrFile, out TokenProfile? profile))
        {
            return profile;
        }

        string path = Path.GetFullPath(nameOrFile, console.WorkingDirectory);
        if (!File.Exists(path))
        {
            throw new UsageException(
                $"Unknown profile '{nameOrFile}', and no file of that name. Known profiles: {string.Join(", ", TokenProfile.BuiltIn.Select(known => known.Name))}.");
        }

        try
        {
            using FileStream stream = File.OpenRead(path);
            return TokenProfile.Load(stream);
        }
        catch (Exception exception) when (exception is InvalidDataException || InputFailure.IsCausedByInput(exception))
        {
            throw new UsageException($"profile file '{nameOrFile}': {InputFailure.FromException(nameOrFile, exception).Reason}");
        }
    }
}
