namespace FastTokens;

/// <summary>Tells the pieces whose merges all stand in <see cref="BpeVocabulary.CyrillicPairs"/>: of characters from U+0400 to U+047F, behind a blank perhaps.</summary>
internal static unsafe class CyrillicText
{
    private const int FirstLead = 0xD0;

    /// <summary>Returns whether such pieces may hold a byte.</summary>
    internal static bool IsPart(byte value) => value == ' ' || Utf8Sequence.IsContinuation(value) || (value & 0xFE) == FirstLead;

    /// <summary>Returns whether a piece of whole characters is such a one.</summary>
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
