using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastTokens;

/// <summary>Counts the tokens of pieces: nearly all are tokens, or were merged before; the rest is merged.</summary>
internal static unsafe class PieceCounter
{
    /// <summary>How many indices of memory <see cref="Count"/> needs for each piece.</summary>
    internal const int IndicesPerPiece = 2;

    /// <summary>The number of bytes that must be readable behind the start of a piece, or it is copied first.</summary>
    private const int KeyLength = 16;

    /// <summary>Returns the tokens of pieces.</summary>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="cache">This thread's cache for it.</param>
    /// <param name="text">The text.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="starts">Where each piece begins, and the last one ends.</param>
    /// <param name="count">The number of pieces.</param>
    /// <param name="memory">Memory for <see cref="IndicesPerPiece"/> times <paramref name="count"/> indices.</param>
    internal static long Count(BpeVocabulary vocabulary, PieceCache cache, byte* text, int end, int* starts, int count, int* memory)
    {
        // Pieces at the end of the text, behind which less than a key is readable, are looked up from a copy.
        int inside = count;
        while (inside > 0 && end - starts[inside - 1] < KeyLength)
        {
            inside--;
        }

        int* shortMisses = memory;
        int* longMisses = memory + count;
        int shortCount = vocabulary.Tokens.FindMisses(text, starts, inside, shortMisses);
        long tokens = inside - shortCount;
        tokens += FindInCache(cache, text, starts, shortMisses, ref shortCount, longMisses, out int longCount, out byte highest);
        tokens += FindLongInCache(cache, text, end, starts, longMisses, ref longCount);
        tokens += FindLongestInCache(cache, text, end, starts, longMisses, ref longCount);

        MissedPieces missed = new(vocabulary, cache);
        missed.AddGroups(text, end, starts, shortMisses, ref shortCount, longMisses, ref longCount, highest);
        tokens += FindRareTokens(vocabulary, text, starts, shortMisses, ref shortCount);
        missed.AddRows(text, end, starts, shortMisses, ref shortCount, longMisses, ref longCount);
        for (int miss = 0; miss < shortCount; miss++)
        {
            int* start = starts + shortMisses[miss];
            missed.AddShort(text + *start, start[1] - *start);
        }

        for (int miss = 0; miss < longCount; miss++)
        {
            int* start = starts + longMisses[miss];
            missed.AddLong(text + *start, start[1] - *start, end - *start);
        }

        for (int piece = inside; piece < count; piece++)
        {
            missed.AddLast(text + starts[piece], starts[piece + 1] - starts[piece]);
        }

        tokens += missed.TokenCount;
        GC.KeepAlive(vocabulary); // Its memory is read through pointers.
        return tokens;
    }

    /// <summary>
    /// Returns the tokens of those short pieces that were merged before, and leaves the indices of the others; those of long ones it moves. Of the
    /// first two bytes of all short ones none is higher than the highest.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static long FindInCache(PieceCache cache, byte* text, int* starts, int* misses, ref int count, int* longMisses, out int longCount, out byte highest)
    {
        long tokens = 0;
        int unknown = 0;
        int longs = 0;
        Vector128<byte> highestBytes = Vector128<byte>.Zero;
        for (int miss = 0; miss < count; miss++)
        {
            int piece = misses[miss];
            int start = starts[piece];
            int length = starts[piece + 1] - start;
            PieceKey.Read(text + start, length, out ulong low, out ulong high, out Vector128<ulong> key);
            int found = cache.FindShort(low, high, key);
            highestBytes = Vector128.Max(highestBytes, key.AsByte());
            int isLong = length > TokenTable.MaxKeyLength ? 1 : 0;
            tokens += found;
            misses[unknown] = piece;
            longMisses[longs] = piece;
            unknown += (found == 0 ? 1 : 0) - isLong;
            longs += isLong;
        }

        count = unknown;
        longCount = longs;
        highest = Math.Max(highestBytes[0], highestBytes[1]);
        return tokens;
    }

    /// <summary>Returns the tokens of those pieces of 16 to 31 bytes that were counted before, and leaves the indices of the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static long FindLongInCache(PieceCache cache, byte* text, int end, int* starts, int* misses, ref int count)
    {
        long tokens = 0;
        int unknown = 0;
        for (int miss = 0; miss < count; miss++)
        {
            int piece = misses[miss];
            int start = starts[piece];
            int found = 0;
            if (end - start >= PieceCache.LongSlotLength)
            {
                found = cache.FindLong(text + start, starts[piece + 1] - start);
            }

            tokens += found;
            misses[unknown] = piece;
            unknown += found == 0 ? 1 : 0;
        }

        count = unknown;
        return tokens;
    }

    /// <summary>Returns the tokens of the other pieces that were counted before, and leaves the indices of all that were not.</summary>
    [SkipLocalsInit]
    private static long FindLongestInCache(PieceCache cache, byte* text, int end, int* starts, int* misses, ref int count)
    {
        Unsafe.SkipInit(out PieceCacheKey key);
        long tokens = 0;
        int unknown = 0;
        for (int miss = 0; miss < count; miss++)
        {
            int piece = misses[miss];
            int start = starts[piece];
            int length = starts[piece + 1] - start;
            int found = 0;
            if (length <= PieceCache.MaxPieceLength && (length >= PieceCache.LongSlotLength || end - start < PieceCache.LongSlotLength))
            {
                key.Read(text + start, length, end - start);
                found = cache.Find(&key);
            }

            tokens += found;
            misses[unknown] = piece;
            unknown += found == 0 ? 1 : 0;
        }

        count = unknown;
        return tokens;
    }

    /// <summary>
    /// Returns how many of those short pieces are tokens that stand in their second line, and leaves the indices of the others. Where wide ones are
    /// not counted in groups, they are left as they are: few of them are tokens, and merging finds these too.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static long FindRareTokens(BpeVocabulary vocabulary, byte* text, int* starts, int* misses, ref int count)
    {
        TokenTable tokens = vocabulary.Tokens;

        // What goes into a row must not be a token.
        bool isWideMerged = !vocabulary.HasUnmergedTokens && !WidePieces.IsSupported;
        int unknown = 0;
        for (int miss = 0; miss < count; miss++)
        {
            int piece = misses[miss];
            misses[unknown] = piece;
            bool isLeft = isWideMerged && WideCounter.IsWide(text + starts[piece]);
            unknown += isLeft || !tokens.IsInSecondLine(text + starts[piece], starts[piece + 1] - starts[piece]) ? 1 : 0;
        }

        int found = count - unknown;
        count = unknown;
        return found;
    }
}
