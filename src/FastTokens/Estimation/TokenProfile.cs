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

    /// <summary>A token, in units of weights.</summary>
    internal const long PriceUnit = 1L << FractionBits;

    /// <summary>No feature of one character stands for more tokens than a character has bytes, with room to spare.</summary>
    internal const int MaximumWeight = 16 << FractionBits;

    private readonly int[] _weights;

    internal TokenProfile(string name, ReadOnlySpan<int> weights, ProfileError? referenceError, ErrorQuantiles? errorQuantiles = null)
    {
        Name = name;
        ReferenceError = referenceError;
        ErrorQuantiles = errorQuantiles;
        _weights = weights.ToArray();
        PairPrices = PairPrices.Of(weights);
    }

    /// <summary>Gets the profile of OpenAI's o200k_base encoding (GPT-4o and later).</summary>
    public static TokenProfile O200kBase { get; } =
        BuiltInProfile(TokenProfileData.O200kBaseName, TokenProfileData.O200kBase, TokenProfileData.O200kBaseMape, TokenProfileData.O200kBaseP95, TokenProfileData.O200kBaseQuantiles);

    /// <summary>Gets the profile of OpenAI's cl100k_base encoding (GPT-3.5 and GPT-4).</summary>
    public static TokenProfile Cl100kBase { get; } =
        BuiltInProfile(TokenProfileData.Cl100kBaseName, TokenProfileData.Cl100kBase, TokenProfileData.Cl100kBaseMape, TokenProfileData.Cl100kBaseP95, TokenProfileData.Cl100kBaseQuantiles);

    /// <summary>Gets the profile of Anthropic's published tokenizer of 2023. Later Claude tokenizers are not public: see <see cref="Claude4"/> and <see cref="Claude5"/>.</summary>
    public static TokenProfile ClaudeLegacy { get; } =
        BuiltInProfile(TokenProfileData.ClaudeLegacyName, TokenProfileData.ClaudeLegacy, TokenProfileData.ClaudeLegacyMape, TokenProfileData.ClaudeLegacyP95, TokenProfileData.ClaudeLegacyQuantiles);

    /// <summary>Gets the profile of Llama 3's tokenizer.</summary>
    public static TokenProfile Llama3 { get; } =
        BuiltInProfile(TokenProfileData.Llama3Name, TokenProfileData.Llama3, TokenProfileData.Llama3Mape, TokenProfileData.Llama3P95, TokenProfileData.Llama3Quantiles);

    /// <summary>Gets the profile of Qwen 2.5's tokenizer.</summary>
    public static TokenProfile Qwen25 { get; } =
        BuiltInProfile(TokenProfileData.Qwen25Name, TokenProfileData.Qwen25, TokenProfileData.Qwen25Mape, TokenProfileData.Qwen25P95, TokenProfileData.Qwen25Quantiles);

    /// <summary>Gets the profile of DeepSeek V3's tokenizer.</summary>
    public static TokenProfile DeepSeekV3 { get; } =
        BuiltInProfile(TokenProfileData.DeepSeekV3Name, TokenProfileData.DeepSeekV3, TokenProfileData.DeepSeekV3Mape, TokenProfileData.DeepSeekV3P95, TokenProfileData.DeepSeekV3Quantiles);

    /// <summary>Gets the profile of Mistral Nemo's tokenizer (Tekken).</summary>
    public static TokenProfile MistralNemo { get; } =
        BuiltInProfile(TokenProfileData.MistralNemoName, TokenProfileData.MistralNemo, TokenProfileData.MistralNemoMape, TokenProfileData.MistralNemoP95, TokenProfileData.MistralNemoQuantiles);

    /// <summary>Gets the profile of Gemma 3's tokenizer.</summary>
    public static TokenProfile Gemma3 { get; } =
        BuiltInProfile(TokenProfileData.Gemma3Name, TokenProfileData.Gemma3, TokenProfileData.Gemma3Mape, TokenProfileData.Gemma3P95, TokenProfileData.Gemma3Quantiles);

    /// <summary>
    /// Gets a profile for Claude models from 3 to 4.6, whose tokenizer is not public: derived from <see cref="ClaudeLegacy"/> by published ratios. Its
    /// errors are wide on purpose; docs/accuracy.md names the sources.
    /// </summary>
    public static TokenProfile Claude4 { get; } =
        BuiltInProfile(TokenProfileData.Claude4Name, TokenProfileData.Claude4, TokenProfileData.Claude4Mape, TokenProfileData.Claude4P95, TokenProfileData.Claude4Quantiles);

    /// <summary>
    /// Gets a profile for Claude models from 4.7 on, whose tokenizer is not public: derived from <see cref="Claude4"/> by published ratios. Its errors are
    /// wide on purpose; docs/accuracy.md names the sources.
    /// </summary>
    public static TokenProfile Claude5 { get; } =
        BuiltInProfile(TokenProfileData.Claude5Name, TokenProfileData.Claude5, TokenProfileData.Claude5Mape, TokenProfileData.Claude5P95, TokenProfileData.Claude5Quantiles);

    /// <summary>Gets the profiles that come with the library: eight fitted to reference counts, then the derived ones.</summary>
    public static IReadOnlyList<TokenProfile> BuiltIn { get; } =
        [O200kBase, Cl100kBase, ClaudeLegacy, Llama3, Qwen25, DeepSeekV3, MistralNemo, Gemma3, Claude4, Claude5];

    /// <summary>Gets the name, such as <c>o200k_base</c>.</summary>
    public string Name { get; }

    /// <summary>Gets the error against the reference tokenizer on texts that the fit did not see, or <see langword="null"/> where it was not measured.</summary>
    public ProfileError? ReferenceError { get; }

    /// <summary>Gets how far true counts go beyond the estimates, by length of text, or <see langword="null"/> where it was not measured.</summary>
    public ErrorQuantiles? ErrorQuantiles { get; }

    internal ReadOnlySpan<int> Weights => _weights;

    /// <summary>Gets the prices of pairs of ASCII characters, or <see langword="null"/> where one is absurdly high.</summary>
    internal PairPrices? PairPrices { get; }

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
    public long Estimate(in TextFeatures features) => features.Utf8ByteCount == 0 ? 0 : Round(Price(in features), features.Utf8ByteCount);

    /// <summary>Returns the tokens of a price, kept in the bounds of a text that is not empty.</summary>
    internal static long Round(long price, long utf8ByteCount) => Math.Clamp((price + (PriceUnit / 2)) >> FractionBits, 1, utf8ByteCount);

    /// <summary>Returns the estimate before it is rounded and kept in its bounds, in fractions of 1/<see cref="PriceUnit"/> token.</summary>
    internal long Price(in TextFeatures features) => WeightedSum.Of(in features, _weights);

    /// <summary>Returns a bound that the count of a scanned text stays below with the given confidence.</summary>
    /// <param name="features">The features of the text.</param>
    /// <param name="confidence">The share of texts whose count is to stay below: 0 to 1, such as 0.99.</param>
    /// <returns>
    /// At least the estimate, at most the length in UTF-8 bytes, which is what it is where the profile has no <see cref="ErrorQuantiles"/>: nothing less is
    /// certain then.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="confidence"/> is not from 0 to 1.</exception>
    public long EstimateAtMost(in TextFeatures features, double confidence)
    {
        ErrorQuantiles.ThrowIfNotAConfidence(confidence);
        return ErrorQuantiles?.UpperBound(Estimate(in features), features.Utf8ByteCount, confidence) ?? features.Utf8ByteCount;
    }

    private static TokenProfile BuiltInProfile(string name, ReadOnlySpan<int> weights, double mape, double p95, ReadOnlySpan<int> quantiles) =>
        new(name, weights, new ProfileError(mape, p95), new ErrorQuantiles(TokenProfileData.QuantileLengths, TokenProfileData.QuantileConfidences, quantiles));

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
