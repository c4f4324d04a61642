namespace FastTokens.Cli;

/// <summary>Which profiles to estimate with.</summary>
internal sealed class ProfileSelection
{
    private readonly List<TokenProfile> _profiles;

    /// <param name="profile">The profile of the model, or the one asked for.</param>
    /// <param name="model">The model that led to the profile, or null.</param>
    /// <param name="includeAll">Whether to estimate with every built-in profile too.</param>
    public ProfileSelection(TokenProfile profile, string? model, bool includeAll)
    {
        Profile = profile;
        Model = model;
        IncludesAll = includeAll;
        _profiles = includeAll ? [.. TokenProfile.BuiltIn] : [];
        if (!_profiles.Contains(profile))
        {
            _profiles.Add(profile);
        }
    }

    public TokenProfile Profile { get; }

    public string? Model { get; }

    public bool IncludesAll { get; }

    /// <summary>The profiles to estimate with, in the order of the columns.</summary>
    public IReadOnlyList<TokenProfile> Profiles => _profiles;

    /// <summary>Returns the estimates of what the meter has read, one for each profile.</summary>
    public long[] Estimate(TokenMeter meter)
    {
        long[] tokens = new long[_profiles.Count];
        for (int index = 0; index < tokens.Length; index++)
        {
            tokens[index] = meter.EstimateFor(_profiles[index]);
        }

        return tokens;
    }
}
