using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastTokens;

/// <summary>Counts the pieces that are not in their first line of the token table: from the cache, else as a rare token, else by merging.</summary>
internal unsafe ref struct MissedPieces(BpeVocabulary vocabulary, PieceCache cache)
{
    private readonly BpeVocabulary _vocabulary = vocabulary;
    private readonly PieceCache _cache = cache;

    /// <summary>The tokens of the pieces so far.</summary>
    internal long TokenCount { get; private set; }

    /// <summary>Takes a piece of at most 15 bytes that is neither a token nor in the cache.</summary>
    [SkipLocalsInit]
    internal void AddUnknown(byte* piece, int length, ulong low, ulong high)
    {
        Unsafe.SkipInit(out PieceCacheKey key);
        key.Take(low, high);
        Keep(&key, Count(piece, length, WideCounter.IsWide(piece)));
    }

    /// <summary>Takes a piece of more than 15 bytes; one that <see cref="PieceCache.FindLong"/> could look for is not in the cache.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="length">Its length.</param>
    /// <param name="readable">How many bytes from its start on are readable.</param>
    [SkipLocalsInit]
    internal void AddLong(byte* piece, int length, int readable)
    {
        if (length > PieceCache.MaxPieceLength)
        {
            TokenCount += CountLong(piece, length);
            return;
        }

        Unsafe.SkipInit(out PieceCacheKey key);
        key.Read(piece, length, readable);
        bool isUnknown = key.SlotLength == PieceCache.LongSlotLength & readable >= PieceCache.LongSlotLength;
        int count = isUnknown ? 0 : _cache.Find(&key);
        if (count == 0)
        {
            Keep(&key, CountLong(piece, length));
            return;
        }

        TokenCount += count;
    }

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
            AddUnknown(piece, length, low, high);
        }
    }

    private readonly long CountLong(byte* piece, int length)
    {
        bool isWide = WideCounter.IsWide(piece) && !_vocabulary.HasUnmergedTokens;
        return !isWide && _vocabulary.LongTokens.Find(new ReadOnlySpan<byte>(piece, length)) != PairTable.None ? 1 : Count(piece, length, isWide);
    }

    private readonly long Count(byte* piece, int length, bool isWide) =>
        isWide && WideCounter.TryCount(_vocabulary, piece, length, out long count) ? count : PieceMerger.Count(_vocabulary, piece, length);

    private void Keep(PieceCacheKey* key, long count)
    {
        _cache.Add(key, (int)count);
        TokenCount += count;
    }
}
