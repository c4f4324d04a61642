using System.Text.Json;

namespace FastTokens;

/// <summary>The JSON form of error quantiles: a part of the file of a profile.</summary>
internal static class ErrorQuantilesFile
{
    internal static ReadOnlySpan<byte> Name => "error_quantiles"u8;

    internal static void Write(ErrorQuantiles quantiles, Utf8JsonWriter writer)
    {
        writer.WriteStartObject(Name);
        writer.WriteStartArray("confidences"u8);
        foreach (double confidence in quantiles.Confidences)
        {
            writer.WriteNumberValue(confidence);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("factors"u8);
        for (int length = 0; length < quantiles.Lengths.Length; length++)
        {
            writer.WriteStartObject();
            writer.WriteNumber("length"u8, quantiles.Lengths[length]);
            writer.WriteStartArray("of"u8);
            for (int confidence = 0; confidence < quantiles.Confidences.Length; confidence++)
            {
                writer.WriteNumberValue(quantiles.GetFactor(length, confidence));
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Reads the quantiles of a profile; <see langword="null"/> where it has none.</summary>
    /// <exception cref="InvalidDataException">They are wrong; the message says where and why.</exception>
    internal static ErrorQuantiles? Read(JsonElement profile)
    {
        if (!profile.TryGetProperty(Name, out JsonElement quantiles))
        {
            return null;
        }

        if (quantiles.ValueKind != JsonValueKind.Object
            || !quantiles.TryGetProperty("confidences"u8, out JsonElement confidences) || confidences.ValueKind != JsonValueKind.Array
            || !quantiles.TryGetProperty("factors"u8, out JsonElement rows) || rows.ValueKind != JsonValueKind.Array)
        {
            throw Wrong("has no array 'confidences' or 'factors'");
        }

        List<double> confidenceValues = [];
        foreach (JsonElement confidence in confidences.EnumerateArray())
        {
            confidenceValues.Add(ReadNumber(confidence));
        }

        List<int> lengths = [];
        List<int> factors = [];
        foreach (JsonElement row in rows.EnumerateArray())
        {
            if (row.ValueKind != JsonValueKind.Object
                || !row.TryGetProperty("length"u8, out JsonElement length) || length.ValueKind != JsonValueKind.Number || !length.TryGetInt32(out int tokens)
                || !row.TryGetProperty("of"u8, out JsonElement values) || values.ValueKind != JsonValueKind.Array
                || values.GetArrayLength() != confidenceValues.Count)
            {
                throw Wrong("has a row that is not a whole 'length' with a factor for each confidence in 'of'");
            }

            lengths.Add(tokens);
            foreach (JsonElement value in values.EnumerateArray())
            {
                factors.Add((int)Math.Round(Math.Clamp(ReadNumber(value), 0, int.MaxValue / ErrorQuantiles.Unit) * ErrorQuantiles.Unit));
            }
        }

        int[] lengthArray = [.. lengths];
        double[] confidenceArray = [.. confidenceValues];
        int[] factorArray = [.. factors];
        return ErrorQuantiles.FindFault(lengthArray, confidenceArray, factorArray) is { } fault
            ? throw Wrong($"cannot be used: {fault}")
            : new ErrorQuantiles(lengthArray, confidenceArray, factorArray);
    }

    private static double ReadNumber(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw Wrong("holds something else than numbers");

    private static InvalidDataException Wrong(string reason) => TokenProfileFile.Wrong($"'error_quantiles' {reason}");
}
