namespace FastTokens.Cli;

/// <summary>Finds profiles by name.</summary>
internal static class ProfileLookup
{
    /// <summary>Returns the built-in profile of that name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static TokenProfile Find(string name) => TokenProfile.TryFromName(name, out TokenProfile? profile)
        ? profile
        : throw new UsageException($"Unknown profile '{name}'. Known profiles: {string.Join(", ", TokenProfile.BuiltIn.Select(known => known.Name))}.");
}
