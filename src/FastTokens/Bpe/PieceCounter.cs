using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>Counts the tokens of pieces: nearly all are tokens, or were merged before; the rest is merged.</summary>
internal static unsafe class PieceCounter
{
    /// <summary>The number of bytes that must be readable behind the start of a piece, or it is copied first.</summary>
    private const int KeyLength = 16;

    /// <summary>Returns the tokens of pieces.</summary>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="cache">This thread's cache for it.</param>
    /// <param name="text">The text.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="starts">Where each piece begins, and the last one ends.</param>
    /// <param name="count">The number of pieces.</param>
    /// <param name="misses">Memory for <paramref name="count"/> indices.</param>
    internal static long Count(BpeVocabulary vocabulary, PieceCache cache, byte* text, int end, int* starts, int count, int* misses)
    {
        // Pieces at the end of the text, behind which less than a key is readable, are looked up from a copy.
        int inside = count;
        while (inside > 0 && end - starts[inside - 1] < KeyLength)
        {
            inside--;
        }

        int missCount = FindMisses(vocabulary.Tokens, text, starts, inside, misses);
        for (int piece = inside; piece < count; piece++)
        {
            misses[missCount++] = piece;
        }

        MissedPieces missed = new(vocabulary, cache);
        for (int miss = 0; miss < missCount; miss++)
        {
            int* start = starts + misses[miss];
            missed.Add(text + *start, start[1] - *start, end - *start);
        }

        long tokens = count - missCount + missed.Complete();
        GC.KeepAlive(vocabulary); // Its memory is read through pointers.
        return tokens;
    }

    /// <summary>Writes the indices of those pieces that are not tokens in their first line, and returns how many these are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FindMisses(TokenTable tokens, byte* text, int* starts, int count, int* misses)
    {
        byte* slots = tokens.Slots;
        int shift = tokens.Shift;
        int missCount = 0;
        int start = starts[0];
        for (int piece = 0; piece < count; piece++)
        {
            int next = starts[piece + 1];
            PieceKey.Read(text + start, next - start, out ulong low, out ulong high);

            // Without a branch: which pieces miss cannot be predicted.
            misses[missCount] = piece;
            missCount += TokenTable.IsInFirstLine(slots, shift, low, high) ? 0 : 1;
            start = next;
        }

        return missCount;
    }
}
