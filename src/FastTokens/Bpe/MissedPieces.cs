using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>Counts the pieces that are not in their first line of the token table: from the cache, else as a rare token, else by merging.</summary>
/// <remarks>Words of up to 16 symbols, nearly all there are, wait until there are four, which then take their steps in turn, see <see cref="ShortChain"/>.</remarks>
internal unsafe ref struct MissedPieces(BpeVocabulary vocabulary, PieceCache cache)
{
    /// <summary>The number of words that are merged in turn.</summary>
    internal const int WaitingCount = 4;

    private readonly BpeVocabulary _vocabulary = vocabulary;
    private readonly PieceCache _cache = cache;
    private readonly WaitingPiece* _waiting = cache.Waiting;
    private int _waitingCount;
    private long _tokens;

    /// <summary>Takes a piece.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="length">Its length.</param>
    /// <param name="readable">How many bytes from its start on are readable.</param>
    internal void Add(byte* piece, int length, int readable)
    {
        if (length > PieceCache.MaxPieceLength)
        {
            _tokens += IsLongToken(piece, length) ? 1 : PieceMerger.Count(_vocabulary, piece, length);
            return;
        }

        WaitingPiece* next = _waiting + _waitingCount;
        next->Read(piece, length, readable);
        int count = _cache.Find(next);
        if (count == 0)
        {
            count = length <= TokenTable.MaxKeyLength && _vocabulary.Tokens.Find(next->Key[0], next->Key[1]) >= 0 ? 1
                : length > TokenTable.MaxKeyLength && IsLongToken(piece, length) ? 1
                : Begin(next, piece, length);
            if (count == 0)
            {
                return;
            }

            _cache.Add(next, count);
        }

        _tokens += count;
    }

    /// <summary>Merges the words that still wait, and returns the tokens of all pieces.</summary>
    internal long Complete()
    {
        MergeWaiting();
        return _tokens;
    }

    private readonly bool IsLongToken(byte* piece, int length) => _vocabulary.LongTokens.Find(new ReadOnlySpan<byte>(piece, length)) != PairTable.None;

    /// <summary>Lets a piece wait, which gives 0; a piece of many symbols is merged at once, and its tokens returned.</summary>
    private int Begin(WaitingPiece* next, byte* piece, int length)
    {
        int symbols = PieceMerger.Symbolize(_vocabulary, piece, length, next->Chain.Symbols);
        if (symbols > ShortChain.MaxLength)
        {
            return SymbolChain.MergeMany(_vocabulary.Pairs, next->Chain.Symbols, symbols);
        }

        next->Chain.Start(_vocabulary.Pairs, symbols);
        if (++_waitingCount == WaitingCount)
        {
            MergeWaiting();
        }

        return 0;
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
