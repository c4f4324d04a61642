using System.Globalization;
using System.Text;

namespace FastTokens.Generators;

/// <summary>The weights of the built-in profiles, from <c>Data/profiles.json</c>.</summary>
internal sealed class TokenProfilesFile : IGeneratedFile
{
    private const int WeightsPerLine = 16;

    private static readonly (string Family, string Member)[] Members =
    [
        ("o200k_base", "O200kBase"),
        ("cl100k_base", "Cl100kBase"),
        ("claude_legacy", "ClaudeLegacy"),
        ("llama3", "Llama3"),
        ("qwen2.5", "Qwen25"),
        ("deepseek_v3", "DeepSeekV3"),
        ("mistral_nemo", "MistralNemo"),
        ("gemma3", "Gemma3"),
        ("claude-4", "Claude4"),
        ("claude-5", "Claude5"),
    ];

    public string Path => "src/FastTokens/Generated/TokenProfiles.g.cs";

    public string Generate(GeneratorInputs inputs) => Generate(inputs.Get(ProfilesDocument.Path), FeatureSet.Library, inputs.Get(ProbeTexts.Path).Sha256);

    public static string Generate(GeneratorInput input, FeatureSet features, string probesSha256)
    {
        IReadOnlyList<FittedProfile> profiles = ProfilesDocument.Read(input, features, probesSha256);
        StringBuilder text = new(GeneratedHeader.For(input));
        text.Append(CultureInfo.InvariantCulture, $$"""

            namespace FastTokens;

            /// <summary>One weight a feature, in the order of the features, in 2^-16 tokens; errors in percent, of texts from sources left out of the fit; quantiles in 1/10,000, a line a length.</summary>
            internal static class TokenProfileData
            {
                /// <summary>The SHA-256 of the names of the features, one a line.</summary>
                internal const string FeatureSet = "{{features.Fingerprint()}}";

                /// <summary>The lengths, in estimated tokens, that the quantiles of errors are of.</summary>
                internal static ReadOnlySpan<int> QuantileLengths => [{{string.Join(", ", ErrorQuantileFit.Lengths.ToArray())}}];

                /// <summary>The shares of texts that they are of.</summary>
                internal static ReadOnlySpan<double> QuantileConfidences => [{{string.Join(", ", ErrorQuantileFit.Confidences.ToArray().Select(share => share.ToString(CultureInfo.InvariantCulture)))}}];

            """);
        foreach ((string family, string member) in Members)
        {
            FittedProfile profile = profiles.FirstOrDefault(candidate => candidate.Name == family)
                ?? throw new InvalidDataException($"Data/{input.Path}: there is no profile '{family}'.");
            if (profile.Quantiles is not { } quantiles
                || !quantiles.Lengths.SequenceEqual(ErrorQuantileFit.Lengths) || !quantiles.Confidences.SequenceEqual(ErrorQuantileFit.Confidences))
            {
                throw new InvalidDataException($"Data/{input.Path}: {family} has no quantiles of the lengths and confidences of now: run calibrate.");
            }

            AppendProfile(text, profile, quantiles, member);
        }

        text.Append("}\n");
        return text.Replace("\r\n", "\n").ToString();
    }

    private static void AppendProfile(StringBuilder text, FittedProfile profile, ErrorQuantiles quantiles, string member)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n    internal const string {member}Name = \"{profile.Name}\";\n");
        text.Append(CultureInfo.InvariantCulture, $"    internal const double {member}Mape = {profile.HeldOut.Mape};\n");
        text.Append(CultureInfo.InvariantCulture, $"    internal const double {member}P95 = {profile.HeldOut.P95};\n");
        text.Append(CultureInfo.InvariantCulture, $"\n    internal static ReadOnlySpan<int> {member} =>\n    [\n");
        for (int first = 0; first < profile.Weights.Length; first += WeightsPerLine)
        {
            int end = Math.Min(first + WeightsPerLine, profile.Weights.Length);
            text.Append("        ").AppendJoin(", ", profile.Weights[first..end]).Append(",\n");
        }

        text.Append("    ];\n");
        text.Append(CultureInfo.InvariantCulture, $"\n    internal static ReadOnlySpan<int> {member}Quantiles =>\n    [\n");
        foreach (int[] factors in quantiles.Factors.ToArray().Chunk(quantiles.Confidences.Length))
        {
            text.Append("        ").AppendJoin(", ", factors).Append(",\n");
        }

        text.Append("    ];\n");
    }
}
