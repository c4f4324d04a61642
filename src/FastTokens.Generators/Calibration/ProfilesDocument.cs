using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FastTokens.Generators;

/// <summary><c>Data/profiles.json</c>: the fitted weights by the names of the features, those of 0 left out.</summary>
internal static class ProfilesDocument
{
    public const string Path = "profiles.json";

    private const int Version = 1;
    private const string Probes = "probes";

    public static string Format(FeatureSet features, CorpusFile corpus, CorpusFile probes, IReadOnlyList<FittedProfile> profiles)
    {
        using MemoryStream stream = new();
        JsonWriterOptions options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (Utf8JsonWriter writer = new(stream, options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("format", Version);
            writer.WriteString("featureSet", features.Fingerprint());
            writer.WriteString("featureProbe", features.Probe());
            WriteSource(writer, "corpus", corpus);
            WriteSource(writer, Probes, probes);
            writer.WriteStartArray("profiles");
            foreach (FittedProfile profile in profiles)
            {
                WriteProfile(writer, features, profile);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    /// <summary>Reads the profiles, with a weight for each feature.</summary>
    /// <param name="input">The file.</param>
    /// <param name="features">The features of now.</param>
    /// <param name="probesSha256">The SHA-256 of the probes of now.</param>
    /// <exception cref="InvalidDataException">The file is wrong, or its weights are for other features or of other probes; the message says what to do.</exception>
    public static IReadOnlyList<FittedProfile> Read(GeneratorInput input, FeatureSet features, string probesSha256)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(input.Bytes);
            JsonElement root = document.RootElement;
            if (root.GetProperty("format").GetInt32() != Version)
            {
                throw Wrong(input, $"'format' must be {Version}");
            }

            if (root.GetProperty("featureSet").GetString() != features.Fingerprint() || root.GetProperty("featureProbe").GetString() != features.Probe())
            {
                throw Wrong(input, "its weights are for other features than the library has now: run calibrate");
            }

            if (root.GetProperty(Probes).GetProperty("sha256").GetString() != probesSha256)
            {
                throw Wrong(input, $"its weights were fitted to other probes than Data/{ProbeTexts.Path} has now: run calibrate");
            }

            Dictionary<string, int> indices = new(StringComparer.Ordinal);
            for (int index = 0; index < features.Names.Count; index++)
            {
                indices.Add(features.Names[index], index);
            }

            return [.. root.GetProperty("profiles").EnumerateArray().Select(profile => ReadProfile(input, profile, indices))];
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Wrong(input, failure.Message.TrimEnd('.'));
        }
    }

    private static void WriteSource(Utf8JsonWriter writer, string name, CorpusFile source)
    {
        writer.WriteStartObject(name);
        writer.WriteString("file", source.Name);
        writer.WriteString("sha256", source.Sha256);
        writer.WriteNumber("documents", source.Documents.Count);
        writer.WriteEndObject();
    }

    private static void WriteProfile(Utf8JsonWriter writer, FeatureSet features, FittedProfile profile)
    {
        writer.WriteStartObject();
        writer.WriteString("name", profile.Name);
        writer.WriteStartObject("error");
        writer.WriteNumber("mape", profile.HeldOut.Mape);
        writer.WriteNumber("p95", profile.HeldOut.P95);
        writer.WriteEndObject();
        if (profile.Quantiles is { } quantiles)
        {
            ErrorQuantilesFile.Write(quantiles, writer);
        }

        writer.WriteStartObject("weights");
        for (int index = 0; index < profile.Weights.Length; index++)
        {
            if (profile.Weights[index] != 0)
            {
                writer.WriteNumber(features.Names[index], profile.Weights[index]);
            }
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static FittedProfile ReadProfile(GeneratorInput input, JsonElement profile, Dictionary<string, int> indices)
    {
        string name = profile.GetProperty("name").GetString() ?? throw Wrong(input, "a profile has no name");
        JsonElement error = profile.GetProperty("error");
        int[] weights = new int[indices.Count];
        foreach (JsonProperty member in profile.GetProperty("weights").EnumerateObject())
        {
            if (!indices.TryGetValue(member.Name, out int index))
            {
                throw Wrong(input, $"{name}: there is no feature '{member.Name}'");
            }

            if (!member.Value.TryGetInt32(out weights[index]) || weights[index] < 0)
            {
                throw Wrong(input, $"{name}: the weight of '{member.Name}' is not a whole number from 0 to {int.MaxValue}");
            }
        }

        return new FittedProfile(name, weights, new EstimateError(error.GetProperty("mape").GetDouble(), error.GetProperty("p95").GetDouble()))
        {
            Quantiles = ErrorQuantilesFile.Read(profile),
        };
    }

    private static InvalidDataException Wrong(GeneratorInput input, string reason) => new($"Data/{input.Path}: {reason}.");
}
