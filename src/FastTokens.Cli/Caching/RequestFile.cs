using FastTokens.Caching;

namespace FastTokens.Cli;

/// <summary>The body of a request, read and fingerprinted.</summary>
/// <param name="Path">Where it was read from.</param>
/// <param name="Body">The body.</param>
/// <param name="Prompt">Its fingerprint.</param>
/// <param name="Rules">How its provider caches.</param>
internal sealed record RequestFile(string Path, byte[] Body, PromptFingerprint Prompt, CacheRules Rules)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a request.</summary>
    /// <param name="console">Where files and standard input are.</param>
    /// <param name="path">A file, or - for standard input.</param>
    /// <param name="provider">The provider, or null for the one whose format the body has.</param>
    /// <param name="failure">Why it cannot be read, if the result is null.</param>
    public static RequestFile? TryRead(CliConsole console, string path, string? provider, out InputFailure failure)
    {
        failure = default;
        try
        {
            byte[] body = ReadAll(console, path);
            PromptFormat format = FormatOf(body, provider);
            PromptFingerprint prompt = new();
            prompt.Build(body, format, new PromptFingerprintOptions());
            string model = prompt.Model;
            CacheRules rules = CacheRules.ForModel(model.Length > 0 ? model : DefaultModel(format), provider);
            prompt.Build(body, format, new PromptFingerprintOptions { Counter = CounterOf(model), StrippedPrefixes = rules.StrippedPrefixes });
            return new RequestFile(path, body, prompt, rules);
        }
        catch (PromptFormatException exception)
        {
            failure = new InputFailure(path, exception.Message.TrimEnd('.'));
            return null;
        }
        catch (Exception exception) when (InputFailure.IsCausedByInput(exception))
        {
            failure = InputFailure.FromException(path, exception);
            return null;
        }
    }

    /// <summary>Reads a file or standard input as a whole, without a byte order mark.</summary>
    public static byte[] ReadAll(CliConsole console, string path)
    {
        using Stream stream = path == TextInput.StandardInputName ? console.Input : File.OpenRead(System.IO.Path.Combine(console.WorkingDirectory, path));
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        byte[] bytes = copy.ToArray();
        return bytes.AsSpan().StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes;
    }

    /// <summary>Returns the shape of a body: by its members, and by the provider where that is named.</summary>
    public static PromptFormat FormatOf(byte[] body, string? provider)
    {
        PromptFormat detected = PromptReader.DetectFormat(body);
        return provider switch
        {
            "anthropic" => PromptFormat.AnthropicMessages,
            "openai" when detected == PromptFormat.AnthropicMessages => PromptFormat.OpenAIChatCompletions,
            _ => detected,
        };
    }

    private static TokenEstimator CounterOf(string model) =>
        ModelCatalog.Default.TryGetModel(model, out ModelInfo? known) && TokenProfile.TryFromName(known.Profile, out TokenProfile? profile)
            ? new TokenEstimator(profile)
            : new TokenEstimator(TokenProfile.O200kBase);

    // Only for its rules: what the format's own provider does.
    private static string DefaultModel(PromptFormat format) => format == PromptFormat.AnthropicMessages ? "claude" : "gpt-";
}
