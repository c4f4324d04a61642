using System.Text;

namespace FastTokens.Generators;

/// <summary>The class tables: one byte a code unit of the basic plane, pages of 256 for the other planes.</summary>
internal sealed class CharacterClassFile : IGeneratedFile
{
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

        StringBuilder text = new(400 << 10);
        text.Append(GeneratedHeader.For(
            inputs.Get(UnicodeData.GeneralCategoryPath), inputs.Get(UnicodeData.ScriptPath), inputs.Get(UnicodeData.EmojiAndWhiteSpacePath), tiers));
        text.Append("\nnamespace FastTokens;\n\ninternal static class CharacterClassTable\n{\n");
        CodePointTable.Append(text, classes);
        return text.Append("}\n").ToString();
    }
}
