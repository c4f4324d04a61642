using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastTokens;

/// <summary>The merges of two letters that nothing beside them can prevent: they can be made before all others, and all at once.</summary>
/// <remarks>
/// <para>
/// A letter is a character of one byte, or one of the most common ones of two, 254 together. The bytes of two adjacent letters l and r, left to themselves, merge
/// into a token of rank k by merges of ranks up to k. So they do in a text, if no merge of a rank up to k reaches across the two edges first: none
/// that joins what ends with the letter before l, or is its last byte, with l, with its first byte, or with l and the first byte of r; and
/// none such on the other side. What they become is part of tokens of higher ranks only, so making it early changes nothing else. Beside what is
/// no letter nothing is known, so nothing is merged there.
/// </para>
/// <para>
/// Ranks are compared in steps of 32, the bounds rounded down. Of the merges that a Russian word needs, this makes three in five.
/// </para>
/// </remarks>
internal sealed unsafe class LetterPairs
{
    /// <summary>The most letters. Letter 0 is none.</summary>
    internal const int MaxLetters = 254;

    /// <summary>The letter that stands for the edge of a piece: it merges with nothing.</summary>
    internal const int Separator = MaxLetters + 1;

    /// <summary>Its code point.</summary>
    internal const int SeparatorCodePoint = MaxCodePoints;

    /// <summary>The code points that may be letters: those of one and two bytes.</summary>
    internal const int MaxCodePoints = 0x800;

    /// <summary>The length of an item of <see cref="CompactVocabulary.LetterPairs"/>.</summary>
    internal const int PairLength = 10;

    /// <summary>The bound of a pair that no other takes apart.</summary>
    internal const int NoBound = ushort.MaxValue;

    /// <summary>Flags a pair whose left letter need not become whole before something else takes a part of it.</summary>
    internal const int LeftMayBreak = 1;

    /// <summary>Flags a pair whose right letter need not become whole before something else takes a part of it.</summary>
    internal const int RightMayBreak = 2;

    /// <summary>Flags a pair of which nothing is known, because one of both is no letter.</summary>
    internal const int IsUnknown = 4;

    /// <summary>The pairs of a letter, those that begin with it, are this many, by the other letter.</summary>
    internal const int LetterCount = MaxLetters + 2;

    /// <summary>Ranks are compared without these bits.</summary>
    internal const int StepBits = 5;

    /// <summary>Where the flags of a pair stand in its first half.</summary>
    internal const int FlagShift = 24;

    /// <summary>Where the letter of a character of ASCII stands above its symbol.</summary>
    internal const int AsciiLetterShift = 24;

    /// <summary>What two letters merge into, plus one, or 0, in the first half of a pair.</summary>
    internal const uint TokenMask = (1 << FlagShift) - 1;

    private readonly AlignedMemory _letters = new(SeparatorCodePoint + 1);
    private readonly AlignedMemory _ascii = new((byte.MaxValue + 1) * sizeof(uint));
    private readonly AlignedMemory _symbols = new(LetterCount * sizeof(uint));
    private readonly AlignedMemory _pairs = new(LetterCount * LetterCount * (nuint)sizeof(Pair));

    /// <param name="compact">What there is to know of letters.</param>
    /// <param name="byteSymbols">The token of each byte.</param>
    /// <param name="wholeCharacters">The tokens of characters, see <see cref="BpeVocabulary.WholeCharacters"/>.</param>
    internal LetterPairs(CompactVocabulary compact, uint* byteSymbols, uint* wholeCharacters)
    {
        for (int letter = 1; letter <= compact.Letters.Length / 2; letter++)
        {
            int codePoint = compact.Letters[(2 * letter) - 2] | (compact.Letters[(2 * letter) - 1] << 8);
            _letters.Pointer[codePoint] = (byte)letter;
            ((uint*)_symbols.Pointer)[letter] = codePoint < 0x80 ? byteSymbols[codePoint] : wholeCharacters[codePoint] & PairTable.IndexMask;
        }

        Pair* pairs = (Pair*)_pairs.Pointer;
        ReadOnlySpan<byte> items = compact.LetterPairs;
        for (int offset = 0; offset < items.Length; offset += PairLength)
        {
            uint token = CompactVocabulary.ReadIndex(items, offset + 3);
            pairs[(items[offset] * LetterCount) + items[offset + 1]] = new Pair(
                (token == CompactVocabulary.NoPart ? 0 : token + 1) | ((uint)items[offset + 2] << FlagShift),
                (ushort)(NoBound - (items[offset + 6] | (items[offset + 7] << 8))),
                (ushort)(NoBound - (items[offset + 8] | (items[offset + 9] << 8))));
        }

        Pair unknown = new((LeftMayBreak | RightMayBreak | IsUnknown) << FlagShift, NoBound, NoBound);
        for (int letter = 0; letter < LetterCount; letter++)
        {
            pairs[letter] = unknown;
            pairs[letter * LetterCount] = unknown;
        }

        for (int value = 0; value < 0x80; value++)
        {
            Ascii[value] = byteSymbols[value] | ((uint)LetterOf[value] << AsciiLetterShift);
        }

        Ascii[SymbolReader.Separator] = SymbolReader.SeparatorSymbol | ((uint)Separator << AsciiLetterShift);
        _letters.Pointer[SeparatorCodePoint] = Separator;
        pairs[Separator] = pairs[Separator * LetterCount] = default;
    }

    /// <summary>The letter of each code point, or 0.</summary>
    internal byte* LetterOf => _letters.Pointer;

    /// <summary>The symbol of each character of ASCII, and above it its letter; and of the separator.</summary>
    internal uint* Ascii => (uint*)_ascii.Pointer;

    /// <summary>
    /// The pairs by both letters, as one word: the token, plus one, and the flags in the low half, then what takes the right one, then what takes
    /// the left one. Bounds are stored as their distance from none, so that nothing is known of a pair of zeros.
    /// </summary>
    internal ulong* Pairs => (ulong*)_pairs.Pointer;

    internal long ByteCount => (long)(_letters.Length + _ascii.Length + _symbols.Length + _pairs.Length);

    /// <summary>Returns a rank as the step in which it is compared.</summary>
    internal static int StepOf(int rank) => Math.Min(rank >> StepBits, NoBound);

    /// <summary>Writes the symbols of up to 1,024 bytes with those merges made, at most one a byte, and returns how many they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    internal int Symbolize(BpeVocabulary vocabulary, byte* piece, int length, uint* symbols)
    {
        byte* letters = stackalloc byte[RoundMerger.MaxLength + 2];
        ushort* starts = stackalloc ushort[RoundMerger.MaxLength + 2];
        byte* letterOf = _letters.Pointer;
        int count = 0;
        for (int index = 0; index < length;)
        {
            byte lead = piece[index];
            starts[count] = (ushort)index;
            if (lead < 0x80)
            {
                letters[count++] = letterOf[lead];
                index++;
                continue;
            }

            int next = PieceMerger.CharacterEnd(piece, index, length);
            letters[count++] = lead < 0xE0 & next - index == 2 ? letterOf[Utf8Sequence.CodePointAt(piece + index)] : (byte)0;
            index = next;
        }

        starts[count] = (ushort)length;

        ulong* pairs = Pairs;
        uint* letterSymbols = (uint*)_symbols.Pointer;
        ulong before = 0;
        ulong here = count > 1 ? pairs[(letters[0] * LetterCount) + letters[1]] : 0;
        uint merged = 0;
        uint* end = symbols;
        for (int place = 0; place < count; place++)
        {
            ulong behind = place + 2 < count ? pairs[(letters[place + 1] * LetterCount) + letters[place + 2]] : 0;

            // Without a branch, in arithmetic: a choice would be compiled to one. Masks have all bits set or none. Of two adjacent pairs at most one
            // is taken, so what follows a merge is always its right part.
            int takesRight = (int)(before >> 32) & ushort.MaxValue;
            int fromRight = takesRight - (int)(behind >> 48);
            int bound = NoBound - takesRight + (fromRight & (fromRight >> 31));
            uint token = ((uint)here & TokenMask) - 1;
            uint merges = (uint)(((int)(token >> StepBits) - bound) >> 31);
            uint letter = letters[place];
            uint symbol = letterSymbols[letter];
            *end = symbol ^ ((symbol ^ token) & merges);
            uint mayBreak = (((uint)before >> (FlagShift + 1)) | ((uint)here >> FlagShift)) & 1;
            if (((mayBreak & ~(merges | merged)) | ((letter - 1) >> 31)) != 0)
            {
                end = PieceMerger.SymbolizeBytes(vocabulary, piece, starts[place], starts[place + 1], length, end);
            }
            else
            {
                end += 1 + (int)merged;
            }

            merged = merges;
            before = here;
            here = behind;
        }

        return (int)(end - symbols);
    }

    /// <param name="Token">What the two letters merge into, plus one, or 0; above it the flags.</param>
    /// <param name="TakesRight">The lowest step of a merge that reaches from the first letter to the second one; as distance from none.</param>
    /// <param name="TakesLeft">The lowest step of a merge that reaches from the second letter back to the first one; as distance from none.</param>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Pair(uint Token, ushort TakesRight, ushort TakesLeft);
}
