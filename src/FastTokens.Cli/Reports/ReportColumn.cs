namespace FastTokens.Cli;

/// <summary>A column of a report.</summary>
/// <param name="Header">Its name, one word, so that plain output splits at white space.</param>
/// <param name="IsNumber">Whether its cells are aligned on the right.</param>
internal readonly record struct ReportColumn(string Header, bool IsNumber)
{
    public static ReportColumn Number(string header) => new(header, IsNumber: true);

    public static ReportColumn Text(string header) => new(header, IsNumber: false);
}
