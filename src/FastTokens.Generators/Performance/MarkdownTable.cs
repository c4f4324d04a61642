using System.Globalization;
using System.Text;

namespace FastTokens.Generators;

/// <summary>A table of a Markdown file, its cells found by the names of columns and the text that rows begin with.</summary>
internal sealed class MarkdownTable
{
    private readonly string _source;
    private readonly string[] _header;
    private readonly List<string[]> _rows = [];

    private MarkdownTable(string source, string[] header)
    {
        _source = source;
        _header = header;
    }

    /// <summary>Gets the rows, header left out.</summary>
    public IReadOnlyList<string[]> Rows => _rows;

    /// <summary>Reads all tables of a text.</summary>
    /// <exception cref="InvalidDataException">A row has more or fewer cells than the header.</exception>
    public static List<MarkdownTable> ReadAll(string source, string text)
    {
        List<MarkdownTable> tables = [];
        MarkdownTable? table = null;
        foreach (string line in text.Split('\n'))
        {
            if (!line.StartsWith('|'))
            {
                table = null;
                continue;
            }

            string[] cells = [.. line.Trim().Trim('|').Split('|').Select(static cell => cell.Trim())];
            if (table is null)
            {
                table = new MarkdownTable(source, cells);
                tables.Add(table);
            }
            else if (cells.Length != table._header.Length)
            {
                throw new InvalidDataException($"{source}: a row has {cells.Length} cells where the header has {table._header.Length}: {line}");
            }
            else if (!cells.All(static cell => cell.Length > 0 && cell.Trim('-', ':').Length == 0))
            {
                table._rows.Add(cells);
            }
        }

        return tables;
    }

    /// <summary>Writes a table; the first column is text, the others figures.</summary>
    public static string Format(IReadOnlyList<string[]> rows)
    {
        StringBuilder text = new();
        foreach (string[] row in rows)
        {
            text.Append("| ").AppendJoin(" | ", row).Append(" |\n");
            if (ReferenceEquals(row, rows[0]))
            {
                text.Append("| --- |").Insert(text.Length, " ---: |", row.Length - 1).Append('\n');
            }
        }

        return text.ToString();
    }

    public bool HasColumn(string name) => Array.IndexOf(_header, name) >= 0;

    /// <summary>Returns the cell of a column in a row.</summary>
    /// <exception cref="InvalidDataException">There is no such column.</exception>
    public string Cell(string[] row, string column)
    {
        int index = Array.IndexOf(_header, column);
        return index >= 0 ? row[index] : throw new InvalidDataException($"{_source}: no table has the columns '{_header[0]}' and '{column}'.");
    }

    /// <summary>Returns the figure of a column in a row.</summary>
    /// <exception cref="InvalidDataException">There is no such column, or no figure.</exception>
    public double Figure(string[] row, string column)
    {
        string cell = Cell(row, column);
        return double.TryParse(cell, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out double figure)
            ? figure
            : throw new InvalidDataException($"{_source}: '{cell}' in column '{column}' is no figure.");
    }

    /// <summary>Returns the row that begins with those cells.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public string[] Row(params string[] first) => _rows.Find(row => row.AsSpan(0, first.Length).SequenceEqual(first))
        ?? throw new InvalidDataException($"{_source}: the table '{_header[0]}' has no row '{string.Join(" | ", first)}'.");
}
