using System.Text;
using System.Text.Json;
using FastTokens.Caching;
using FastTokens.Compaction;

namespace FastTokens.Cli;

/// <summary>A request, measured, and what its response reported if that was given.</summary>
/// <param name="Counter">What text was counted with: a profile or an encoding.</param>
/// <param name="Model">The model, or null where neither the command line nor the request names one.</param>
/// <param name="Report">The counts.</param>
/// <param name="Rules">How its provider caches, and what it charges.</param>
/// <param name="Usage">The usage, or null.</param>
internal sealed record RequestMeasurement(string Counter, string? Model, RequestTokenReport Report, CacheRules Rules, CacheUsage? Usage)
{
    /// <summary>Reads a request and a usage.</summary>
    /// <param name="console">Where files and standard input are.</param>
    /// <param name="requestPath">The request, or - for standard input.</param>
    /// <param name="usagePath">The usage, or a response that has one; or null.</param>
    /// <param name="selection">What to count with, or null for the profile of the model that the request names.</param>
    /// <param name="provider">The provider, or null for the one whose format the body has.</param>
    /// <param name="failure">Why a file cannot be read, if the result is null.</param>
    public static RequestMeasurement? TryRead(
        CliConsole console, string requestPath, string? usagePath, ProfileSelection? selection, string? provider, out InputFailure failure)
    {
        failure = default;
        string path = requestPath;
        try
        {
            byte[] body = RequestFile.ReadAll(console, requestPath);
            PromptFormat format = RequestFile.FormatOf(body, provider);
            string? model = selection?.Model ?? ModelIn(body, format);
            ModelInfo? info = null;
            bool isKnown = model is not null && ModelCatalog.Default.TryGetModel(model, out info);
            ProfileSelection counting = selection ?? new ProfileSelection(isKnown ? TokenProfile.FromName(info!.Profile) : TokenProfile.O200kBase, model, includeAll: false);
            RequestTokenReport report = new();
            new MessageTokenEstimator(counting.Counter, isKnown ? MessageTokenOptions.For(info!) : null).Measure(body, format, report);
            CacheRules rules = CacheRules.ForModel(model ?? (format == PromptFormat.AnthropicMessages ? "claude" : "gpt-"), provider);
            path = usagePath ?? path;
            CacheUsage? usage = usagePath is null ? null : UsageIn(RequestFile.ReadAll(console, usagePath));
            return new RequestMeasurement(counting.Name, model, report, rules, usage);
        }
        catch (FormatException exception)
        {
            failure = new InputFailure(path, exception.Message.TrimEnd('.'));
        }
        catch (JsonException)
        {
            failure = new InputFailure(path, "not well-formed JSON");
        }
        catch (Exception exception) when (InputFailure.IsCausedByInput(exception))
        {
            failure = InputFailure.FromException(path, exception);
        }

        return null;
    }

    private static string? ModelIn(byte[] body, PromptFormat format)
    {
        PromptReader reader = new(body, format, new byte[PromptReader.GetScratchLength(body.Length)]);
        while (reader.Read())
        {
        }

        return reader.Model;
    }

    private static CacheUsage UsageIn(byte[] json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        bool isResponse = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("usage", out JsonElement member) && member.ValueKind == JsonValueKind.Object;
        CacheUsage usage = CacheUsage.Parse(isResponse ? Encoding.UTF8.GetBytes(root.GetProperty("usage").GetRawText()) : json);
        return usage.Input > 0 ? usage : throw new FormatException("The usage reports no input tokens.");
    }
}
