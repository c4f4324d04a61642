using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastTokens;

/// <summary>The merges of a vocabulary: which token two adjacent tokens become.</summary>
/// <remarks>
/// <para>
/// Only the canonical split of a token is there, the one by which merging reaches it: whatever stands between two parts that would give the
/// token was merged as in the token alone, so no other split ever comes up. Tokens are indices in the order of their ranks, so that an index
/// is a priority too.
/// </para>
/// <para>
/// An entry is a word: both parts, and the merged token plus one. It stands in one of two buckets of four, wherever there was room. A look-up
/// compares both at once and so has no branch: whether two tokens merge is what a CPU cannot predict.
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

    private const int BucketLength = 4;
    private const int MaxMoves = 1000;
    private const double MaxLoad = 0.8;

    private AlignedMemory _memory;
    private ulong* _slots;
    private int _shift;

    internal PairTable(int pairCount)
    {
        int slotBits = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, pairCount / MaxLoad)));
        Allocate(slotBits);
    }

    internal long ByteCount => (long)_memory.Length;

    /// <summary>Adds a merge that is not there yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(uint left, uint right, uint merged)
    {
        ulong key = Key(left, right);
        ulong entry = (key << IndexBits) | (merged + 1);
        if (!TryPut(FirstBucket(key), entry) && !TryPut(SecondBucket(key), entry))
        {
            Insert(entry);
        }
    }

    /// <summary>Returns the token that two merge into, or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint Find(uint left, uint right)
    {
        ulong key = Key(left, right);
        Vector256<ulong> wanted = Vector256.Create(key);
        Vector256<ulong> first = Vector256.Load(FirstBucket(key));
        Vector256<ulong> second = Vector256.Load(SecondBucket(key));
        Vector256<ulong> found = (Vector256.Equals(first >>> IndexBits, wanted) & first) | (Vector256.Equals(second >>> IndexBits, wanted) & second);
        Vector128<ulong> half = found.GetLower() | found.GetUpper();
        uint entry = (uint)(half.ToScalar() | half.GetElement(1)) & IndexMask;

        // An empty slot equals the key of token 0 twice, and holds 0 like no slot at all.
        return entry - 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Key(uint left, uint right) => ((ulong)left << IndexBits) | right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryPut(ulong* bucket, ulong entry)
    {
        for (int slot = 0; slot < BucketLength; slot++)
        {
            if (bucket[slot] == 0)
            {
                bucket[slot] = entry;
                return true;
            }
        }

        return false;
    }

    private void Insert(ulong entry)
    {
        ulong* left = null;
        for (int move = 0; move < MaxMoves; move++)
        {
            ulong* first = FirstBucket(entry >> IndexBits);
            ulong* second = SecondBucket(entry >> IndexBits);
            if (TryPut(first, entry) || TryPut(second, entry))
            {
                return;
            }

            // Both are full: it takes the place of another one, in the bucket that it does not come from, and that one moves on.
            left = second == left ? first : second;
            ref ulong victim = ref left[move % BucketLength];
            (entry, victim) = (victim, entry);
        }

        Grow(entry);
    }

    /// <summary>Doubles the table. At this load it never happened with a published vocabulary; nothing rules it out for others.</summary>
    private void Grow(ulong entry)
    {
        AlignedMemory old = _memory;
        Allocate(64 - _shift + BitOperations.Log2(BucketLength) + 1);
        ReadOnlySpan<ulong> entries = new(old.Pointer, (int)(old.Length / sizeof(ulong)));
        foreach (ulong kept in entries)
        {
            if (kept != 0)
            {
                Insert(kept);
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
        _shift = 64 - (slotBits - BitOperations.Log2(BucketLength));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong* FirstBucket(ulong key) => _slots + (((key * 0x9E3779B97F4A7C15) >> _shift) * BucketLength);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong* SecondBucket(ulong key) => _slots + (((key * 0xD6E8FEB86659FD93) >> _shift) * BucketLength);
}
