namespace FastTokens.Cli;

/// <summary>Writes the known models and the profiles as two tables.</summary>
internal static class ModelsReportTable
{
    public static void Write(CliConsole console)
    {
        CreateModelTable(console).Write();
        console.WriteSeparator();
        CreateProfileTable(console).Write();
    }

    private static ReportTable CreateModelTable(CliConsole console)
    {
        ReportTable table = new(
            console,
            ReportColumn.Text("model"),
            ReportColumn.Text("provider"),
            ReportColumn.Text("profile"),
            ReportColumn.Text("encoding"),
            ReportColumn.Number("context"),
            ReportColumn.Number("max-output"));
        foreach (ModelInfo model in ModelLookup.Models)
        {
            table.AddRow(
                model.Name,
                model.Provider,
                model.Profile,
                model.Encoding ?? ReportTable.NoValue,
                table.Format(model.ContextWindow?.Value),
                table.Format(model.MaxOutputTokens?.Value));
        }

        return table;
    }

    // By how many percent 99% of texts of 1,000 tokens stay below the estimate, made larger by as much.
    private static double PadOf(ErrorQuantiles quantiles) => 100.0 * (quantiles.UpperBound(1000, long.MaxValue, 0.99) - 1000) / 1000;

    private static ReportTable CreateProfileTable(CliConsole console)
    {
        ReportTable table = new(
            console, ReportColumn.Text("profile"), ReportColumn.Number("mean-error-%"), ReportColumn.Number("p95-error-%"), ReportColumn.Number("pad-99%"));
        foreach (TokenProfile profile in TokenProfile.BuiltIn)
        {
            table.AddRow(
                profile.Name,
                profile.ReferenceError is { } error ? table.Format(error.MeanAbsolutePercent) : "-",
                profile.ReferenceError is { } tail ? table.Format(tail.P95Percent) : "-",
                profile.ErrorQuantiles is { } quantiles ? table.Format(PadOf(quantiles)) : "-");
        }

        return table;
    }
}
