using System.Text;

namespace FastTokens.Generators;

/// <summary>A table of one byte a code point, as C#: one a code unit of the basic plane, pages of 256 for the other planes.</summary>
internal static class CodePointTable
{
    private const int PageLength = 256;

    /// <summary>Appends the members <c>Bmp</c>, <c>SupplementaryPages</c> and <c>SupplementaryClasses</c>.</summary>
    public static void Append(StringBuilder text, ReadOnlySpan<byte> classes)
    {
        (byte[] pages, byte[] distinct) = ByteTable.Fold(classes[0x10000..], PageLength);
        ByteTable.Append(text, "Bmp", "The class of each UTF-16 code unit.", classes[..0x10000]);
        text.Append('\n');
        ByteTable.Append(text, "SupplementaryPages", "Where the 256 classes of a page from U+10000 on stand.", pages);
        text.Append('\n');
        ByteTable.Append(text, "SupplementaryClasses", "The distinct pages.", distinct);
    }
}
