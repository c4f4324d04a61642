using System.CommandLine;

namespace FastTokens.Cli;

/// <summary>The options <c>--model</c> and <c>--profile</c>, which say what to estimate for.</summary>
internal sealed class ProfileOptions
{
    public ProfileOptions()
    {
        Model.CompletionSources.Add([.. ModelLookup.Models.Select(model => model.Name)]);
        Profile.CompletionSources.Add([.. TokenProfile.BuiltIn.Select(profile => profile.Name)]);
    }

    public Option<string?> Model { get; } = new("--model")
    {
        Description = "Estimate for this model; 'fasttokens models' lists them.",
        HelpName = "NAME",
    };

    public Option<string?> Profile { get; } = new("--profile")
    {
        Description = $"Estimate with this profile, a name or a profile file. Default: {TokenProfile.O200kBase.Name}.",
        HelpName = "NAME|FILE",
    };

    /// <summary>Returns what the options ask for.</summary>
    /// <exception cref="UsageException">Both are given, or a name is unknown.</exception>
    public ProfileSelection Select(ParseResult parsed, CliConsole console, bool includeAll)
    {
        string? model = parsed.GetValue(Model);
        string? profile = parsed.GetValue(Profile);
        return (model, profile) switch
        {
            (not null, not null) => throw new UsageException("--model and --profile exclude each other: a model has its profile"),
            (not null, null) => new ProfileSelection(ModelLookup.FindProfile(model), model, includeAll),
            (null, not null) => new ProfileSelection(ProfileLookup.Find(profile, console), null, includeAll),
            _ => new ProfileSelection(TokenProfile.O200kBase, null, includeAll),
        };
    }
}
