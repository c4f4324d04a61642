namespace FastTokens.Cli;

/// <summary>The models that the command line knows: those of the catalog that comes with the library.</summary>
internal static class ModelLookup
{
    public static IReadOnlyList<ModelInfo> Models => ModelCatalog.Default.Models;

    /// <summary>Returns the profile of the model that a name means.</summary>
    /// <exception cref="UsageException">No such model is known; the message names the closest one and lists all.</exception>
    public static TokenProfile FindProfile(string name)
    {
        try
        {
            return TokenProfile.ForModel(name);
        }
        catch (ArgumentException exception)
        {
            throw UsageException.FromArgument(exception);
        }
    }
}
