using System.Text;

namespace FastTokens.Generators;

/// <summary>The classes that the pre-tokenizers ask for, from the general categories and the White_Space property.</summary>
internal sealed class PreTokenClassFile : IGeneratedFile
{
    public string Path => "src/FastTokens/Generated/PreTokenClassTable.g.cs";

    public string Generate(GeneratorInputs inputs)
    {
        byte[] classes = new byte[CodePointRanges.CodePointCount];
        for (int codePoint = 0; codePoint < classes.Length; codePoint++)
        {
            classes[codePoint] = (byte)ClassOf(inputs.Unicode, codePoint);
        }

        StringBuilder text = new(400 << 10);
        text.Append(GeneratedHeader.For(inputs.Get(UnicodeData.GeneralCategoryPath), inputs.Get(UnicodeData.EmojiAndWhiteSpacePath)));
        text.Append("\nnamespace FastTokens;\n\ninternal static class PreTokenClassTable\n{\n");
        CodePointTable.Append(text, classes);
        return text.Append("}\n").ToString();
    }

    private static int ClassOf(UnicodeData unicode, int codePoint) => codePoint switch
    {
        '\r' or '\n' => PreTokenClass.Newline,
        ' ' => PreTokenClass.Blank,
        '\'' => PreTokenClass.Apostrophe,
        '/' => PreTokenClass.Slash,
        0x17F => PreTokenClass.LongS,
        _ when unicode.WhiteSpace(codePoint) => PreTokenClass.Space,
        _ => unicode.GeneralCategory(codePoint) switch
        {
            GeneralCategory.UppercaseLetter or GeneralCategory.TitlecaseLetter => PreTokenClass.Upper,
            GeneralCategory.LowercaseLetter => PreTokenClass.Lower,
            GeneralCategory.ModifierLetter or GeneralCategory.OtherLetter => PreTokenClass.Uncased,
            GeneralCategory.NonspacingMark or GeneralCategory.SpacingMark or GeneralCategory.EnclosingMark => PreTokenClass.Mark,
            GeneralCategory.DecimalNumber or GeneralCategory.LetterNumber or GeneralCategory.OtherNumber => PreTokenClass.Number,
            _ => PreTokenClass.Other,
        },
    };
}
