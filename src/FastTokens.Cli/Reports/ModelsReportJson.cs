using System.Globalization;
using System.Text.Json;

namespace FastTokens.Cli;

/// <summary>Writes the known models and the profiles as one JSON document; unknown values are null.</summary>
internal static class ModelsReportJson
{
    public static void Write(CliConsole console) => JsonReport.Write(console, writer =>
    {
        JsonReport.WriteArray(writer, "models", ModelLookup.Models, model =>
        {
            writer.WriteString("name", model.Name);
            writer.WriteString("provider", model.Provider);
            writer.WriteString("profile", model.Profile);
            writer.WriteString("encoding", model.Encoding);
            WriteSourced(writer, "context_window", model.ContextWindow);
            WriteSourced(writer, "max_output_tokens", model.MaxOutputTokens);
            WriteSourced(writer, "min_cacheable_tokens", model.MinCacheableTokens);
            WritePrices(writer, model.Prices);
        });

        JsonReport.WriteArray(writer, "profiles", TokenProfile.BuiltIn, profile =>
        {
            writer.WriteString("name", profile.Name);
            if (profile.ReferenceError is { } error)
            {
                writer.WriteNumber("mean_absolute_error_percent", error.MeanAbsolutePercent);
                writer.WriteNumber("p95_error_percent", error.P95Percent);
            }

            if (profile.ErrorQuantiles is { } quantiles)
            {
                writer.WriteStartArray("bounds");
                for (int length = 0; length < quantiles.Lengths.Length; length++)
                {
                    writer.WriteStartObject();
                    writer.WriteNumber("tokens", quantiles.Lengths[length]);
                    for (int confidence = 0; confidence < quantiles.Confidences.Length; confidence++)
                    {
                        writer.WriteNumber(quantiles.Confidences[confidence].ToString(CultureInfo.InvariantCulture), quantiles.GetFactor(length, confidence));
                    }

                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }
        });
    });

    // US dollars for a million tokens.
    private static void WritePrices(Utf8JsonWriter writer, Sourced<ModelPrices>? prices)
    {
        if (prices is not { } known)
        {
            writer.WriteNull("prices");
            return;
        }

        writer.WriteStartObject("prices");
        JsonReport.WriteAmount(writer, "input", known.Value.Input);
        JsonReport.WriteAmount(writer, "output", known.Value.Output);
        JsonReport.WriteAmount(writer, "cache_read", known.Value.CacheRead);
        JsonReport.WriteAmount(writer, "cache_write", known.Value.CacheWrite);
        writer.WriteString("source", known.Source);
        writer.WriteString("as_of", known.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }

    private static void WriteSourced(Utf8JsonWriter writer, string name, Sourced<int>? figure)
    {
        if (figure is not { } known)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteNumber("value", known.Value);
        writer.WriteString("source", known.Source);
        writer.WriteString("as_of", known.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }
}
