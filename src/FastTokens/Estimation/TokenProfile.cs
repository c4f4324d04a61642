using System.Diagnostics.CodeAnalysis;

namespace FastTokens;

/// <summary>
/// The weights of one tokenizer family: how many tokens each counter of <see cref="TextFeatures"/> stands for, in whole units of 2^-16
/// tokens. An estimate is the sum of counters times weights. Immutable and safe for concurrent use.
/// </summary>
/// <remarks>
/// Weights are not negative, and a counter never goes back when text is appended to whole characters: so an estimate never does either,
/// and there is no length at which it jumps.
/// </remarks>
public sealed class TokenProfile
{
    /// <summary>Weights are whole numbers of this fraction of a token: 2 to the power of minus this.</summary>
    internal const int FractionBits = 16;

    /// <summary>No feature of one character stands for more tokens than a character has bytes, with room to spare.</summary>
    internal const int MaximumWeight = 16 << FractionBits;

    private readonly int[] _weights;

    internal TokenProfile(string name, ReadOnlySpan<int> weights, ProfileError? referenceError)
    {
        Name = name;
        ReferenceError = referenceError;
        _weights = weights.ToArray();
    }

    /// <summary>Gets the profile of OpenAI's o200k_base encoding (GPT-4o and later).</summary>
    public static TokenProfile O200kBase { get; } =
        new(TokenProfileData.O200kBaseName, TokenProfileData.O200kBase, new(TokenProfileData.O200kBaseMape, TokenProfileData.O200kBaseP95));

    /// <summary>Gets the profile of OpenAI's cl100k_base encoding (GPT-3.5 and GPT-4).</summary>
    public static TokenProfile Cl100kBase { get; } =
        new(TokenProfileData.Cl100kBaseName, TokenProfileData.Cl100kBase, new(TokenProfileData.Cl100kBaseMape, TokenProfileData.Cl100kBaseP95));

    /// <summary>Gets the profile of Anthropic's published tokenizer of 2023. Later Claude tokenizers are not public and count more.</summary>
    public static TokenProfile ClaudeLegacy { get; } =
        new(TokenProfileData.ClaudeLegacyName, TokenProfileData.ClaudeLegacy, new(TokenProfileData.ClaudeLegacyMape, TokenProfileData.ClaudeLegacyP95));

    /// <summary>Gets the profile of Llama 3's tokenizer.</summary>
    public static TokenProfile Llama3 { get; } =
        new(TokenProfileData.Llama3Name, TokenProfileData.Llama3, new(TokenProfileData.Llama3Mape, TokenProfileData.Llama3P95));

    /// <summary>Gets the profile of Qwen 2.5's tokenizer.</summary>
    public static TokenProfile Qwen25 { get; } =
        new(TokenProfileData.Qwen25Name, TokenProfileData.Qwen25, new(TokenProfileData.Qwen25Mape, TokenProfileData.Qwen25P95));

    /// <summary>Gets the profile of DeepSeek V3's tokenizer.</summary>
    public static TokenProfile DeepSeekV3 { get; } =
        new(TokenProfileData.DeepSeekV3Name, TokenProfileData.DeepSeekV3, new(TokenProfileData.DeepSeekV3Mape, TokenProfileData.DeepSeekV3P95));

    /// <summary>Gets the profile of Mistral Nemo's tokenizer (Tekken).</summary>
    public static TokenProfile MistralNemo { get; } =
        new(TokenProfileData.MistralNemoName, TokenProfileData.MistralNemo, new(TokenProfileData.MistralNemoMape, TokenProfileData.MistralNemoP95));

    /// <summary>Gets the profile of Gemma 3's tokenizer.</summary>
    public static TokenProfile Gemma3 { get; } =
        new(TokenProfileData.Gemma3Name, TokenProfileData.Gemma3, new(TokenProfileData.Gemma3Mape, TokenProfileData.Gemma3P95));

    /// <summary>Gets the profiles that come with the library.</summary>
    public static IReadOnlyList<TokenProfile> BuiltIn { get; } = [O200kBase, Cl100kBase, ClaudeLegacy, Llama3, Qwen25, DeepSeekV3, MistralNemo, Gemma3];

    /// <summary>Gets the name, such as <c>o200k_base</c>.</summary>
    public string Name { get; }

    /// <summary>Gets the error against the reference tokenizer on texts that the fit did not see, or <see langword="null"/> where it was not measured.</summary>
    public ProfileError? ReferenceError { get; }

    internal ReadOnlySpan<int> Weights => _weights;

    /// <summary>Returns the built-in profile of a name.</summary>
    /// <exception cref="ArgumentException">There is no such profile; the message lists those there are.</exception>
    public static TokenProfile FromName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return TryFromName(name, out TokenProfile? profile) ? profile : throw Unknown(name);
    }

    /// <summary>Finds the built-in profile of a name; upper and lower case count as the same.</summary>
    public static bool TryFromName(string name, [NotNullWhen(true)] out TokenProfile? profile)
    {
        foreach (TokenProfile candidate in BuiltIn)
        {
            if (candidate.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                profile = candidate;
                return true;
            }
        }

        profile = null;
        return false;
    }

    /// <summary>Returns the profile of a model, as <see cref="ModelCatalog.Default"/> knows it.</summary>
    /// <param name="model">The name of a model, dated or not, such as <c>gpt-5</c>.</param>
    /// <exception cref="ArgumentException">The model is unknown; the message lists the known ones.</exception>
    public static TokenProfile ForModel(string model) => FromName(ModelCatalog.Default.GetModel(model).Profile);

    /// <summary>Reads a profile that <see cref="Save"/> or the calibration wrote.</summary>
    /// <param name="stream">JSON in UTF-8; read to its end.</param>
    /// <exception cref="InvalidDataException">The file is no profile or one for other features; the message says where and why.</exception>
    public static TokenProfile Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return TokenProfileFile.Read(stream);
    }

    /// <summary>Writes the profile as JSON, one weight a line; weights of zero are left out.</summary>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        TokenProfileFile.Write(this, stream);
    }

    /// <summary>Returns the estimate for a scanned text: 0 for the empty one, else from 1 to its length in UTF-8 bytes.</summary>
    public long Estimate(in TextFeatures features)
    {
        if (features.Utf8ByteCount == 0)
        {
            return 0;
        }

        long sum = WeightedSum.Of(in features, _weights);
        long tokens = (sum + (1L << (FractionBits - 1))) >> FractionBits;
        return Math.Clamp(tokens, 1, features.Utf8ByteCount);
    }

    private static ArgumentException Unknown(string name)
    {
        string known = string.Empty;
        foreach (TokenProfile profile in BuiltIn)
        {
            known += known.Length == 0 ? profile.Name : $", {profile.Name}";
        }

        return new ArgumentException($"Unknown profile '{name}'. Known profiles: {known}.", nameof(name));
    }
}
