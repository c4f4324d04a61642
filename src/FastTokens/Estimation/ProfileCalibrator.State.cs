using System.Text.Json;

namespace FastTokens;

/// <content>The state as JSON, so that learning goes on in another process.</content>
public sealed partial class ProfileCalibrator
{
    private const int Format = 1;

    /// <summary>Writes the state as JSON.</summary>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true });
        writer.WriteStartObject();
        writer.WriteNumber("format"u8, Format);
        writer.WriteString("profile"u8, Profile.Name);
        writer.WriteString("feature_set"u8, TokenProfileData.FeatureSet);
        writer.WriteNumber("learned"u8, LearnedCount);
        writer.WriteNumber("rejected"u8, RejectedCount);
        writer.WriteNumber("rejected_side"u8, _rejectedSide);
        writer.WriteStartObject("multipliers"u8);
        for (int index = 0; index < CalibrationClasses.Count; index++)
        {
            writer.WriteNumber(CalibrationClasses.NameOf(index), _multipliers[index]);
        }

        writer.WriteEndObject();
        WriteArray(writer, "covariance"u8, _covariance);
        WriteArray(writer, "recent"u8, _recent);
        writer.WriteEndObject();
    }

    /// <summary>Reads a state that <see cref="Save"/> wrote.</summary>
    /// <param name="stream">JSON in UTF-8; read to its end.</param>
    /// <param name="profile">The profile that is refined: the one of the state's name.</param>
    /// <exception cref="InvalidDataException">The file is no such state, or one for another profile or other features; the message says why.</exception>
    public static ProfileCalibrator Load(Stream stream, TokenProfile profile)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ProfileCalibrator calibrator = new(profile);
        try
        {
            using JsonDocument document = JsonDocument.Parse(stream, new JsonDocumentOptions { AllowDuplicateProperties = false });
            calibrator.Read(document.RootElement);
            return calibrator;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException($"The state of the calibrator cannot be read: {failure.Message}", failure);
        }
    }

    private static void WriteArray(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<double> values)
    {
        writer.WriteStartArray(name);
        foreach (double value in values)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }

    private void Read(JsonElement root)
    {
        if (root.GetProperty("format"u8).GetInt32() != Format)
        {
            throw Wrong($"'format' is not {Format}");
        }

        if (root.GetProperty("profile"u8).GetString() != Profile.Name || root.GetProperty("feature_set"u8).GetString() != TokenProfileData.FeatureSet)
        {
            throw Wrong($"it is of another profile than {Profile.Name}, or of other features");
        }

        LearnedCount = root.GetProperty("learned"u8).GetInt64();
        RejectedCount = root.GetProperty("rejected"u8).GetInt64();
        _rejectedSide = root.GetProperty("rejected_side"u8).GetInt32();
        if (LearnedCount < 0 || RejectedCount < 0 || Math.Abs((long)_rejectedSide) >= RejectedInARow)
        {
            throw Wrong("a number of observations is out of range");
        }

        JsonElement multipliers = root.GetProperty("multipliers"u8);
        for (int index = 0; index < CalibrationClasses.Count; index++)
        {
            double multiplier = multipliers.GetProperty(CalibrationClasses.NameOf(index)).GetDouble();
            _multipliers[index] = multiplier is >= LowestMultiplier and <= HighestMultiplier
                ? multiplier
                : throw Wrong($"'multipliers.{CalibrationClasses.NameOf(index)}' is not from {LowestMultiplier} to {HighestMultiplier}");
        }

        ReadArray(root, "covariance", _covariance);
        for (int row = 0; row < CalibrationClasses.Count; row++)
        {
            if (RowOf(row)[row] < 0)
            {
                throw Wrong("a variance is negative");
            }
        }

        ReadArray(root, "recent", _recent);
    }

    private static void ReadArray(JsonElement root, string name, Span<double> values)
    {
        JsonElement array = root.GetProperty(name);
        if (array.GetArrayLength() != values.Length)
        {
            throw Wrong($"'{name}' has not {values.Length} numbers");
        }

        int index = 0;
        foreach (JsonElement element in array.EnumerateArray())
        {
            double value = element.GetDouble();
            values[index++] = double.IsFinite(value) ? value : throw Wrong($"'{name}' holds a number that is none");
        }
    }

    private static InvalidDataException Wrong(string reason) => new($"The state of the calibrator cannot be used: {reason}.");
}
