using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastTokens;

/// <summary>The tokens of at most 15 bytes, each in a slot of 16: the bytes, zeros, and the length in the last one.</summary>
/// <remarks>
/// A line of the cache holds four slots. A token stands in its first line if more frequent ones (of lower indices) have left a place there,
/// else in its second line. So the hot loop compares the first line, and nearly always that is enough.
/// </remarks>
internal sealed unsafe class TokenTable
{
    /// <summary>The length of the longest token that a slot holds.</summary>
    internal const int MaxKeyLength = 15;

    /// <summary>The length of a slot.</summary>
    internal const int SlotLength = 16;

    private const int SlotsPerLine = 4;
    private const int LineLength = SlotsPerLine * SlotLength;
    private const int WordsPerLine = 2 * SlotsPerLine;
    private const int MaxMoves = 1000;
    private const double MaxLoad = 0.8;

    private readonly AlignedMemory _memory;
    private readonly int _shift;

    // For each set of words of a line that equal the key's, whether none of the slots has both: 1, else 0.
    private readonly AlignedMemory _isMiss = new(1 << WordsPerLine);

    internal TokenTable(int slotCount)
    {
        _memory = new AlignedMemory((nuint)slotCount * SlotLength);
        Slots = _memory.Pointer;
        SlotCount = slotCount;
        _shift = 32 - BitOperations.Log2((uint)(slotCount / SlotsPerLine));
        for (int equal = 0; equal < 1 << WordsPerLine; equal++)
        {
            _isMiss.Pointer[equal] = (equal & (equal >> 1) & 0x55) == 0 ? (byte)1 : (byte)0;
        }
    }

    /// <summary>The number of slots, a power of two.</summary>
    internal int SlotCount { get; }

    internal byte* Slots { get; }

    internal long ByteCount => (long)(_memory.Length + _isMiss.Length);

    /// <summary>Returns the slot of a key, or -1.</summary>
    /// <param name="low">The first word of the key.</param>
    /// <param name="high">The second one.</param>
    /// <param name="key">Both.</param>
    internal int Find(ulong low, ulong high, Vector128<ulong> key)
    {
        uint hash = PieceKey.Hash(0, low, high);
        int slot = FindInLine(FirstLine(hash), key);
        return slot >= 0 ? slot : FindInLine(SecondLine(hash), key);
    }

    /// <summary>Writes the indices of those pieces that are not tokens in their first line, and returns how many. No piece of more than 15 bytes is.</summary>
    /// <param name="text">The text; 16 bytes are readable from the start of each piece on.</param>
    /// <param name="starts">Where each piece begins, and the last one ends.</param>
    /// <param name="count">The number of pieces.</param>
    /// <param name="misses">Receives the indices.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal int FindMisses(byte* text, int* starts, nint count, int* misses)
    {
        byte* slots = Slots;
        byte* isMiss = _isMiss.Pointer;
        int shift = _shift;
        int* first = misses;
        nint start = *starts;
        for (nint piece = 0; piece < count; piece++)
        {
            nint next = starts[piece + 1];
            PieceKey.Read(text + start, next - start, out ulong low, out ulong high, out Vector128<ulong> key);

            // Without a branch: which pieces miss cannot be predicted.
            *misses = (int)piece;
            misses += isMiss[PieceKey.EqualWords(slots + ((nuint)(PieceKey.Hash(0, low, high) >> shift) * LineLength), key)];
            start = next;
        }

        return (int)(misses - first);
    }

    /// <summary>Returns whether a piece that is not in its first line stands in its second one; 16 bytes are readable from its start on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsInSecondLine(byte* piece, nint length)
    {
        PieceKey.Read(piece, length, out ulong low, out ulong high, out Vector128<ulong> key);
        return _isMiss.Pointer[PieceKey.EqualWords(Slots + ((long)SecondLine(PieceKey.Hash(0, low, high)) * SlotLength), key)] == 0;
    }

    /// <summary>Makes the table of some tokens.</summary>
    /// <param name="tokens">The tokens, the most frequent first; those that are too long are left out.</param>
    /// <param name="slotOfToken">The slot of each token, -1 for those that were left out.</param>
    /// <exception cref="InvalidOperationException">The hash is too poor for these tokens.</exception>
    internal static TokenTable Build(byte[][] tokens, out int[] slotOfToken)
    {
        int keys = 0;
        foreach (byte[] token in tokens)
        {
            keys += token.Length <= MaxKeyLength ? 1 : 0;
        }

        int slotCount = Math.Max(64, (int)BitOperations.RoundUpToPowerOf2((uint)(keys / MaxLoad)));
        TokenTable table = new(slotCount);
        int[] tokenOfSlot = new int[slotCount];
        Array.Fill(tokenOfSlot, -1);
        for (int token = 0; token < tokens.Length; token++)
        {
            if (tokens[token].Length <= MaxKeyLength)
            {
                table.Insert(tokens, token, tokenOfSlot);
            }
        }

        slotOfToken = new int[tokens.Length];
        Array.Fill(slotOfToken, -1);
        for (int slot = 0; slot < slotCount; slot++)
        {
            if (tokenOfSlot[slot] >= 0)
            {
                slotOfToken[tokenOfSlot[slot]] = slot;
                table.Write(slot, tokens[tokenOfSlot[slot]]);
            }
        }

        return table;
    }

    /// <summary>Puts a token of at most 15 bytes into a slot.</summary>
    internal void Write(int slot, ReadOnlySpan<byte> token)
    {
        Span<byte> key = new(Slots + ((long)slot * SlotLength), SlotLength);
        key.Clear();
        token.CopyTo(key);
        key[MaxKeyLength] = (byte)token.Length;
    }

    private void Insert(byte[][] tokens, int token, int[] tokenOfSlot)
    {
        int left = -1;
        for (int move = 0; move < MaxMoves; move++)
        {
            PieceKey.Read(tokens[token], out ulong low, out ulong high, out _);
            uint hash = PieceKey.Hash(0, low, high);
            int slot = FreeSlot(FirstLine(hash), tokenOfSlot);
            slot = slot >= 0 ? slot : FreeSlot(SecondLine(hash), tokenOfSlot);
            if (slot >= 0)
            {
                tokenOfSlot[slot] = token;
                return;
            }

            // Both lines are full. It takes the place of the rarest token of the line that it does not come from, and that one moves on;
            // should this go round in a circle, of any token.
            left = SecondLine(hash) == left ? FirstLine(hash) : SecondLine(hash);
            int victim = left + (move % SlotsPerLine);
            for (int candidate = left; move < MaxMoves / 2 && candidate < left + SlotsPerLine; candidate++)
            {
                victim = tokenOfSlot[candidate] > tokenOfSlot[victim] ? candidate : victim;
            }

            (token, tokenOfSlot[victim]) = (tokenOfSlot[victim], token);
        }

        throw new InvalidOperationException("The token table is too full.");
    }

    private static int FreeSlot(int line, int[] tokenOfSlot)
    {
        for (int slot = line; slot < line + SlotsPerLine; slot++)
        {
            if (tokenOfSlot[slot] < 0)
            {
                return slot;
            }
        }

        return -1;
    }

    private int FirstLine(uint hash) => (int)(hash >> _shift) * SlotsPerLine;

    private int SecondLine(uint hash) => (int)(SecondHash(hash) >> _shift) * SlotsPerLine;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint SecondHash(uint hash) => hash * 0x9E3779B1;

    private int FindInLine(int line, Vector128<ulong> key)
    {
        nuint equal = PieceKey.EqualWords(Slots + ((long)line * SlotLength), key);
        return _isMiss.Pointer[equal] != 0 ? -1 : line + (BitOperations.TrailingZeroCount(equal & (equal >> 1) & 0x55) / 2);
    }
}
