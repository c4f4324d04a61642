using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>Tells the pieces whose merges all stand in <see cref="BpeVocabulary.CyrillicPairs"/>.</summary>
internal static unsafe class CyrillicText
{
    private const int FirstLead = 0xD0;

    /// <summary>Returns whether a byte begins a character from U+0400 to U+047F.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsLead(byte value) => (value & 0xFE) == FirstLead;

    /// <summary>Returns whether a piece of whole characters has none but these, behind a blank perhaps.</summary>
    internal static bool Is(byte* piece, int length)
    {
        int others = 0;
        for (int index = *piece == (byte)' ' ? 1 : 0; index < length; index += 2)
        {
            others |= (piece[index] & 0xFE) ^ FirstLead;
        }

        return others == 0;
    }
}
