using System.Globalization;
using FastTokens.Caching;
using FastTokens.Compaction;

namespace FastTokens.Cli;

/// <summary>Writes what <c>count --request</c> found: what fills a request, as a table with bars or as JSON.</summary>
internal static class RequestReport
{
    private const int BarWidth = 24;

    public static void WriteTable(CliConsole console, RequestMeasurement measurement)
    {
        RequestTokenReport report = measurement.Report;
        List<ReportColumn> columns = [ReportColumn.Text("part"), ReportColumn.Text("role"), ReportColumn.Number("tokens"), ReportColumn.Number("share%")];
        if (measurement.Usage is not null)
        {
            columns.AddRange([ReportColumn.Number("at_least"), ReportColumn.Number("at_most")]);
        }

        columns.Add(ReportColumn.Text("bar"));
        ReportTable table = new(console, columns);
        foreach (RequestPart part in Enum.GetValues<RequestPart>())
        {
            AddRow(table, measurement, ChangeNames.Of(part), ReportTable.NoValue, report.TokensOf(part), part);
        }

        for (int index = 0; index < report.Messages.Count; index++)
        {
            AddRow(
                table, measurement, string.Create(CultureInfo.InvariantCulture, $"messages[{index}]"), ChangeNames.Of(report.Messages.RoleOf(index)), report.TokensOfMessage(index), null);
        }

        List<string> total = ["total", ReportTable.NoValue, table.Format(report.Total), "100.0"];
        if (measurement.Usage is { } usage)
        {
            total.AddRange([table.Format(usage.Input), table.Format(usage.Input)]);
        }

        total.Add(Summary(measurement));
        table.SetTotalRow([.. total]);
        table.Write();
    }

    public static void WriteJson(CliConsole console, RequestMeasurement measurement) => JsonReport.Write(console, writer =>
    {
        RequestTokenReport report = measurement.Report;
        writer.WriteString("counter", measurement.Counter);
        writer.WriteString("model", measurement.Model);
        writer.WriteNumber("tokens", report.Total);
        JsonReport.WriteNumberOrNull(writer, "error_percent", report.ErrorPercent);
        writer.WriteNumber("tokens_at_most", report.TotalAtMost);
        JsonReport.WriteArray(writer, "parts", Enum.GetValues<RequestPart>(), part =>
        {
            writer.WriteString("part", ChangeNames.Of(part));
            writer.WriteNumber("tokens", report.TokensOf(part));
            if (measurement.Usage is { } usage)
            {
                TokenRange range = report.RangeOf(part, usage);
                writer.WriteNumber("at_least", range.AtLeast);
                writer.WriteNumber("at_most", range.AtMost);
            }
        });
        JsonReport.WriteArray(writer, "messages", Enumerable.Range(0, report.Messages.Count), index =>
        {
            writer.WriteNumber("index", index);
            writer.WriteString("role", ChangeNames.Of(report.Messages.RoleOf(index)));
            writer.WriteNumber("tokens", report.TokensOfMessage(index));
        });
        JsonReport.WriteNumberOrNull(writer, "reported_tokens", measurement.Usage?.Input);
        JsonReport.WriteNumberOrNull(writer, "deviation", measurement.Usage is { } reported ? Math.Round(report.DeviationFrom(reported), 6) : null);
        JsonReport.WriteAmount(writer, "input_cost_usd", InputCost(measurement));
    });

    private static void AddRow(ReportTable table, RequestMeasurement measurement, string name, string role, long tokens, RequestPart? part)
    {
        long total = measurement.Report.Total;
        List<string> row = [name, role, table.Format(tokens), (total == 0 ? 0 : 100.0 * tokens / total).ToString("0.0", CultureInfo.InvariantCulture)];
        if (measurement.Usage is { } usage)
        {
            TokenRange? range = part is { } known ? measurement.Report.RangeOf(known, usage) : null;
            row.AddRange([table.Format(range?.AtLeast), table.Format(range?.AtMost)]);
        }

        row.Add(TextBar.Of(tokens, total, BarWidth));
        table.AddRow([.. row]);
    }

    private static string Summary(RequestMeasurement measurement)
    {
        RequestTokenReport report = measurement.Report;
        CultureInfo culture = CultureInfo.InvariantCulture;
        string error = report.ErrorPercent is { } percent ? string.Create(culture, $"{measurement.Counter}, text ±{percent:0.#}%") : measurement.Counter;
        string reported = measurement.Usage is { } usage
            ? string.Create(culture, $"; reported {usage.Input}, counted {100 * report.DeviationFrom(usage):+0.0;-0.0;0.0}%")
            : "";
        string cost = InputCost(measurement) is { } amount ? $"; input {Money.Format(amount)}" : "";
        return error + reported + cost;
    }

    // As the response was billed, or as if nothing were cached.
    private static decimal? InputCost(RequestMeasurement measurement) =>
        measurement.Rules.CostOf(measurement.Usage is { } usage ? usage with { Output = 0 } : new CacheUsage(measurement.Report.Total));
}
