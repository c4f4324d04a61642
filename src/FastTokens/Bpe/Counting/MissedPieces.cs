using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastTokens;

/// <summary>Counts the pieces that are not in their first line of the token table: from the cache, else as a rare token, else by merging.</summary>
internal unsafe ref struct MissedPieces(BpeVocabulary vocabulary, PieceCache cache)
{
    // Fewer are merged one by one just as quickly.
    private const int MinCyrillicWords = 4;
    private const int MinRowPieces = 8;

    private readonly BpeVocabulary _vocabulary = vocabulary;
    private readonly PieceCache _cache = cache;

    /// <summary>The tokens of the pieces so far.</summary>
    internal long TokenCount { get; private set; }

    /// <summary>Whether the CPU, one with VBMI2, and the vocabulary allow that wide pieces and rows are counted in groups.</summary>
    private readonly bool AreGroupsCounted => WidePieces.IsSupported && _vocabulary.Pairs.IsOrdered && !_vocabulary.HasUnmergedTokens;

    /// <summary>Takes a piece of at most 15 bytes that is not in the cache, and not a token unless it is wide; 16 bytes are readable from its start on.</summary>
    internal void AddShort(byte* piece, int length)
    {
        PieceKey.Read(piece, length, out ulong low, out ulong high);
        AddShort(piece, length, low, high);
    }

    /// <summary>Takes a piece of more than 15 bytes that is not in the cache.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="length">Its length.</param>
    /// <param name="readable">How many bytes from its start on are readable.</param>
    internal void AddLong(byte* piece, int length, int readable) => KeepLong(piece, length, readable, CountLong(piece, length));

    /// <summary>Takes a piece at the end of the text.</summary>
    internal void AddLast(byte* piece, int length)
    {
        PieceKey.Read(new ReadOnlySpan<byte>(piece, length), out ulong low, out ulong high, out Vector128<ulong> key);
        int count = _cache.FindShort(low, high, key);
        if (count != 0)
        {
            TokenCount += count;
        }
        else if (_vocabulary.Tokens.Find(low, high, key) >= 0)
        {
            TokenCount++;
        }
        else
        {
            AddShort(piece, length, low, high);
        }
    }

    /// <summary>Takes those pieces that can be counted side by side, and leaves the indices of the others.</summary>
    /// <param name="text">The text.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="starts">Where each piece begins, and the last one ends.</param>
    /// <param name="shorts">The indices of pieces of two to 15 bytes that are not in the cache.</param>
    /// <param name="shortCount">Their number.</param>
    /// <param name="longs">The indices of longer pieces.</param>
    /// <param name="longCount">Their number.</param>
    /// <param name="highest">Of the first two bytes of short pieces, none is higher than this.</param>
    internal void AddGroups(byte* text, int end, int* starts, int* shorts, ref int shortCount, int* longs, ref int longCount, byte highest)
    {
        if (highest < CyrillicMerges.FirstLead && longCount == 0)
        {
            return;
        }

        if (CyrillicWords.IsSupported && !_vocabulary.Cyrillic.IsEmpty && !_vocabulary.HasUnmergedTokens)
        {
            AddCyrillic(text, end, starts, shorts, ref shortCount, longs, ref longCount);
        }

        if (AreGroupsCounted && (highest >= WideCounter.LeadOfWide || longCount > 0))
        {
            AddWide(text, end, starts, shorts, ref shortCount, longs, ref longCount);
        }
    }

    /// <summary>Takes the Cyrillic words, unless only a few are left.</summary>
    [SkipLocalsInit]
    private void AddCyrillic(byte* text, int end, int* starts, int* shorts, ref int shortCount, int* longs, ref int longCount)
    {
        byte* memory = stackalloc byte[CyrillicWords.MemoryLength];
        CyrillicWords words = new(_vocabulary.Cyrillic, memory);
        AddGroup(ref words, MinCyrillicWords, text, end, starts, shorts, ref shortCount, longs, ref longCount);
    }

    [SkipLocalsInit]
    private void AddWide(byte* text, int end, int* starts, int* shorts, ref int shortCount, int* longs, ref int longCount)
    {
        byte* memory = stackalloc byte[WidePieces.MemoryLength];
        WidePieces pieces = new(_vocabulary, memory);
        AddGroup(ref pieces, 1, text, end, starts, shorts, ref shortCount, longs, ref longCount);
    }

    /// <summary>Takes all other pieces but very long ones, unless only a few are left.</summary>
    /// <param name="text">The text.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="starts">Where each piece begins, and the last one ends.</param>
    /// <param name="shorts">The indices of pieces of two to 15 bytes that are not in the cache, and no tokens.</param>
    /// <param name="shortCount">Their number.</param>
    /// <param name="longs">The indices of longer pieces.</param>
    /// <param name="longCount">Their number.</param>
    [SkipLocalsInit]
    internal void AddRows(byte* text, int end, int* starts, int* shorts, ref int shortCount, int* longs, ref int longCount)
    {
        if (shortCount + longCount < MinRowPieces || !AreGroupsCounted)
        {
            return;
        }

        byte* memory = stackalloc byte[PieceRow.MemoryLength];
        PieceRow pieces = new(_vocabulary, memory);
        AddLongTokens(text, end, starts, longs, ref longCount);
        AddGroup(ref pieces, MinRowPieces, text, end, starts, shorts, ref shortCount, longs, ref longCount);
    }

    private void AddShort(byte* piece, int length, ulong low, ulong high) =>
        KeepShort(low, high, WideCounter.IsWide(piece) ? Count(piece, length, isWide: true) : PieceMerger.CountNoToken(_vocabulary, piece, length));

    private void Take<TGroup>(ref TGroup group, int* taken, byte* text, int end, int* starts, int* pieces, ref int count)
        where TGroup : struct, IPieceGroup, allows ref struct
    {
        int left = 0;
        for (int index = 0; index < count; index++)
        {
            int piece = pieces[index];
            byte* start = text + starts[piece];
            int length = starts[piece + 1] - starts[piece];
            taken[group.Count] = piece;
            if (!TGroup.MayTake(start, length, end - starts[piece]) || !group.TryAdd(start, length))
            {
                pieces[left++] = piece;
            }
            else if (group.IsFull)
            {
                Keep(ref group, taken, text, end, starts);
            }
        }

        count = left;
    }

    /// <summary>Takes the tokens among those long pieces that may go into a row, and leaves the indices of the others.</summary>
    private void AddLongTokens(byte* text, int end, int* starts, int* longs, ref int longCount)
    {
        int left = 0;
        for (int index = 0; index < longCount; index++)
        {
            int start = starts[longs[index]];
            int length = starts[longs[index] + 1] - start;
            if (PieceRow.MayTake(text + start, length, end - start) && _vocabulary.LongTokens.Find(new ReadOnlySpan<byte>(text + start, length)) != PairTable.None)
            {
                KeepLong(text + start, length, end - start, 1);
            }
            else
            {
                longs[left++] = longs[index];
            }
        }

        longCount = left;
    }

    /// <summary>Takes the pieces of a kind and counts them, unless too few are left in the end: these are left to others.</summary>
    [SkipLocalsInit]
    private void AddGroup<TGroup>(
        ref TGroup group, int least, byte* text, int end, int* starts, int* shorts, ref int shortCount, int* longs, ref int longCount)
        where TGroup : struct, IPieceGroup, allows ref struct
    {
        int* taken = stackalloc int[PieceRow.MaxCount];
        Take(ref group, taken, text, end, starts, shorts, ref shortCount);
        Take(ref group, taken, text, end, starts, longs, ref longCount);
        if (group.Count >= least)
        {
            Keep(ref group, taken, text, end, starts);
            return;
        }

        for (int index = 0; index < group.Count; index++)
        {
            int piece = taken[index];
            if (starts[piece + 1] - starts[piece] <= TokenTable.MaxKeyLength)
            {
                shorts[shortCount++] = piece;
            }
            else
            {
                longs[longCount++] = piece;
            }
        }
    }

    [SkipLocalsInit]
    private void Keep<TGroup>(ref TGroup group, int* pieces, byte* text, int end, int* starts)
        where TGroup : struct, IPieceGroup, allows ref struct
    {
        uint* tokenCounts = stackalloc uint[PieceRow.MaxCount];
        int count = group.Count;
        group.CountTokens(tokenCounts);
        for (int index = 0; index < count; index++)
        {
            int start = starts[pieces[index]];
            int length = starts[pieces[index] + 1] - start;
            if (length <= TokenTable.MaxKeyLength)
            {
                PieceKey.Read(text + start, length, out ulong low, out ulong high);
                KeepShort(low, high, tokenCounts[index]);
            }
            else
            {
                KeepLong(text + start, length, end - start, tokenCounts[index]);
            }
        }
    }

    [SkipLocalsInit]
    private readonly long CountLong(byte* piece, int length)
    {
        if (length > PieceCache.MaxPieceLength && WidePieces.MayBegin(piece) && AreGroupsCounted)
        {
            byte* memory = stackalloc byte[WidePieces.MemoryLength];
            WidePieces group = new(_vocabulary, memory);
            if (group.TryCount(piece, length, out long count))
            {
                return count;
            }
        }

        bool isWide = WideCounter.IsWide(piece) && !_vocabulary.HasUnmergedTokens;
        return !isWide && _vocabulary.LongTokens.Find(new ReadOnlySpan<byte>(piece, length)) != PairTable.None ? 1 : Count(piece, length, isWide);
    }

    private readonly long Count(byte* piece, int length, bool isWide) =>
        isWide && WideCounter.TryCount(_vocabulary, piece, length, out long count) ? count : PieceMerger.Count(_vocabulary, piece, length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void KeepShort(ulong low, ulong high, long count)
    {
        _cache.AddShort(low, high, (int)count);
        TokenCount += count;
    }

    [SkipLocalsInit]
    private void KeepLong(byte* piece, int length, int readable, long count)
    {
        TokenCount += count;
        if (length <= PieceCache.MaxPieceLength)
        {
            Unsafe.SkipInit(out PieceCacheKey key);
            key.Read(piece, length, readable);
            _cache.AddLong(&key, (int)count);
        }
    }
}
