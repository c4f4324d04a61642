using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastTokens;

/// <summary>
/// The class byte of each Unicode scalar value: an ASCII character is its own class, any other has one of 127 classes from 0x80 on
/// (see <see cref="CharacterGroup"/>). Everything after this point sees classes only, one byte a character, whatever the encoding was.
/// </summary>
internal static class CharacterClasses
{
    internal const int GroupCount = 16;

    /// <summary>Fills the space after the last character of a text; no character has it, and it counts as nothing.</summary>
    internal const byte Padding = 0xFF;

    /// <summary>What a text follows: its first character counts as the first of a line.</summary>
    internal const byte BeforeText = (byte)'\n';

    /// <summary>U+FFFD, which stands for ill-formed text.</summary>
    internal const int Replacement = 0xFFFD;

    /// <summary>The length of U+FFFD in UTF-8.</summary>
    internal const int ReplacementUtf8Length = 3;

    /// <summary>Gets the first of the classes of the code units from U+0000 on.</summary>
    internal static ref byte BmpReference => ref MemoryMarshal.GetReference(CharacterClassTable.Bmp);

    /// <summary>Returns the class of a UTF-16 code unit; of a surrogate, the class of U+FFFD.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static byte OfBmp(int codeUnit) =>
        Unsafe.Add(ref BmpReference, (nint)(uint)codeUnit);

    /// <summary>Returns the class of a Unicode scalar value.</summary>
    internal static byte OfScalar(int scalar)
    {
        if (scalar < 0x10000)
        {
            return OfBmp(scalar);
        }

        int page = CharacterClassTable.SupplementaryPages[(scalar - 0x10000) >> 8];
        return CharacterClassTable.SupplementaryClasses[(page << 8) | (scalar & 0xFF)];
    }
}
