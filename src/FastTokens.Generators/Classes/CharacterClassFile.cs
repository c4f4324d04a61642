using System.Globalization;
using System.Text;

namespace FastTokens.Generators;

/// <summary>The class tables: one byte a code unit of the basic plane, pages of 256 for the other planes.</summary>
internal sealed class CharacterClassFile : IGeneratedFile
{
    private const int PageLength = 256;

    public string Path => "src/FastTokens/Generated/CharacterClassTable.g.cs";

    public string Generate(GeneratorInputs inputs)
    {
        GeneratorInput tiers = inputs.Get(CharacterTiers.Path);
        ClassAssignment assignment = new(inputs.Unicode, CharacterTierTable.Read(tiers));
        byte[] classes = new byte[CodePointRanges.CodePointCount];
        for (int codePoint = 0; codePoint < classes.Length; codePoint++)
        {
            classes[codePoint] = assignment.ClassOf(codePoint);
        }

        (byte[] pages, byte[] distinct) = Fold(classes.AsSpan(0x10000));
        StringBuilder text = new(400 << 10);
        text.Append(GeneratedHeader.For(
            inputs.Get(UnicodeData.GeneralCategoryPath), inputs.Get(UnicodeData.ScriptPath), inputs.Get(UnicodeData.EmojiAndWhiteSpacePath), tiers));
        text.Append("\nnamespace FastTokens;\n\ninternal static class CharacterClassTable\n{\n");
        AppendTable(text, "Bmp", "The class of each UTF-16 code unit.", classes.AsSpan(0, 0x10000));
        text.Append('\n');
        AppendTable(text, "SupplementaryPages", "Where the 256 classes of a page from U+10000 on stand.", pages);
        text.Append('\n');
        AppendTable(text, "SupplementaryClasses", "The distinct pages.", distinct);
        return text.Append("}\n").ToString();
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
