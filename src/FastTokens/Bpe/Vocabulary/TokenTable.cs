using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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
    private const int MaxMoves = 1000;
    private const double MaxLoad = 0.8;

    private readonly AlignedMemory _memory;
    private readonly int _shift;

    internal TokenTable(int slotCount)
    {
        _memory = new AlignedMemory((nuint)slotCount * SlotLength);
        Slots = _memory.Pointer;
        SlotCount = slotCount;
        _shift = 64 - BitOperations.Log2((uint)(slotCount / SlotsPerLine));
    }

    /// <summary>The number of slots, a power of two.</summary>
    internal int SlotCount { get; }

    internal byte* Slots { get; }

    /// <summary>How far to shift a hash to get its first line.</summary>
    internal int Shift => _shift;

    internal long ByteCount => (long)SlotCount * SlotLength;

    /// <summary>Returns the hash of a key; its highest bits depend on all of the key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Hash(ulong low, ulong high) =>
        (BitOperations.RotateLeft(low * 0x9E3779B97F4A7C15, 32) ^ high) * 0xD6E8FEB86659FD93;

    /// <summary>Returns the slot of a key, or -1.</summary>
    internal int Find(ulong low, ulong high)
    {
        ulong hash = Hash(low, high);
        int slot = FindInLine(FirstLine(hash), low, high);
        return slot >= 0 ? slot : FindInLine(SecondLine(hash), low, high);
    }

    /// <summary>Returns whether a key stands in its first line; not so only for few tokens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsInFirstLine(byte* slots, int shift, ulong low, ulong high) =>
        IsInLine(slots + ((Hash(low, high) >> shift) * LineLength), low, high);

    /// <summary>Returns whether a key that is not in its first line stands in its second one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsInSecondLine(byte* slots, int shift, ulong low, ulong high) =>
        IsInLine(slots + ((SecondHash(Hash(low, high)) >> shift) * LineLength), low, high);

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
            PieceKey.Read(tokens[token], out ulong low, out ulong high);
            ulong hash = Hash(low, high);
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

    private int FirstLine(ulong hash) => (int)(hash >> _shift) * SlotsPerLine;

    private int SecondLine(ulong hash) => (int)(SecondHash(hash) >> _shift) * SlotsPerLine;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SecondHash(ulong hash) => BitOperations.RotateLeft(hash, 32) * 0x9E3779B97F4A7C15;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsInLine(byte* line, ulong low, ulong high)
    {
        Vector128<ulong> key = Vector128.Create(low, high);
        uint equal;
        if (Avx512F.IsSupported)
        {
            // Four copies of the key; creating them from halves would go through memory.
            Vector512<ulong> copies = Avx512F.PermuteVar8x64(key.ToVector256Unsafe().ToVector512Unsafe(), Vector512.Create(0UL, 1, 0, 1, 0, 1, 0, 1));
            equal = (uint)Vector512.Equals(Vector512.Load((ulong*)line), copies).ExtractMostSignificantBits();
        }
        else
        {
            Vector256<ulong> copies = Vector256.Create(key, key);
            equal = Vector256.Equals(Vector256.Load((ulong*)line), copies).ExtractMostSignificantBits()
                | (Vector256.Equals(Vector256.Load((ulong*)(line + 32)), copies).ExtractMostSignificantBits() << 4);
        }

        // Both halves of the same slot.
        return (equal & (equal >> 1) & 0x55) != 0;
    }

    private int FindInLine(int line, ulong low, ulong high)
    {
        ulong* keys = (ulong*)(Slots + ((long)line * SlotLength));
        for (int slot = 0; slot < SlotsPerLine; slot++)
        {
            if (((keys[2 * slot] ^ low) | (keys[(2 * slot) + 1] ^ high)) == 0)
            {
                return line + slot;
            }
        }

        return -1;
    }
}
