using System.Globalization;
using System.Text;

namespace FastTokens.Generators;

/// <summary>Tables of bytes: folded into distinct pages, and written as C#.</summary>
internal static class ByteTable
{
    /// <summary>Splits values into pages; returns the number of each page and the distinct pages one after another.</summary>
    public static (byte[] Pages, byte[] Distinct) Fold(ReadOnlySpan<byte> values, int pageLength)
    {
        byte[] pages = new byte[values.Length / pageLength];
        List<byte> distinct = [];
        Dictionary<string, int> known = new(StringComparer.Ordinal);
        for (int page = 0; page < pages.Length; page++)
        {
            ReadOnlySpan<byte> content = values.Slice(page * pageLength, pageLength);
            string key = Convert.ToHexString(content);
            if (!known.TryGetValue(key, out int place))
            {
                place = known.Count;
                known.Add(key, place);
                distinct.AddRange(content);
            }

            pages[page] = checked((byte)place);
        }

        return (pages, distinct.ToArray());
    }

    /// <summary>Appends a property that returns the table.</summary>
    public static void Append(StringBuilder text, string name, string summary, ReadOnlySpan<byte> table)
    {
        const int PerLine = 64;
        text.Append(CultureInfo.InvariantCulture, $"    /// <summary>{summary}</summary>\n    internal static ReadOnlySpan<byte> {name} =>\n    [\n");
        for (int index = 0; index < table.Length; index += PerLine)
        {
            text.Append("        ");
            foreach (byte value in table.Slice(index, Math.Min(PerLine, table.Length - index)))
            {
                text.Append(CultureInfo.InvariantCulture, $"{value},");
            }

            text.Append('\n');
        }

        text.Append("    ];\n");
    }
}
