using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastTokens;

/// <summary>Counts pieces of all kinds, none of which is a token, side by side: as one row of symbols, with separators between, that is merged like one long piece.</summary>
internal unsafe ref struct PieceRow : IPieceGroup
{
    /// <summary>The memory for pieces, in bytes.</summary>
    internal const int MemoryLength = PieceText.MemoryLength + (MaxCount * sizeof(ushort));

    /// <summary>The most pieces.</summary>
    internal const int MaxCount = 256;

    /// <summary>The most bytes of a piece.</summary>
    internal const int MaxLength = 256;

    // A row with less room is full; a longer piece may have none before.
    private const int MinFree = PieceCache.MaxPieceLength;

    // So many bytes of a short piece are copied at once.
    private const int ReadableLength = 64;

    private readonly BpeVocabulary _vocabulary;
    private readonly ushort* _starts;
    private PieceText _text;

    /// <param name="vocabulary">The vocabulary; its tokens come behind their parts.</param>
    /// <param name="memory">Memory for <see cref="MemoryLength"/> bytes.</param>
    internal PieceRow(BpeVocabulary vocabulary, byte* memory)
    {
        _vocabulary = vocabulary;
        _text = new PieceText(memory);
        _starts = (ushort*)(memory + PieceText.MemoryLength);
    }

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public readonly bool IsFull => _text.Free < MinFree | Count == MaxCount;

    /// <inheritdoc/>
    /// <remarks>Not a long piece of wide characters: it is quicker by itself, see <see cref="WidePieces.TryCount"/>.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayTake(byte* piece, int length, int readable) =>
        length <= MaxLength & readable >= ReadableLength && (length <= PieceCache.MaxPieceLength || !WidePieces.MayBegin(piece));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAdd(byte* piece, int length)
    {
        if (length > _text.Free)
        {
            return false;
        }

        _starts[Count++] = (ushort)_text.Length;
        _text.Add(piece, length, readable: ReadableLength);
        return true;
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public void CountTokens(uint* tokenCounts)
    {
        uint* symbols = stackalloc uint[RoundMerger.MaxLength];
        int* ends = stackalloc int[MaxCount + 1 + (2 * Vector512<uint>.Count)];
        ulong* known = stackalloc ulong[RoundMerger.KnownLength];
        new Span<ulong>(known, RoundMerger.KnownLength).Clear();
        int length = RoundMerger.MergePieces(_vocabulary, _text.Bytes, _text.Length, isOne: false, symbols, known);
        int found = 0;

        // Behind the last one may be more, which mean nothing.
        for (int block = 0; block < length; block += Vector512<uint>.Count)
        {
            ulong separators = Vector512.GreaterThanOrEqual(Vector512.Load(symbols + block), Vector512.Create(SymbolReader.SeparatorSymbol)).ExtractMostSignificantBits();
            Vector512BlockOps.WriteIndices(separators, block, ends + found);
            found += BitOperations.PopCount(separators);
        }

        for (int piece = 0; piece < Count; piece++)
        {
            tokenCounts[piece] = symbols[ends[piece]] == SymbolReader.SeparatorSymbol
                ? (uint)(ends[piece + 1] - ends[piece] - 1)
                : CountAlone(piece);
        }

        Count = 0;
        _text.Clear();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly uint CountAlone(int piece)
    {
        int length = (piece + 1 < Count ? _starts[piece + 1] : _text.Length) - _starts[piece] - 1;
        return (uint)PieceMerger.Count(_vocabulary, _text.Bytes + _starts[piece], length);
    }
}
