using System.Globalization;
using System.Text;
using Spectre.Console;

namespace FastTokens.Cli;

/// <summary>
/// A table in one of two forms: drawn for a person if the output is a terminal, else plain columns for programs: a header line, then
/// a line for each row, columns padded with spaces, numbers without separators, nothing wrapped or cut.
/// </summary>
internal sealed class ReportTable(CliConsole console, params IReadOnlyList<ReportColumn> columns)
{
    /// <summary>Stands for a value that does not exist, so that plain columns keep their places.</summary>
    public const string NoValue = "-";

    private const string PlainSeparator = "  ";

    private readonly List<string[]> _rows = [];
    private string[]? _totalRow;

    public void AddRow(params string[] cells) => _rows.Add(cells);

    /// <summary>Sets the last row, which sums up the others.</summary>
    public void SetTotalRow(params string[] cells) => _totalRow = cells;

    /// <summary>Formats a number for this table.</summary>
    public string Format(long? number) =>
        number?.ToString(console.Terminal is null ? "0" : "#,0", CultureInfo.InvariantCulture) ?? NoValue;

    /// <summary>Formats a number with two decimals for this table.</summary>
    public string Format(double? number) =>
        number?.ToString(console.Terminal is null ? "0.00" : "#,0.00", CultureInfo.InvariantCulture) ?? NoValue;

    public void Write()
    {
        if (console.Terminal is { } terminal)
        {
            Draw(terminal);
        }
        else
        {
            WritePlain();
        }
    }

    private void Draw(IAnsiConsole terminal)
    {
        Table table = new() { Border = TableBorder.Simple, ShowFooters = _totalRow is not null };
        for (int index = 0; index < columns.Count; index++)
        {
            TableColumn column = new(new Text(columns[index].Header, new Style(decoration: Decoration.Bold)));
            if (columns[index].IsNumber)
            {
                column.RightAligned().NoWrap();
            }

            if (_totalRow is not null)
            {
                column.Footer(new Text(_totalRow[index], new Style(decoration: Decoration.Bold)));
            }

            table.AddColumn(column);
        }

        foreach (string[] row in _rows)
        {
            table.AddRow(row.Select(cell => new Text(PrintableText.Escape(cell))));
        }

        terminal.Write(table);
    }

    private void WritePlain()
    {
        List<string[]> lines = [[.. columns.Select(column => column.Header)], .. _rows];
        if (_totalRow is not null)
        {
            lines.Add(_totalRow);
        }

        int[] widths = [.. Enumerable.Range(0, columns.Count).Select(index => lines.Max(line => line[index].Length))];
        StringBuilder text = new();
        foreach (string[] line in lines)
        {
            AppendPlainLine(text, line, widths);
        }

        console.WriteOutput(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private void AppendPlainLine(StringBuilder text, string[] line, int[] widths)
    {
        for (int index = 0; index < line.Length; index++)
        {
            bool isLast = index == line.Length - 1;
            string cell = PrintableText.Escape(line[index]);
            string padded = columns[index].IsNumber ? cell.PadLeft(widths[index]) : isLast ? cell : cell.PadRight(widths[index]);
            text.Append(padded).Append(isLast ? "\n" : PlainSeparator);
        }
    }
}
