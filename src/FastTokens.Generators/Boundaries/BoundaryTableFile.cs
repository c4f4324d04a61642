using System.Text;

namespace FastTokens.Generators;

/// <summary>The table of text boundaries: one byte a code point, in pages.</summary>
internal sealed class BoundaryTableFile : IGeneratedFile
{
    public string Path => "src/FastTokens/Generated/BoundaryTable.g.cs";

    public string Generate(GeneratorInputs inputs)
    {
        BoundaryAssignment assignment = new(inputs.Unicode, GraphemeData.Read(inputs));
        byte[] values = new byte[CodePointRanges.CodePointCount];
        for (int codePoint = 0; codePoint < values.Length; codePoint++)
        {
            values[codePoint] = BoundaryProperties.Pack(assignment.GraphemeClassOf(codePoint), assignment.CategoryOf(codePoint));
        }

        (byte[] pages, byte[] distinct) = ByteTable.Fold(values, BoundaryProperties.PageLength);
        StringBuilder text = new();
        text.Append(GeneratedHeader.For(
            inputs.Get(GraphemeData.ClusterBreakPath),
            inputs.Get(GraphemeData.ConjunctBreakPath),
            inputs.Get(UnicodeData.GeneralCategoryPath),
            inputs.Get(UnicodeData.ScriptPath),
            inputs.Get(UnicodeData.EmojiAndWhiteSpacePath)));
        text.Append("\nnamespace FastTokens;\n\ninternal static class BoundaryTable\n{\n");
        ByteTable.Append(text, "Pages", $"Where the {BoundaryProperties.PageLength} code points of a page stand.", pages);
        text.Append('\n');
        ByteTable.Append(text, "Values", "The distinct pages, as BoundaryProperties packs them.", distinct);
        return text.Append("}\n").ToString();
    }
}
