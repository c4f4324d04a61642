using System.Text.Json;

namespace FastTokens.Cli;

/// <summary>Writes the result of <c>count</c> as one JSON document.</summary>
internal static class CountReportJson
{
    public static void Write(CountReport report, CliConsole console) => JsonReport.Write(console, writer =>
    {
        writer.WriteString("profile", report.Selection.Name);
        writer.WriteBoolean("exact", report.Selection.Tokenizer is not null && !report.Selection.IsSampled);
        if (report.Selection.IsSampled)
        {
            writer.WriteBoolean("sampled", true);
        }

        if (report.Selection.Model is { } model)
        {
            writer.WriteString("model", model);
        }

        JsonReport.WriteArray(writer, "files", report.Files, file =>
        {
            writer.WriteString("path", file.Path);
            WriteCount(writer, report.Selection, file);
        });

        writer.WriteStartObject("totals");
        writer.WriteNumber("files", report.Files.Count);
        WriteCount(writer, report.Selection, report.Total);
        writer.WriteEndObject();

        writer.WriteStartObject("left_out");
        writer.WriteNumber("ignored", report.LeftOut.Ignored);
        writer.WriteNumber("binary", report.LeftOut.Binary);
        writer.WriteNumber("links", report.LeftOut.Links);
        writer.WriteEndObject();

        JsonReport.WriteArray(writer, "failures", report.Failures, failure =>
        {
            writer.WriteString("path", failure.Path);
            writer.WriteString("reason", failure.Reason);
        });
    });

    private static void WriteCount(Utf8JsonWriter writer, ProfileSelection selection, FileCount count)
    {
        if (selection.IncludesAll)
        {
            writer.WriteStartObject("tokens");
            for (int index = 0; index < count.Tokens.Length; index++)
            {
                writer.WriteNumber(selection.Profiles[index].Name, count.Tokens[index]);
            }

            writer.WriteEndObject();
            writer.WriteNumber("bytes", count.Bytes);
        }
        else
        {
            writer.WriteNumber("tokens", count.Tokens[0]);
            if (selection.IsSampled)
            {
                writer.WriteNumber("margin_95", count.MarginTokens);
            }

            writer.WriteNumber("bytes", count.Bytes);
            JsonReport.WriteNumberOrNull(writer, "bytes_per_token", count.BytesPerToken);
        }
    }
}
