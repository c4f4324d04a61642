using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace FastTokens;

/// <summary>Reads characters of one and two bytes as a row of symbols with vectors: see <see cref="LetterPairs"/> for the merges that it makes.</summary>
internal static unsafe class LetterRow
{
    // Before and behind each row of values some more are read.
    private const int Padding = 4;
    private const int Stride = RoundMerger.MaxLength + SymbolRow.Padding + (2 * Padding);

    // Flags the symbol of the first of two bytes.
    private const uint HasTwoBytes = 1u << 31;

    /// <summary>Reads up to 1,024 bytes. Ranks are known where two letters stand side by side that were not merged.</summary>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="piece">The bytes; they may begin and end inside a character.</param>
    /// <param name="length">How many they are, at least one.</param>
    /// <param name="row">Takes the symbols and what ranks are known.</param>
    /// <param name="places">Takes the places of what was merged; the ranks there and before are to be found.</param>
    /// <param name="merges">The number of merges.</param>
    /// <param name="others">Takes other places whose ranks are to be found.</param>
    /// <param name="otherCount">How many these are.</param>
    /// <returns>The length of the row; 0 if longer characters are among them, the CPU lacks the vectors, or rounds are not for this vocabulary.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    internal static int TryRead(BpeVocabulary vocabulary, byte* piece, int length, SymbolRow row, int* places, out int merges, int* others, out int otherCount)
    {
        merges = 0;
        otherCount = 0;
        if (!Avx512F.IsSupported || !vocabulary.Pairs.IsOrdered)
        {
            return 0;
        }

        uint* memory = stackalloc uint[6 * Stride];
        Letters letters = new(memory + Padding);
        bool isAscii = Ascii.IsValid(new ReadOnlySpan<byte>(piece, length));
        int read = isAscii ? ReadAscii(vocabulary, piece, length, letters) : ReadAll(vocabulary, piece, length, letters);
        if (read == 0)
        {
            return 0;
        }

        // Nothing stands beside the first and the last one that takes a part of them; whether they are whole is to be asked.
        letters.Tokens[-1] = letters.Tokens[read - 1] = (uint)(LetterPairs.LeftMayBreak | LetterPairs.RightMayBreak | LetterPairs.IsUnknown) << LetterPairs.FlagShift;
        letters.Bounds[-1] = letters.Bounds[read - 1] = letters.Bounds[read] = 0;
        int count = 0;
        uint sureBefore = 0;
        for (int place = 0; place < read; place += Vector512<uint>.Count)
        {
            Vector512<uint> isInside = Vector512.LessThan(Vector512.Create((uint)place) + Vector512<uint>.Indices, Vector512.Create((uint)read));
            Vector512<uint> token = FindSure(letters, place, out Vector512<uint> isSure);
            isSure &= isInside;

            // What follows a merge is its right part.
            uint sure = (uint)isSure.ExtractMostSignificantBits();
            Vector512<uint> isKept = Vector512.AndNot(isInside, SymbolRow.FromBits((sure << 1) | sureBefore));
            sureBefore = sure >> (Vector512<uint>.Count - 1);
            Vector512<uint> symbols = Vector512.Load(letters.Symbols + place);
            if (isAscii)
            {
                row.Append(isKept, isSure, symbols, token, ref count, places, ref merges);
                continue;
            }

            Vector512<uint> here = Vector512.Load(letters.Tokens + place);
            Vector512<uint> first = Vector512.Load(letters.First + place);
            uint broken = FindBroken(vocabulary, piece, length, letters, place, Vector512.AndNot(isKept, isSure));
            Vector512<uint> isBroken = SymbolRow.FromBits(broken);

            // What ends before a broken character is to be found, and what begins with its last byte; what it would be itself is known.
            others[otherCount] = count - 1;
            otherCount += (int)(broken & 1);
            Vector512<uint> isBrokenNext = SymbolRow.FromBits(broken >> 1);
            Vector512<uint> isToFind = Vector512.AndNot(isBrokenNext | IsFlagged(here, LetterPairs.IsUnknown), isBroken | isSure)
                | (isBroken & Vector512.Equals(symbols, Vector512.Create(PairTable.None)));
            Vector512<uint> symbol = Vector512.ConditionalSelect(isBroken, first & Vector512.Create(~HasTwoBytes), symbols);
            Vector512<uint> rank = Vector512.ConditionalSelect(isBroken, symbols, token);
            Vector512<uint> second = Vector512.Load(letters.Second + place);
            for (uint half = 0; half < 16; half += 8)
            {
                // Both bytes of a broken character stand side by side.
                Vector512<uint> both = Vector512.Create(0u, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23) + Vector512.Create(half);
                Vector512<uint> isKeptHere = Avx512F.PermuteVar16x32x2(isKept, both, isBroken);
                SymbolRow.AppendPlaces(isKeptHere, Avx512F.PermuteVar16x32x2(isToFind, both, isBroken), count, others, ref otherCount);
                row.Append(
                    isKeptHere,
                    Avx512F.PermuteVar16x32x2(isSure, both, Vector512<uint>.Zero),
                    Avx512F.PermuteVar16x32x2(symbol, both, second),
                    Avx512F.PermuteVar16x32x2(rank, both, second),
                    ref count,
                    places,
                    ref merges);
            }
        }

        return count;
    }

    /// <summary>Reads ASCII; returns how many letters there are, or 0 if something else is among them.</summary>
    private static int ReadAscii(BpeVocabulary vocabulary, byte* piece, int length, Letters letters)
    {
        byte* letterOf = vocabulary.Letters.LetterOf;
        uint* byteSymbols = vocabulary.ByteSymbols;
        ulong* pairs = vocabulary.Letters.Pairs;
        uint letter = 0;
        uint missing = 0;
        for (int place = 0; place < length; place++)
        {
            uint before = letter;
            byte value = piece[place];
            letter = letterOf[value];
            missing |= letter - 1;
            letters.Symbols[place] = byteSymbols[value];
            letters.SetPair(place - 1, pairs[(before * LetterPairs.LetterCount) + letter]);
        }

        return (int)missing < 0 ? 0 : length;
    }

    /// <summary>Reads characters of one and two bytes, and parts of such; returns how many there are, or 0 if there is a longer one.</summary>
    private static int ReadAll(BpeVocabulary vocabulary, byte* piece, int length, Letters letters)
    {
        byte* letterOf = vocabulary.Letters.LetterOf;
        uint* byteSymbols = vocabulary.ByteSymbols;
        uint* wholeCharacters = vocabulary.WholeCharacters;
        ulong* pairs = vocabulary.Letters.Pairs;
        uint letter = 0;
        int place = 0;
        for (int index = 0; index < length; place++)
        {
            uint before = letter;
            byte value = piece[index];
            letters.Start[place] = (uint)index;
            uint symbol = byteSymbols[value];
            letters.First[place] = symbol;
            letters.Symbols[place] = symbol;
            index++;
            if (value < 0xC0 | index == length)
            {
                letter = value < 0x80 ? letterOf[value] : 0u;
            }
            else if (value < 0xE0)
            {
                uint codePoint = Utf8Sequence.CodePointAt(piece + index - 1);
                letter = letterOf[codePoint];
                uint whole = wholeCharacters[codePoint];
                letters.Symbols[place] = whole == 0 ? PairTable.None : whole & PairTable.IndexMask;
                letters.First[place] = symbol | HasTwoBytes;
                letters.Second[place] = byteSymbols[piece[index]];
                index++;
            }
            else
            {
                return 0;
            }

            letters.SetPair(place - 1, pairs[(before * LetterPairs.LetterCount) + letter]);
        }

        return place;
    }

    /// <summary>Returns what pairs merge into, and which of them do so whatever stands beside them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> FindSure(Letters letters, int place, out Vector512<uint> isSure)
    {
        Vector512<uint> token = (Vector512.Load(letters.Tokens + place) & Vector512.Create(LetterPairs.TokenMask)) - Vector512<uint>.One;
        Vector512<uint> bound = Vector512.Max(
            Vector512.Load(letters.Bounds + place - 1) & Vector512.Create((uint)ushort.MaxValue), Vector512.Load(letters.Bounds + place + 1) >>> 16);
        isSure = Vector512.LessThan((token >>> LetterPairs.StepBits) + bound, Vector512.Create((uint)LetterPairs.NoBound));
        return token;
    }

    /// <summary>Returns which characters of two bytes break beside their neighbours, among some.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint FindBroken(BpeVocabulary vocabulary, byte* piece, int length, Letters letters, int place, Vector512<uint> isAmong)
    {
        Vector512<uint> here = Vector512.Load(letters.Tokens + place);
        Vector512<uint> before = Vector512.Load(letters.Tokens + place - 1);
        Vector512<uint> hasTwoBytes = Vector512.GreaterThanOrEqual(Vector512.Load(letters.First + place), Vector512.Create(HasTwoBytes));
        Vector512<uint> isBroken = (IsFlagged(before, LetterPairs.RightMayBreak) | IsFlagged(here, LetterPairs.LeftMayBreak)) & hasTwoBytes & isAmong;
        uint broken = (uint)isBroken.ExtractMostSignificantBits();

        // Beside what is no letter, the bytes are to be asked.
        for (uint unknown = broken & (uint)IsFlagged(before | here, LetterPairs.IsUnknown).ExtractMostSignificantBits(); unknown != 0; unknown &= unknown - 1)
        {
            int index = place + BitOperations.TrailingZeroCount(unknown);
            int start = (int)letters.Start[index];
            uint whole = vocabulary.WholeCharacters[Utf8Sequence.CodePointAt(piece + start)];
            if (PieceMerger.StaysWhole(vocabulary, whole, piece, start, start + 2, length))
            {
                broken &= ~(unknown & (0 - unknown));
            }
        }

        return broken;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> IsFlagged(Vector512<uint> pairs, int flag)
    {
        Vector512<uint> mask = Vector512.Create((uint)flag << LetterPairs.FlagShift);
        return Vector512.Equals(pairs & mask, mask);
    }

    /// <summary>What is known of characters in turn: a row of values for each.</summary>
    private readonly struct Letters(uint* memory)
    {
        /// <summary>The token of the character or, if it is a part of one, of its byte; none if it is no token.</summary>
        internal readonly uint* Symbols = memory;

        /// <summary>The first half of the pair with the next one.</summary>
        internal readonly uint* Tokens = memory + Stride;

        /// <summary>The second half.</summary>
        internal readonly uint* Bounds = memory + (2 * Stride);

        /// <summary>The token of the first byte; of two bytes, with a flag.</summary>
        internal readonly uint* First = memory + (3 * Stride);

        /// <summary>The token of the second byte of two.</summary>
        internal readonly uint* Second = memory + (4 * Stride);

        /// <summary>Where it begins.</summary>
        internal readonly uint* Start = memory + (5 * Stride);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void SetPair(int place, ulong pair)
        {
            Tokens[place] = (uint)pair;
            Bounds[place] = (uint)(pair >> 32);
        }
    }
}
