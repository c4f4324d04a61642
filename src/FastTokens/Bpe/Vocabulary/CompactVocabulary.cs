using System.Buffers.Binary;

namespace FastTokens;

/// <summary>A vocabulary in the form in which the library embeds it: everything that is slow to derive, in the order in which it is read.</summary>
/// <remarks>
/// Little-endian, after a head of twenty words: the length of the token in each slot of <see cref="TokenTable"/>, a byte each; the tokens in the
/// taken slots, three bytes each; their bytes; the lengths (two bytes), indices (three) and bytes of the longer tokens; the two parts of each
/// token, three bytes each; the characters that merging may begin with, as a code unit (two bytes), a token (three) and a set of
/// neighbours (two); these sets, eight words of eight bytes each; the letters (code units of two bytes) and what is known of pairs of them (a
/// byte for each and one of flags, a token of three bytes, two steps of two), see <see cref="FastTokens.LetterPairs"/>; the characters that tokens join (a key
/// of four bytes each); the edges between characters that tokens reach across with a part of one (a key of four bytes and a token of three each); what <see cref="FastTokens.LoneCharacters"/> knows of characters of four bytes; the tokens of <see cref="BpeVocabulary.WidePairs"/> (three bytes each); what <see cref="FastTokens.CyrillicMerges"/> reads:
/// the left and the right symbol of each merge, the rows, the letters (two bytes each), the prefixes (a byte each), the pairs (an index of two bytes, a pair of four); the
/// runs of consecutive ids, as first index and first id (four bytes each); four bytes of nothing, so that every item can be read as a word.
/// </remarks>
internal readonly ref struct CompactVocabulary
{
    internal const uint Magic = 0x35565446;
    internal const int HeadLength = 80;
    internal const int PaddingLength = 4;

    /// <summary>The length of an item of <see cref="Characters"/>.</summary>
    internal const int CharacterLength = 7;

    /// <summary>What stands for the parts of a token that merging does not reach.</summary>
    internal const uint NoPart = 0xFFFFFF;

    /// <exception cref="InvalidDataException">These are not the bytes of a vocabulary.</exception>
    internal CompactVocabulary(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadLength || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
        {
            throw new InvalidDataException("This is not a compact vocabulary.");
        }

        ReadOnlySpan<byte> rest = bytes[HeadLength..];
        TokenCount = Word(bytes, 1);
        PairCount = Word(bytes, 2);
        int slotCount = Word(bytes, 3);
        int longCount = Word(bytes, 6);
        SlotLengths = Take(ref rest, slotCount);
        SlotTokens = Take(ref rest, 3 * Word(bytes, 4));
        ShortBytes = Take(ref rest, Word(bytes, 5));
        LongLengths = Take(ref rest, 2 * longCount);
        LongTokens = Take(ref rest, 3 * longCount);
        LongBytes = Take(ref rest, Word(bytes, 7));
        Parts = Take(ref rest, 6 * TokenCount);
        Characters = Take(ref rest, CharacterLength * Word(bytes, 8));
        NeighborSets = Take(ref rest, sizeof(ulong) * WholeCharacters.SetWords * Word(bytes, 9));
        Letters = Take(ref rest, 2 * Word(bytes, 10));
        LetterPairs = Take(ref rest, FastTokens.LetterPairs.PairLength * Word(bytes, 11));
        JoinedCharacters = Take(ref rest, FastTokens.JoinedCharacters.KeyLength * Word(bytes, 12));
        CrossedCharacters = Take(ref rest, FastTokens.CrossedCharacters.ItemLength * Word(bytes, 18));
        LongPages = Take(ref rest, FastTokens.LoneCharacters.ItemLength * Word(bytes, 19));
        WideMerges = Take(ref rest, 3 * Word(bytes, 14));
        CyrillicMerges = Take(ref rest, 4 * Word(bytes, 15));
        CyrillicRows = Take(ref rest, 2 * Word(bytes, 16));
        CyrillicLetters = Take(ref rest, 2 * FastTokens.CyrillicMerges.CharacterCount);
        CyrillicPrefixes = Take(ref rest, FastTokens.CyrillicMerges.PrefixCount);
        CyrillicPairs = Take(ref rest, FastTokens.CyrillicMerges.PairLength * Word(bytes, 17));
        IdRuns = Take(ref rest, 8 * Word(bytes, 13));
        if (rest.Length != PaddingLength)
        {
            throw new InvalidDataException("The compact vocabulary is truncated or has something behind it.");
        }
    }

    internal int TokenCount { get; }

    internal int PairCount { get; }

    internal ReadOnlySpan<byte> SlotLengths { get; }

    internal ReadOnlySpan<byte> SlotTokens { get; }

    internal ReadOnlySpan<byte> ShortBytes { get; }

    internal ReadOnlySpan<byte> LongLengths { get; }

    internal ReadOnlySpan<byte> LongTokens { get; }

    internal ReadOnlySpan<byte> LongBytes { get; }

    internal ReadOnlySpan<byte> Parts { get; }

    internal ReadOnlySpan<byte> Characters { get; }

    internal ReadOnlySpan<byte> NeighborSets { get; }

    internal ReadOnlySpan<byte> Letters { get; }

    internal ReadOnlySpan<byte> LetterPairs { get; }

    internal ReadOnlySpan<byte> JoinedCharacters { get; }

    internal ReadOnlySpan<byte> CrossedCharacters { get; }

    internal ReadOnlySpan<byte> LongPages { get; }

    internal ReadOnlySpan<byte> WideMerges { get; }

    internal ReadOnlySpan<byte> CyrillicMerges { get; }

    internal ReadOnlySpan<byte> CyrillicRows { get; }

    internal ReadOnlySpan<byte> CyrillicLetters { get; }

    internal ReadOnlySpan<byte> CyrillicPrefixes { get; }

    internal ReadOnlySpan<byte> CyrillicPairs { get; }

    internal ReadOnlySpan<byte> IdRuns { get; }

    /// <summary>Returns a number of three bytes.</summary>
    internal static uint ReadIndex(ReadOnlySpan<byte> bytes, int offset) =>
        (uint)(bytes[offset] | (bytes[offset + 1] << 8) | (bytes[offset + 2] << 16));

    private static int Word(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * index)..]);

    private static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> rest, int length)
    {
        if ((uint)length > (uint)rest.Length)
        {
            throw new InvalidDataException("The compact vocabulary is truncated.");
        }

        ReadOnlySpan<byte> taken = rest[..length];
        rest = rest[length..];
        return taken;
    }
}
