using System.CommandLine;
using FastTokens.Caching;

namespace FastTokens.Cli;

/// <summary>The option <c>--provider</c>.</summary>
internal static class ProviderOption
{
    /// <summary>Makes the option.</summary>
    public static Option<string?> Create() => new("--provider")
    {
        Description = "Who serves the requests: anthropic, openai, google, deepseek, or gateway for everyone else. Default: by format and model.",
        HelpName = "NAME",
    };

    /// <summary>Returns the provider, or null for the default.</summary>
    /// <exception cref="UsageException">No such provider is known; the message lists them.</exception>
    public static string? Get(ParseResult parsed, Option<string?> option)
    {
        string? provider = parsed.GetValue(option)?.ToLowerInvariant();
        string[] known = [.. CacheRulesSet.Default.Rules.Select(static rules => rules.Provider).Where(static name => name != "*").Distinct(), "gateway"];
        return provider is null || known.Contains(provider)
            ? provider
            : throw new UsageException($"unknown provider '{provider}'; known are {string.Join(", ", known)}");
    }
}
