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

        long tokens = count - missCount;
        for (int miss = 0; miss < missCount; miss++)
        {
            int* start = starts + misses[miss];
            tokens += CountMissed(vocabulary, cache, text + *start, start[1] - *start, end - *start);
        }

        return tokens;
    }

    /// <summary>Writes the indices of those pieces that are not tokens in their first line, and returns how many these are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int FindMisses(TokenTable tokens, byte* text, int* starts, int count, int* misses)
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

    /// <summary>Returns the tokens of a piece that is not in its first line.</summary>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="cache">This thread's cache for it.</param>
    /// <param name="piece">The piece.</param>
    /// <param name="length">Its length.</param>
    /// <param name="readable">How many bytes from its start on are readable.</param>
    private static long CountMissed(BpeVocabulary vocabulary, PieceCache cache, byte* piece, int length, int readable)
    {
        if (length > PieceCache.MaxPieceLength)
        {
            return CountUncached(vocabulary, piece, length);
        }

        ulong* key = stackalloc ulong[PieceCache.MaxSlotLength / sizeof(ulong)];
        if (length > TokenTable.MaxKeyLength)
        {
            return CountLong(vocabulary, cache, piece, length, key);
        }

        if (readable < KeyLength)
        {
            Unsafe.CopyBlockUnaligned(key, piece, (uint)length);
            piece = (byte*)key;
        }

        PieceKey.Read(piece, length, out ulong low, out ulong high);
        ulong hash = TokenTable.Hash(low, high);
        int count = cache.FindShort(low, high, hash);
        if (count == 0)
        {
            count = vocabulary.Tokens.Find(low, high) >= 0 ? 1 : (int)PieceMerger.Count(vocabulary, piece, length);
            key[0] = low;
            key[1] = high;
            cache.Add(key, KeyLength, hash, count);
        }

        return count;
    }

    private static int CountLong(BpeVocabulary vocabulary, PieceCache cache, byte* piece, int length, ulong* key)
    {
        int slotLength = PieceCache.SlotLengthFor(length);
        new ReadOnlySpan<byte>(piece, length).CopyTo(new Span<byte>(key, slotLength));
        ((byte*)key)[slotLength - 1] = (byte)(length & 0xF);
        ((byte*)key)[slotLength - 2] |= slotLength == PieceCache.MaxSlotLength ? (byte)(length >> 4) : (byte)0;
        ulong hash = 0;
        for (int word = 0; word < slotLength / sizeof(ulong); word += 2)
        {
            hash = TokenTable.Hash(key[word] ^ hash, key[word + 1]);
        }

        int count = cache.Find(key, slotLength, hash);
        if (count == 0)
        {
            count = (int)CountUncached(vocabulary, piece, length);
            cache.Add(key, slotLength, hash, count);
        }

        return count;
    }

    private static long CountUncached(BpeVocabulary vocabulary, byte* piece, int length) =>
        vocabulary.LongTokens.Find(new ReadOnlySpan<byte>(piece, length)) != PairTable.None ? 1 : PieceMerger.Count(vocabulary, piece, length);
}
