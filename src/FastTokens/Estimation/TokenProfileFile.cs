using System.Globalization;
using System.Text.Json;

namespace FastTokens;

/// <summary>The JSON form of a profile.</summary>
internal static class TokenProfileFile
{
    private const int Format = 1;

    internal static void Write(TokenProfile profile, Stream stream)
    {
        using Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true });
        writer.WriteStartObject();
        writer.WriteNumber("format"u8, Format);
        writer.WriteString("name"u8, profile.Name);
        writer.WriteString("feature_set"u8, TokenProfileData.FeatureSet);
        if (profile.ReferenceError is { } error)
        {
            writer.WriteStartObject("error"u8);
            writer.WriteNumber("mape"u8, error.MeanAbsolutePercent);
            writer.WriteNumber("p95"u8, error.P95Percent);
            writer.WriteEndObject();
        }

        if (profile.ErrorQuantiles is { } quantiles)
        {
            ErrorQuantilesFile.Write(quantiles, writer);
        }

        writer.WriteStartObject("weights"u8);
        for (int index = 0; index < profile.Weights.Length; index++)
        {
            if (profile.Weights[index] != 0)
            {
                writer.WriteNumber(TextFeatures.NameOf(index), profile.Weights[index]);
            }
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    internal static TokenProfile Read(Stream stream)
    {
        try
        {
            // Of two properties with one name the first would be ignored without a word.
            using JsonDocument document = JsonDocument.Parse(stream, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Read(document.RootElement);
        }
        catch (JsonException failure)
        {
            string line = failure.LineNumber is { } number ? $" line {number + 1}:" : string.Empty;
            throw new InvalidDataException($"The profile is not valid JSON:{line} {failure.Message}", failure);
        }
        catch (InvalidOperationException failure)
        {
            // Bytes or escapes that are no Unicode text are found only when a string is read.
            throw new InvalidDataException($"The profile is not valid JSON: {failure.Message}", failure);
        }
    }

    private static TokenProfile Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("the file holds no object");
        }

        if (!root.TryGetProperty("format"u8, out JsonElement format) || !format.TryGetInt32Safe(out int number) || number != Format)
        {
            throw Wrong($"'format' is not {Format}");
        }

        string name = ReadString(root, "name");
        if (name.Length == 0)
        {
            throw Wrong("'name' is empty");
        }

        if (ReadString(root, "feature_set") is { } featureSet && featureSet != TokenProfileData.FeatureSet)
        {
            throw Wrong($"it was made for other features: 'feature_set' is {featureSet}, this version counts {TokenProfileData.FeatureSet}; calibrate it again");
        }

        if (!root.TryGetProperty("weights"u8, out JsonElement weights) || weights.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("'weights' is missing or no object");
        }

        return new TokenProfile(name, ReadWeights(weights), ReadError(root), ErrorQuantilesFile.Read(root));
    }

    private static int[] ReadWeights(JsonElement weights)
    {
        Dictionary<string, int> indexes = new(TextFeatures.Count, StringComparer.Ordinal);
        for (int index = 0; index < TextFeatures.Count; index++)
        {
            indexes.Add(TextFeatures.NameOf(index), index);
        }

        int[] values = new int[TextFeatures.Count];
        foreach (JsonProperty weight in weights.EnumerateObject())
        {
            if (!indexes.Remove(weight.Name, out int index))
            {
                throw Wrong($"'weights.{weight.Name}' is no feature, or stands there twice");
            }

            if (!weight.Value.TryGetInt32Safe(out int value) || value is < 0 or > TokenProfile.MaximumWeight)
            {
                throw Wrong(string.Create(CultureInfo.InvariantCulture, $"'weights.{weight.Name}' is no whole number from 0 to {TokenProfile.MaximumWeight}"));
            }

            values[index] = value;
        }

        return values;
    }

    private static ProfileError? ReadError(JsonElement root)
    {
        if (!root.TryGetProperty("error"u8, out JsonElement error))
        {
            return null;
        }

        return error.ValueKind == JsonValueKind.Object
            ? new ProfileError(ReadPercent(error, "mape"), ReadPercent(error, "p95"))
            : throw Wrong("'error' is no object");
    }

    private static double ReadPercent(JsonElement error, string name) =>
        error.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double percent)
            && double.IsFinite(percent) && percent >= 0
            ? percent
            : throw Wrong($"'error.{name}' is no percentage");

    private static string ReadString(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw Wrong($"'{name}' is missing or no string");

    private static bool TryGetInt32Safe(this JsonElement element, out int value)
    {
        value = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out value);
    }

    internal static InvalidDataException Wrong(string reason) => new($"The profile cannot be used: {reason}.");
}
