using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FastTokens;

/// <summary>Writes catalog files.</summary>
internal static class ModelCatalogWriter
{
    // The file is for people, not for web pages: quotes and letters of all scripts stay as they are.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = true,
        NewLine = "\n",
    };

    public static void Write(Stream utf8Json, IReadOnlyList<ModelInfo> models)
    {
        using Utf8JsonWriter writer = new(utf8Json, Options);
        writer.WriteStartObject();
        writer.WriteNumber("format", ModelCatalogDocument.Format);
        writer.WriteStartArray("models");
        foreach (ModelInfo model in models)
        {
            Write(writer, model);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ModelInfo model)
    {
        writer.WriteStartObject();
        writer.WriteString("name", model.Name);
        writer.WriteString("provider", model.Provider);
        writer.WriteString("profile", model.Profile);
        WriteOptional(writer, "encoding", model.Encoding);
        Write(writer, "contextWindow", model.ContextWindow);
        Write(writer, "maxOutputTokens", model.MaxOutputTokens);
        Write(writer, model.Prices);
        Write(writer, "minCacheableTokens", model.MinCacheableTokens);
        Write(writer, model.ImageTokens);
        Write(writer, model.MessageOverhead);
        if (model.Aliases.Count > 0)
        {
            writer.WriteStartArray("aliases");
            foreach (string alias in model.Aliases)
            {
                writer.WriteStringValue(alias);
            }

            writer.WriteEndArray();
        }

        WriteOptional(writer, "note", model.Note);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string member, Sourced<int>? figure)
    {
        if (figure is { } known)
        {
            writer.WriteStartObject(member);
            writer.WriteNumber("value", known.Value);
            WriteSource(writer, known.Source, known.AsOf);
        }
    }

    private static void Write(Utf8JsonWriter writer, Sourced<ModelPrices>? prices)
    {
        if (prices is { } known)
        {
            writer.WriteStartObject("prices");
            writer.WriteNumber("input", known.Value.Input);
            writer.WriteNumber("output", known.Value.Output);
            WriteOptional(writer, "cacheRead", known.Value.CacheRead);
            WriteOptional(writer, "cacheWrite", known.Value.CacheWrite);
            WriteSource(writer, known.Source, known.AsOf);
        }
    }

    private static void Write(Utf8JsonWriter writer, Sourced<ImageTokenRule>? rule)
    {
        if (rule is { } known)
        {
            writer.WriteStartObject("imageTokens");
            writer.WriteNumber("unit", known.Value.UnitPixels);
            writer.WriteNumber("perUnit", known.Value.TokensPerUnit);
            WriteUnlessZero(writer, "base", known.Value.BaseTokens);
            WriteUnlessZero(writer, "maxEdge", known.Value.MaximumEdge);
            WriteUnlessZero(writer, "shortEdge", known.Value.ShortEdge);
            WriteUnlessZero(writer, "maxUnits", known.Value.MaximumUnits);
            WriteSource(writer, known.Source, known.AsOf);
        }
    }

    private static void Write(Utf8JsonWriter writer, Sourced<MessageOverhead>? overhead)
    {
        if (overhead is { } known)
        {
            writer.WriteStartObject("messageOverhead");
            writer.WriteNumber("perRequest", known.Value.PerRequest);
            writer.WriteNumber("perMessage", known.Value.PerMessage);
            WriteUnlessZero(writer, "withTools", known.Value.WithTools);
            WriteSource(writer, known.Source, known.AsOf);
        }
    }

    private static void WriteSource(Utf8JsonWriter writer, string source, DateOnly asOf)
    {
        writer.WriteString("source", source);
        writer.WriteString("asOf", asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }

    private static void WriteUnlessZero(Utf8JsonWriter writer, string member, int value)
    {
        if (value != 0)
        {
            writer.WriteNumber(member, value);
        }
    }

    private static void WriteOptional(Utf8JsonWriter writer, string member, decimal? value)
    {
        if (value is { } known)
        {
            writer.WriteNumber(member, known);
        }
    }

    private static void WriteOptional(Utf8JsonWriter writer, string member, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(member, value);
        }
    }
}
