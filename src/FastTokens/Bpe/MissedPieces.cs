using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>Counts the pieces that are not in their first line of the token table: from the cache, else as a rare token, else by merging.</summary>
/// <remarks>Words of up to 16 symbols, nearly all there are, wait until there are eight, which then take their steps in turn, see <see cref="ShortChain"/>.</remarks>
internal unsafe ref struct MissedPieces(BpeVocabulary vocabulary, PieceCache cache)
{
    /// <summary>The number of words that are merged in turn.</summary>
    internal const int WaitingCount = 8;

    private readonly BpeVocabulary _vocabulary = vocabulary;
    private readonly PieceCache _cache = cache;
    private readonly WaitingPiece* _waiting = cache.Waiting;
    private int _waitingCount;
    private long _tokens;

    /// <summary>Takes a piece of at most 15 bytes that is neither a token nor in the cache.</summary>
    internal void AddUnknown(byte* piece, int length, ulong low, ulong high)
    {
        WaitingPiece* next = _waiting + _waitingCount;
        next->Take(low, high);
        if (WideCounter.IsWide(piece) && WideCounter.TryCount(_vocabulary, piece, length, out long count))
        {
            _cache.Add(next, (int)count);
            _tokens += count;
            return;
        }

        Begin(next, piece, length);
    }

    /// <summary>Takes a piece of more than 15 bytes.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="length">Its length.</param>
    /// <param name="readable">How many bytes from its start on are readable.</param>
    internal void AddLong(byte* piece, int length, int readable)
    {
        bool isWide = WideCounter.IsWide(piece) && !_vocabulary.HasUnmergedTokens;
        if (length > PieceCache.MaxPieceLength)
        {
            _tokens += isWide && WideCounter.TryCount(_vocabulary, piece, length, out long many) ? many
                : _vocabulary.LongTokens.Find(new ReadOnlySpan<byte>(piece, length)) != PairTable.None ? 1
                : PieceMerger.Count(_vocabulary, piece, length);
            return;
        }

        WaitingPiece* next = _waiting + _waitingCount;
        next->Read(piece, length, readable);
        int count = _cache.Find(next);
        if (count == 0)
        {
            count = isWide && WideCounter.TryCount(_vocabulary, piece, length, out long few) ? (int)few
                : _vocabulary.LongTokens.Find(new ReadOnlySpan<byte>(piece, length)) != PairTable.None ? 1
                : 0;
            if (count == 0)
            {
                Begin(next, piece, length);
                return;
            }

            _cache.Add(next, count);
        }

        _tokens += count;
    }

    /// <summary>Takes a piece at the end of the text.</summary>
    internal void AddLast(byte* piece, int length)
    {
        PieceKey.Read(new ReadOnlySpan<byte>(piece, length), out ulong low, out ulong high);
        int count = _cache.Find(low, high);
        if (count != 0)
        {
            _tokens += count;
        }
        else if (_vocabulary.Tokens.Find(low, high) >= 0)
        {
            _tokens++;
        }
        else
        {
            AddUnknown(piece, length, low, high);
        }
    }

    /// <summary>Merges the words that still wait, and returns the tokens of all pieces.</summary>
    internal long Complete()
    {
        MergeWaiting();
        return _tokens;
    }

    /// <summary>Lets a piece wait; one of many symbols is merged at once.</summary>
    private void Begin(WaitingPiece* next, byte* piece, int length)
    {
        int symbols = PieceMerger.Symbolize(_vocabulary, piece, length, next->Chain.Symbols);
        if (symbols > ShortChain.MaxLength)
        {
            int count = SymbolChain.MergeMany(_vocabulary.Pairs, next->Chain.Symbols, symbols);
            _cache.Add(next, count);
            _tokens += count;
            return;
        }

        next->Chain.Start(_vocabulary.Pairs, symbols);
        if (++_waitingCount == WaitingCount)
        {
            MergeWaiting();
        }
    }

    private void MergeWaiting()
    {
        MergeInTurn(_vocabulary.Pairs, _waiting, _waitingCount);
        for (int index = 0; index < _waitingCount; index++)
        {
            _tokens += _waiting[index].Chain.Left;
            _cache.Add(_waiting + index, _waiting[index].Chain.Left);
        }

        _waitingCount = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MergeInTurn(PairTable pairs, WaitingPiece* waiting, int count)
    {
        bool merged = count > 0;
        while (merged)
        {
            merged = false;
            for (int index = 0; index < count; index++)
            {
                merged |= waiting[index].Chain.Step(pairs);
            }
        }
    }
}
