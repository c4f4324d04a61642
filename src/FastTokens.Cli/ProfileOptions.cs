using System.CommandLine;

namespace FastTokens.Cli;

/// <summary>The options <c>--model</c>, <c>--profile</c> and <c>--exact</c>, which say what to count for, and how.</summary>
internal sealed class ProfileOptions
{
    public ProfileOptions()
    {
        Model.CompletionSources.Add([.. ModelLookup.Models.Select(model => model.Name)]);
        Profile.CompletionSources.Add([.. TokenProfile.BuiltIn.Select(profile => profile.Name)]);
    }

    public Option<string?> Model { get; } = new("--model")
    {
        Description = "Count for this model; 'fasttokens models' lists them.",
        HelpName = "NAME",
    };

    public Option<string?> Profile { get; } = new("--profile")
    {
        Description = $"Estimate with this profile, a name or a profile file. Default: {TokenProfile.O200kBase.Name}.",
        HelpName = "NAME|FILE",
    };

    public Option<bool> Exact { get; } = new("--exact")
    {
        Description = $"Count exactly, with the vocabulary of the model or profile: {string.Join(", ", BpeTokenizer.EncodingNames)}.",
    };

    /// <summary>Returns what the options ask for, or null where none is given.</summary>
    /// <exception cref="UsageException">As for <see cref="Select"/>.</exception>
    public ProfileSelection? SelectIfGiven(ParseResult parsed, CliConsole console) =>
        parsed.GetValue(Model) is null && parsed.GetValue(Profile) is null && !parsed.GetValue(Exact) ? null : Select(parsed, console, includeAll: false);

    /// <summary>Returns what the options ask for.</summary>
    /// <exception cref="UsageException">They exclude each other, a name is unknown, or there is no public vocabulary to count exactly with.</exception>
    public ProfileSelection Select(ParseResult parsed, CliConsole console, bool includeAll, bool isSampled = false)
    {
        string? model = parsed.GetValue(Model);
        string? profile = parsed.GetValue(Profile);
        bool isExact = parsed.GetValue(Exact);
        if (isExact && isSampled)
        {
            throw new UsageException("--exact and --sampled exclude each other");
        }

        if ((isExact || isSampled) && includeAll)
        {
            throw new UsageException($"{(isExact ? "--exact" : "--sampled")} and --all-profiles exclude each other: not every profile has a public vocabulary");
        }

        return (model, profile) switch
        {
            (not null, not null) => throw new UsageException("--model and --profile exclude each other: a model has its profile"),
            _ when isExact || isSampled => new ProfileSelection(TokenizerLookup.Find(model, profile, isExact ? "--exact" : "--sampled"), model, isSampled),
            (not null, null) => new ProfileSelection(ModelLookup.FindProfile(model), model, includeAll),
            (null, not null) => new ProfileSelection(ProfileLookup.Find(profile, console), null, includeAll),
            _ => new ProfileSelection(TokenProfile.O200kBase, null, includeAll),
        };
    }
}
