namespace FastTokens.Cli;

/// <summary>Writes the result of <c>count</c> as a table: counts first, the path last, since only a path may hold spaces.</summary>
internal static class CountReportTable
{
    public static void Write(CountReport report, CliConsole console)
    {
        if (report.Files.Count == 0)
        {
            return; // The failures have been said; a table of nothing would look like a result.
        }

        ProfileSelection selection = report.Selection;
        ReportTable table = new(console, selection.IncludesAll
            ? [.. selection.Profiles.Select(profile => ReportColumn.Number(profile.Name)), ReportColumn.Number("bytes"), ReportColumn.Text("path")]
            : selection.IsSampled
            ? [ReportColumn.Number("tokens"), ReportColumn.Number("±95%"), ReportColumn.Number("bytes"), ReportColumn.Number("bytes/token"), ReportColumn.Text("path")]
            : [ReportColumn.Number("tokens"), ReportColumn.Number("bytes"), ReportColumn.Number("bytes/token"), ReportColumn.Text("path")]);
        foreach (FileCount file in report.Files)
        {
            table.AddRow(Cells(file));
        }

        if (report.Files.Count > 1)
        {
            table.SetTotalRow(Cells(report.Total));
        }

        table.Write();

        string[] Cells(FileCount file) => selection.IncludesAll
            ? [.. file.Tokens.Select(tokens => table.Format(tokens)), table.Format(file.Bytes), file.Path]
            : selection.IsSampled
            ? [table.Format(file.Tokens[0]), table.Format(file.MarginTokens), table.Format(file.Bytes), table.Format(file.BytesPerToken), file.Path]
            : [table.Format(file.Tokens[0]), table.Format(file.Bytes), table.Format(file.BytesPerToken), file.Path];
    }
}
