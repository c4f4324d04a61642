using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastTokens;

/// <summary>The merges of a vocabulary: which token two adjacent tokens become.</summary>
/// <remarks>
/// <para>
/// Only the canonical split of a token is there, the one by which merging reaches it: whatever stands between two parts that would give the
/// token was merged as in the token alone, so no other split ever comes up. Tokens are indices in the order of their ranks, so that an index
/// is a priority too.
/// </para>
/// <para>
/// An entry is a word: both parts, and the merged token plus one. A cache line holds eight; an entry stands in its first line if there is room,
/// else in its second one. Then a bit of the first line says so, one of eight by the hash, the highest bits of its words. So a look-up nearly
/// always touches one line, and its only branch is one that a CPU predicts: whether two tokens merge is not.
/// </para>
/// </remarks>
internal sealed unsafe class PairTable
{
    /// <summary>What <see cref="Find"/> returns for a pair that does not merge: behind every index.</summary>
    internal const uint None = uint.MaxValue;

    /// <summary>Tokens have indices below this.</summary>
    internal const int MaxTokenCount = (1 << IndexBits) - 1;

    /// <summary>The number of bits of an index.</summary>
    internal const int IndexBits = 21;

    /// <summary>The bits of an index.</summary>
    internal const uint IndexMask = (1 << IndexBits) - 1;

    private const int LineLength = 8;
    private const int MaxMoves = 1000;
    private const double MaxLoad = 0.8;
    private const ulong OverflowBit = 1UL << 63;
    private const ulong KeyMask = ~OverflowBit & ~(ulong)IndexMask;

    private AlignedMemory _memory;
    private ulong* _slots;
    private int _shift;

    internal PairTable(int pairCount)
    {
        int slotBits = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, pairCount / MaxLoad)));
        Allocate(slotBits);
    }

    internal long ByteCount => (long)_memory.Length;

    /// <summary>Whether every token comes behind its parts. No vocabulary has another one but if it was made for that.</summary>
    internal bool IsOrdered { get; private set; } = true;

    /// <summary>Adds a merge that is not there yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(uint left, uint right, uint merged)
    {
        IsOrdered &= Math.Max(left, right) < merged;
        ulong key = Key(left, right);
        ulong entry = (key << IndexBits) | (merged + 1);
        if (!TryPut(_slots + FirstLine(FirstHash(key)), entry))
        {
            Insert(entry);
        }
    }

    /// <summary>Returns the token that two merge into, or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint Find(uint left, uint right)
    {
        uint token = FindInFirstLine(left, right, out uint isElsewhere);
        return isElsewhere == 0 ? token : FindInSecondLine(left, right);
    }

    /// <summary>Returns the token that two merge into, if the entry stands in its first line; else <see cref="None"/>, without a branch.</summary>
    /// <param name="left">The left part.</param>
    /// <param name="right">The right part.</param>
    /// <param name="isElsewhere">1 if <see cref="FindInSecondLine"/> is to be asked, which is so for one pair in twenty; else 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint FindInFirstLine(uint left, uint right, out uint isElsewhere)
    {
        ulong key = Key(left, right);
        ulong hash = FirstHash(key);
        ulong* line = _slots + FirstLine(hash);
        uint equal = EqualSlots(line, key);

        // An empty slot equals the key of token 0 twice, and holds 0 like no slot at all.
        uint isMissing = (uint)((int)(equal - 1) >> 31);
        uint entry = (uint)line[BitOperations.TrailingZeroCount(equal | (1u << (LineLength - 1)))] & IndexMask & ~isMissing;
        isElsewhere = (uint)(line[OverflowSlot(hash)] >> 63) & isMissing;
        return entry - 1;
    }

    /// <summary>Returns the token that two merge into, if the entry stands in its second line; else <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint FindInSecondLine(uint left, uint right)
    {
        ulong key = Key(left, right);
        ulong* line = _slots + SecondLine(key);
        uint equal = EqualSlots(line, key);
        return equal == 0 ? None : ((uint)line[BitOperations.TrailingZeroCount(equal)] & IndexMask) - 1;
    }

    /// <summary>Asks for the line in which <see cref="Find"/> will look, so that it waits less.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Prefetch(uint left, uint right)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(_slots + FirstLine(FirstHash(Key(left, right))));
        }
    }

    /// <summary>Returns a bit for each slot of a line that has a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint EqualSlots(ulong* line, ulong key)
    {
        if (Avx512F.IsSupported)
        {
            return (uint)Vector512.Equals(Vector512.Load(line) & Vector512.Create(KeyMask), Vector512.Create(key << IndexBits)).ExtractMostSignificantBits();
        }

        Vector256<ulong> mask = Vector256.Create(KeyMask);
        Vector256<ulong> wanted = Vector256.Create(key << IndexBits);
        return Vector256.Equals(Vector256.Load(line) & mask, wanted).ExtractMostSignificantBits()
            | (Vector256.Equals(Vector256.Load(line + 4) & mask, wanted).ExtractMostSignificantBits() << 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Key(uint left, uint right) => ((ulong)left << IndexBits) | right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryPut(ulong* line, ulong entry)
    {
        uint empty = Avx512F.IsSupported
            ? (uint)Vector512.Equals(Vector512.Load(line) << 1, Vector512<ulong>.Zero).ExtractMostSignificantBits()
            : Vector256.Equals(Vector256.Load(line) << 1, Vector256<ulong>.Zero).ExtractMostSignificantBits()
                | (Vector256.Equals(Vector256.Load(line + 4) << 1, Vector256<ulong>.Zero).ExtractMostSignificantBits() << 4);
        if (empty == 0)
        {
            return false;
        }

        line[BitOperations.TrailingZeroCount(empty)] |= entry;
        return true;
    }

    private void Insert(ulong entry)
    {
        for (int move = 0; move < MaxMoves; move++)
        {
            ulong key = entry >> IndexBits;
            if (TryPut(_slots + FirstLine(FirstHash(key)), entry))
            {
                return;
            }

            _slots[FirstLine(FirstHash(key)) + OverflowSlot(FirstHash(key))] |= OverflowBit;
            ulong* second = _slots + SecondLine(key);
            if (TryPut(second, entry))
            {
                return;
            }

            // Both are full: it takes the place of another one in its second line, and that one moves on.
            ref ulong victim = ref second[move % LineLength];
            ulong moved = victim & ~OverflowBit;
            victim = (victim & OverflowBit) | entry;
            entry = moved;
        }

        Grow(entry);
    }

    /// <summary>Doubles the table. At this load it never happened with a published vocabulary; nothing rules it out for others.</summary>
    private void Grow(ulong entry)
    {
        AlignedMemory old = _memory;
        Allocate(64 - _shift + BitOperations.Log2(LineLength) + 1);
        ReadOnlySpan<ulong> entries = new(old.Pointer, (int)(old.Length / sizeof(ulong)));
        foreach (ulong kept in entries)
        {
            if ((kept & ~OverflowBit) != 0)
            {
                Insert(kept & ~OverflowBit);
            }
        }

        Insert(entry);
        GC.KeepAlive(old);
    }

    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(_memory))]
    private void Allocate(int slotBits)
    {
        Debug.Assert(slotBits < 40, "A table has a few entries for each token.");
        _memory = new AlignedMemory((nuint)sizeof(ulong) << slotBits);
        _slots = (ulong*)_memory.Pointer;
        _shift = 64 - (slotBits - BitOperations.Log2(LineLength));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong FirstHash(ulong key) => key * 0x9E3779B97F4A7C15;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nuint FirstLine(ulong hash) => (nuint)(hash >> _shift) * LineLength;

    /// <summary>Returns the slot whose highest bit says that an entry with this hash may stand in its second line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nuint OverflowSlot(ulong hash) => (nuint)(hash >> (_shift - 3)) % LineLength;

    private nuint SecondLine(ulong key) => (nuint)((key * 0xD6E8FEB86659FD93) >> _shift) * LineLength;
}
