using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastTokens;

/// <summary>
/// Reads one long piece, or many short ones, as a row of symbols: sixteen at a time and nearly without branches, for what comes next cannot be
/// predicted.
/// </summary>
/// <remarks>
/// Pieces stand between separators, which merge with nothing. <see cref="FirstSymbolReader"/> finds the symbols that merging begins with. Here letters
/// are merged that nothing beside them can keep from it, see <see cref="LetterPairs"/>, and of what is not, characters of two bytes become two symbols
/// where they break beside their neighbour.
/// </remarks>
internal static unsafe class SymbolReader
{
    /// <summary>Stands before, between and behind pieces: no byte of UTF-8.</summary>
    internal const byte Separator = 0xFF;

    /// <summary>The symbol of a separator. It merges with nothing.</summary>
    internal const uint SeparatorSymbol = PairTable.MaxTokenCount;

    /// <summary>The symbol of a separator before a piece that was not merged rightly.</summary>
    internal const uint SeparatorOfWrong = SeparatorSymbol + 1;

    /// <summary>The most bytes, with separators.</summary>
    internal const int MaxLength = RoundMerger.MaxLength;

    private const int VectorLength = 16;

    /// <summary>Whether the CPU has what it takes.</summary>
    internal static bool IsSupported => Avx512BW.IsSupported && Bmi2.X64.IsSupported;

    /// <summary>Reads pieces of well-formed UTF-8, the first of which may begin inside a character.</summary>
    /// <param name="vocabulary">The vocabulary; its tokens come behind their parts.</param>
    /// <param name="text">The pieces, with a separator before the first one and behind each.</param>
    /// <param name="length">The number of bytes, at most <see cref="MaxLength"/>.</param>
    /// <param name="row">Takes the symbols and their ranks.</param>
    /// <param name="places">Takes the places of what was merged; the ranks there and before are to be found.</param>
    /// <param name="merges">The number of merges.</param>
    /// <returns>The length of the row.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    internal static int Read(BpeVocabulary vocabulary, byte* text, int length, SymbolRow row, int* places, out int merges)
    {
        uint* memory = stackalloc uint[FirstSymbols.MemoryLength];
        FirstSymbols first = new(memory);
        bool areLetters = FirstSymbolReader.TryReadLetters(vocabulary, text, length, first);
        int count = areLetters ? length : FirstSymbolReader.Read(vocabulary, text, length, first);

        // Nothing stands behind the last separator.
        first.Pairs[count - 1] = 0;
        merges = 0;
        int end = 0;
        uint sureBefore = 0;
        for (int place = 0; place < count; place += VectorLength)
        {
            Vector512<uint> isInside = Vector512.LessThan(Vector512.Create((uint)place) + Vector512<uint>.Indices, Vector512.Create((uint)count));
            Vector512<uint> token = FindSure(first, place, out Vector512<uint> isSure);
            isSure &= isInside;

            // What follows a merge is its right part.
            uint sure = (uint)isSure.ExtractMostSignificantBits();
            Vector512<uint> isKept = Vector512.AndNot(isInside, SymbolRow.FromBits((sure << 1) | sureBefore));
            sureBefore = sure >> (VectorLength - 1);
            Vector512<uint> symbols = Vector512.Load(first.Symbols + place);
            if (areLetters)
            {
                symbols &= Vector512.Create(PairTable.IndexMask);
                row.Append(isKept, isSure, symbols, token, ref end, places, ref merges);
                continue;
            }

            Vector512<uint> bytes = Vector512.Load(first.Bytes + place);
            Vector512<uint> isUnknown = Vector512.AndNot(IsFlagged(first.Tokens(place), LetterPairs.IsUnknown << LetterPairs.FlagShift), IsFlagged(bytes, FirstSymbols.MergesNotBehind));
            Vector512<uint> isBroken = Vector512.AndNot(isKept & IsFlagged(bytes, FirstSymbols.Breaks), isSure);
            uint broken = (uint)isBroken.ExtractMostSignificantBits();

            // What ends before a broken character is to be found, and what begins with its last byte; what it would be itself is known.
            uint isBrokenFirst = 0 - (broken & 1);
            row.Ranks[end - 1] = (row.Ranks[end - 1] & ~isBrokenFirst) | (RankFinder.ToFind & isBrokenFirst);
            Vector512<uint> toFind = Vector512.Create(RankFinder.ToFind);
            Vector512<uint> ranks = Vector512.ConditionalSelect(Vector512.AndNot(isUnknown | SymbolRow.FromBits(broken >> 1), isSure), toFind, token);
            if (broken == 0)
            {
                row.Append(isKept, isSure, symbols, ranks, ref end, places, ref merges);
                continue;
            }

            ranks = Vector512.ConditionalSelect(isBroken, symbols, ranks);
            LookUpBytes(vocabulary, bytes, out Vector512<uint> firstByte, out Vector512<uint> secondByte);
            symbols = Vector512.ConditionalSelect(isBroken, firstByte, symbols);
            for (uint half = 0; half < VectorLength; half += VectorLength / 2)
            {
                // Both bytes of a broken character stand side by side.
                Vector512<uint> both = Vector512.Create(0u, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23) + Vector512.Create(half);
                Vector512<uint> isKeptHere = Avx512F.PermuteVar16x32x2(isKept, both, isBroken);
                row.Append(
                    isKeptHere,
                    Avx512F.PermuteVar16x32x2(isSure, both, Vector512<uint>.Zero),
                    Avx512F.PermuteVar16x32x2(symbols, both, secondByte),
                    Avx512F.PermuteVar16x32x2(ranks, both, toFind),
                    ref end,
                    places,
                    ref merges);
            }
        }

        if (!areLetters)
        {
            RankFinder.FindFirst(vocabulary, row, end);
        }

        return end;
    }

    /// <summary>Returns what pairs merge into, and which of them do so whatever stands beside them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> FindSure(FirstSymbols first, int place, out Vector512<uint> isSure)
    {
        Vector512<uint> token = (first.Tokens(place) & Vector512.Create(LetterPairs.TokenMask)) - Vector512<uint>.One;
        Vector512<uint> bound = Vector512.Max(first.Bounds(place - 1) & Vector512.Create((uint)ushort.MaxValue), first.Bounds(place + 1) >>> 16);
        isSure = Vector512.LessThan((token >>> LetterPairs.StepBits) + bound, Vector512.Create((uint)LetterPairs.NoBound));
        return token;
    }

    /// <summary>Returns the symbols of the two lowest bytes of each word, both from 80 on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LookUpBytes(BpeVocabulary vocabulary, Vector512<uint> bytes, out Vector512<uint> first, out Vector512<uint> second)
    {
        Vector512<uint> low = Vector512.Create(0xFFu);
        byte* symbols = vocabulary.HighByteSymbols;
        if (Avx512Vbmi.IsSupported && symbols != null)
        {
            Vector512<uint> both = Avx512Vbmi.PermuteVar64x8x2(Vector512.Load(symbols), bytes.AsByte(), Vector512.Load(symbols + 64)).AsUInt32();
            first = both & low;
            second = (both >> 8) & low;
            return;
        }

        first = Gathering.Gather(vocabulary.ByteSymbols, bytes & low);
        second = Gathering.Gather(vocabulary.ByteSymbols, (bytes >> 8) & low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> IsFlagged(Vector512<uint> values, uint flag) => Vector512.Equals(values & Vector512.Create(flag), Vector512.Create(flag));
}
