namespace FastTokens.Cli;

/// <summary>What to count with: profiles, roughly, or one encoding, exactly.</summary>
internal sealed class ProfileSelection
{
    private readonly List<TokenProfile> _profiles;

    /// <param name="profile">The profile of the model, or the one asked for.</param>
    /// <param name="model">The model that led to the profile, or null.</param>
    /// <param name="includeAll">Whether to estimate with every built-in profile too.</param>
    public ProfileSelection(TokenProfile profile, string? model, bool includeAll)
    {
        Name = profile.Name;
        Model = model;
        Counter = new TokenEstimator(profile);
        IncludesAll = includeAll;
        _profiles = includeAll ? [.. TokenProfile.BuiltIn] : [];
        if (!_profiles.Contains(profile))
        {
            _profiles.Add(profile);
        }
    }

    /// <param name="tokenizer">The encoding to count exactly with.</param>
    /// <param name="model">The model that led to it, or null.</param>
    /// <param name="isSampled">Whether to count only samples exactly.</param>
    public ProfileSelection(BpeTokenizer tokenizer, string? model, bool isSampled)
    {
        IsSampled = isSampled;
        Name = tokenizer.Name;
        Model = model;
        Tokenizer = tokenizer;
        Counter = tokenizer;
        _profiles = [];
    }

    /// <summary>The name of the profile or encoding.</summary>
    public string Name { get; }

    /// <summary>The encoding to count exactly with, or null.</summary>
    public BpeTokenizer? Tokenizer { get; }

    /// <summary>Whether the encoding counts only samples.</summary>
    public bool IsSampled { get; }

    /// <summary>What counts single texts: the encoding, or the profile that was asked for.</summary>
    public ITokenCounter Counter { get; }

    /// <summary>How many counts there are of each text.</summary>
    public int ColumnCount => Math.Max(1, _profiles.Count);

    public string? Model { get; }

    public bool IncludesAll { get; }

    /// <summary>The profiles to estimate with, in the order of the columns.</summary>
    public IReadOnlyList<TokenProfile> Profiles => _profiles;
}
