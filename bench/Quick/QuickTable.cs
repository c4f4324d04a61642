using System.Globalization;
using System.Text;

namespace FastTokens.Bench;

/// <summary>A Markdown table that can be read as it is too; the leading columns are text, the others figures.</summary>
internal sealed class QuickTable(int textColumns, params string[] header)
{
    private readonly List<string[]> _rows = [header];

    internal static string Figure(double value) => value.ToString(value < 10 ? "N2" : value < 100 ? "N1" : "N0", CultureInfo.InvariantCulture);

    internal void Add(params string[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        int[] widths = [.. header.Select((_, column) => _rows.Max(row => row[column].Length))];
        StringBuilder table = new();
        for (int index = 0; index < _rows.Count; index++)
        {
            Append(table, _rows[index].Select((cell, column) => column < textColumns ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])));
            if (index == 0)
            {
                Append(table, widths.Select((width, column) => column < textColumns ? new string('-', width) : new string('-', width - 1) + ":"));
            }
        }

        return table.ToString();
    }

    private static void Append(StringBuilder table, IEnumerable<string> cells) => table.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
