using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace FastTokens;

/// <summary>The merges of two letters that nothing beside them can prevent: they can be made before all others, and all at once.</summary>
/// <remarks>
/// <para>
/// A letter is a character of one byte, or one of the most common ones of two, 255 together. The bytes of two adjacent letters l and r, left to themselves, merge
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
    internal const int MaxLetters = 255;

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

    private const int StepBits = 5;
    private const int LetterCount = MaxLetters + 1;
    private const int FlagShift = 24;
    private const uint TokenMask = (1 << FlagShift) - 1;

    private readonly AlignedMemory _letters = new(MaxCodePoints);
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

        Pair unknown = new((LeftMayBreak | RightMayBreak) << FlagShift, NoBound, NoBound);
        for (int letter = 0; letter < LetterCount; letter++)
        {
            pairs[letter] = unknown;
            pairs[letter * LetterCount] = unknown;
        }
    }

    internal long ByteCount => (long)(_letters.Length + _symbols.Length + _pairs.Length);

    /// <summary>Returns a rank as the step in which it is compared.</summary>
    internal static int StepOf(int rank) => Math.Min(rank >> StepBits, NoBound);

    /// <summary>Reads up to 512 letters of one byte as a row with those merges made.</summary>
    /// <param name="piece">The letters.</param>
    /// <param name="length">How many they are, at least one.</param>
    /// <param name="row">Takes the symbols, and the ranks of two letters that were not merged.</param>
    /// <param name="places">Takes the places of what was merged; the ranks there and before are to be found.</param>
    /// <param name="merges">The number of merges.</param>
    /// <returns>The length of the row; 0 if something else is among the letters, or the CPU lacks the vectors.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    internal int TryReadAscii(byte* piece, int length, SymbolRow row, int* places, out int merges)
    {
        const int Padding = 2;
        const int RowLength = RoundMerger.MaxLength + SymbolRow.Padding + Padding;
        merges = 0;
        if (!Avx512F.IsSupported || !Ascii.IsValid(new ReadOnlySpan<byte>(piece, length)))
        {
            return 0;
        }

        uint* symbols = stackalloc uint[3 * RowLength];
        uint* tokens = symbols + RowLength + Padding;
        uint* bounds = tokens + RowLength;
        byte* letterOf = _letters.Pointer;
        uint* letterSymbols = (uint*)_symbols.Pointer;
        ulong* pairs = (ulong*)_pairs.Pointer;
        uint letter = letterOf[*piece];
        uint missing = letter - 1;
        symbols[0] = letterSymbols[letter];
        for (int place = 1; place < length; place++)
        {
            uint before = letter;
            letter = letterOf[piece[place]];
            missing |= letter - 1;
            symbols[place] = letterSymbols[letter];
            ulong pair = pairs[(before * LetterCount) + letter];
            tokens[place - 1] = (uint)pair;
            bounds[place - 1] = (uint)(pair >> 32);
        }

        if ((int)missing < 0)
        {
            return 0;
        }

        tokens[-1] = tokens[length - 1] = 0;
        bounds[-2] = bounds[-1] = bounds[length - 1] = bounds[length] = 0;
        int count = 0;
        for (int place = 0; place < length; place += Vector512<uint>.Count)
        {
            Vector512<uint> isInside = Vector512.LessThan(Vector512.Create((uint)place) + Vector512<uint>.Indices, Vector512.Create((uint)length));
            Vector512<uint> token = FindSure(tokens + place, bounds + place, out Vector512<uint> isSure);
            FindSure(tokens + place - 1, bounds + place - 1, out Vector512<uint> isTaken);
            isSure &= isInside;
            Vector512<uint> isKept = Vector512.AndNot(isInside, isTaken);
            row.Append(isKept, isSure, Vector512.Load(symbols + place), token, ref count, places, ref merges);
        }

        return count;
    }

    /// <summary>Returns what pairs merge into, and which of them do so whatever stands beside them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> FindSure(uint* tokens, uint* bounds, out Vector512<uint> isSure)
    {
        Vector512<uint> token = (Vector512.Load(tokens) & Vector512.Create(TokenMask)) - Vector512<uint>.One;
        Vector512<uint> bound = Vector512.Max(Vector512.Load(bounds - 1) & Vector512.Create((uint)ushort.MaxValue), Vector512.Load(bounds + 1) >>> 16);
        isSure = Vector512.LessThan((token >>> StepBits) + bound, Vector512.Create((uint)NoBound));
        return token;
    }

    /// <summary>Writes the symbols of up to 512 bytes with those merges made, at most one a byte, and returns how many they are.</summary>
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
            int next = PieceMerger.CharacterEnd(piece, index, length);
            starts[count] = (ushort)index;
            letters[count++] = piece[index] < 0x80 ? letterOf[piece[index]]
                : next - index == 2 & piece[index] < 0xE0 ? letterOf[Utf8Sequence.CodePointAt(piece + index)]
                : (byte)0;
            index = next;
        }

        starts[count] = (ushort)length;

        // A pair as one word: its token, plus one, and its flags in the low half, then what takes the right one, then what takes the left one.
        // Bounds are stored as their distance from none, so that nothing is known of a pair of zeros.
        ulong* pairs = (ulong*)_pairs.Pointer;
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
