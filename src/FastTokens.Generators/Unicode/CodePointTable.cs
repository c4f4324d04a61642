using System.Globalization;
using System.Text;

namespace FastTokens.Generators;

/// <summary>A table of one byte a code point, as C#: one a code unit of the basic plane, pages of 256 for the other planes.</summary>
internal static class CodePointTable
{
    private const int PageLength = 256;

    /// <summary>Appends the members <c>Bmp</c>, <c>SupplementaryPages</c> and <c>SupplementaryClasses</c>.</summary>
    public static void Append(StringBuilder text, ReadOnlySpan<byte> classes)
    {
        (byte[] pages, byte[] distinct) = Fold(classes[0x10000..]);
        AppendTable(text, "Bmp", "The class of each UTF-16 code unit.", classes[..0x10000]);
        text.Append('\n');
        AppendTable(text, "SupplementaryPages", "Where the 256 classes of a page from U+10000 on stand.", pages);
        text.Append('\n');
        AppendTable(text, "SupplementaryClasses", "The distinct pages.", distinct);
    }

    private static (byte[] Pages, byte[] Distinct) Fold(ReadOnlySpan<byte> classes)
    {
        byte[] pages = new byte[classes.Length / PageLength];
        List<byte> distinct = [];
        Dictionary<string, int> known = new(StringComparer.Ordinal);
        for (int page = 0; page < pages.Length; page++)
        {
            ReadOnlySpan<byte> content = classes.Slice(page * PageLength, PageLength);
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

    private static void AppendTable(StringBuilder text, string name, string summary, ReadOnlySpan<byte> table)
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
