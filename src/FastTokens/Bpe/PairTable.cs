using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>The merges of a vocabulary: which token two adjacent tokens become.</summary>
/// <remarks>
/// Only the canonical split of a token is there, the one by which merging reaches it: whatever stands between two parts that would give the
/// token was merged as in the token alone, so no other split ever comes up. Tokens are indices in the order of their ranks, so that an index
/// is a priority too. Most pairs that are asked for do not merge; a bit set of an eighth of the size tells most of these apart.
/// </remarks>
internal sealed unsafe class PairTable
{
    /// <summary>What <see cref="Find"/> returns for a pair that does not merge: behind every index.</summary>
    internal const uint None = uint.MaxValue;

    /// <summary>Tokens have indices below this.</summary>
    internal const int MaxTokenCount = 1 << IndexBits;

    /// <summary>The number of bits of an index.</summary>
    internal const int IndexBits = 21;
    private const double MaxLoad = 0.8;

    private readonly AlignedMemory _slotMemory;
    private readonly AlignedMemory _filterMemory;
    private readonly ulong* _slots;
    private readonly byte* _filter;
    private readonly int _shift;
    private readonly int _filterShift;
    private readonly uint _last;

    internal PairTable(int pairCount)
    {
        int bits = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, pairCount / MaxLoad)));
        _slotMemory = new AlignedMemory((nuint)sizeof(ulong) << bits);
        _filterMemory = new AlignedMemory((nuint)1 << bits);
        _slots = (ulong*)_slotMemory.Pointer;
        _filter = _filterMemory.Pointer;
        _shift = 64 - bits;
        _filterShift = 64 - (bits + 3);
        _last = (1u << bits) - 1;
    }

    internal long ByteCount => (long)(_slotMemory.Length + _filterMemory.Length);

    /// <summary>Adds a merge that is not there yet.</summary>
    internal void Add(uint left, uint right, uint merged)
    {
        ulong key = Key(left, right);
        ulong hash = Hash(key);
        uint slot = (uint)(hash >> _shift);
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & _last;
        }

        // The merged token has an index above 255, so no entry is 0.
        _slots[slot] = (key << IndexBits) | merged;
        uint bit = (uint)(hash >> _filterShift);
        _filter[bit >> 3] |= (byte)(1 << (int)(bit & 7));
    }

    /// <summary>Returns the token that two merge into, or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint Find(uint left, uint right)
    {
        ulong key = Key(left, right);
        ulong hash = Hash(key);
        uint bit = (uint)(hash >> _filterShift);
        return ((_filter[bit >> 3] >> (int)(bit & 7)) & 1) == 0 ? None : FindSlot(key, (uint)(hash >> _shift));
    }

    private uint FindSlot(ulong key, uint slot)
    {
        ulong entry;
        while ((entry = _slots[slot]) >> IndexBits != key)
        {
            if (entry == 0)
            {
                return None;
            }

            slot = (slot + 1) & _last;
        }

        return entry == 0 ? None : (uint)entry & (MaxTokenCount - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Key(uint left, uint right) => ((ulong)left << IndexBits) | right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(ulong key) => key * 0x9E3779B97F4A7C15;
}
