using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>The counts of pieces that were merged before: for one thread and one vocabulary, of fixed size, without locks.</summary>
/// <remarks>
/// A slot holds the bytes of a piece and, in its last byte, length and count. There are three sizes of slots, for pieces of up to 15, 31 and 62
/// bytes. A key has two slots, side by side; a new piece takes the first, what stood there moves to the second. Equal bytes are equal pieces,
/// so the cache never changes a count. A thread has 1 MB: three quarters for the first vocabulary that it counts with, the rest for the others,
/// which begin anew when they change.
/// </remarks>
internal sealed unsafe class PieceCache
{
    /// <summary>The length of the longest piece that is kept.</summary>
    internal const int MaxPieceLength = 62;

    /// <summary>The length of the slot of the longest pieces.</summary>
    internal const int MaxSlotLength = 64;

    private const int RegionLength = 256 << 10;
    private const int OtherRegionLength = RegionLength / 4;
    private const int MaxCount = 15;
    private const ulong CountBits = 0xF0UL << 56;

    /// <summary>The memory that a thread takes at most, in bytes.</summary>
    internal static int MaxBytesPerThread => LengthOf(RegionLength) + LengthOf(OtherRegionLength);

    [ThreadStatic]
    private static PieceCache? _first;

    [ThreadStatic]
    private static PieceCache? _other;

    private readonly AlignedMemory _memory;
    private readonly int _regionLength;
    private long _owner;

    private PieceCache(int regionLength, long owner)
    {
        _memory = new AlignedMemory((nuint)LengthOf(regionLength));
        _regionLength = regionLength;
        _owner = owner;
    }

    /// <summary>Room for the pieces of this thread that are merged in turn, behind the regions.</summary>
    internal WaitingPiece* Waiting => (WaitingPiece*)(_memory.Pointer + (3 * _regionLength));

    /// <summary>Returns this thread's cache for a vocabulary.</summary>
    internal static PieceCache For(BpeVocabulary vocabulary)
    {
        PieceCache? cache = _first;
        return cache is not null && cache._owner == vocabulary.Id ? cache : ForOther(vocabulary);
    }

    /// <summary>Returns the slot length for pieces of a length: 16, 32 or 64.</summary>
    internal static int SlotLengthFor(int length) => length < 16 ? 16 : length < 32 ? 32 : MaxSlotLength;

    /// <summary>Returns the count of a piece, or 0 if it is not known.</summary>
    internal int Find(WaitingPiece* piece)
    {
        int slotLength = piece->SlotLength;
        ulong* slot = Slot(piece->Hash, slotLength);
        if (!AreEqual(slot, piece->Key, slotLength))
        {
            slot = Other(slot, slotLength);
            if (!AreEqual(slot, piece->Key, slotLength))
            {
                return 0;
            }
        }

        return (int)(slot[(slotLength / sizeof(ulong)) - 1] >> 60);
    }

    /// <summary>Keeps the count of a piece, unless it is too high for a slot.</summary>
    internal void Add(WaitingPiece* piece, int count)
    {
        if (count > MaxCount)
        {
            return;
        }

        int slotLength = piece->SlotLength;
        ulong* slot = Slot(piece->Hash, slotLength);
        ulong* other = Other(slot, slotLength);
        int words = slotLength / sizeof(ulong);
        for (int word = 0; word < words; word++)
        {
            other[word] = slot[word];
            slot[word] = piece->Key[word];
        }

        slot[words - 1] |= (ulong)count << 60;
    }

    private static int LengthOf(int regionLength) => (3 * regionLength) + (MissedPieces.WaitingCount * sizeof(WaitingPiece));

    private static PieceCache ForOther(BpeVocabulary vocabulary)
    {
        if (_first is null)
        {
            return _first = new PieceCache(RegionLength, vocabulary.Id);
        }

        PieceCache other = _other ??= new PieceCache(OtherRegionLength, vocabulary.Id);
        if (other._owner != vocabulary.Id)
        {
            other._memory.Clear();
            other._owner = vocabulary.Id;
        }

        return other;
    }

    /// <summary>Returns the first slot of a key: the regions of the three sizes follow one another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong* Slot(ulong hash, int slotLength)
    {
        nuint offset = (nuint)Math.BigMul((ulong)_regionLength, hash, out _) & ~(nuint)(slotLength - 1);
        return (ulong*)(_memory.Pointer + ((nuint)(slotLength >> 5) * (nuint)_regionLength) + offset);
    }

    /// <summary>Returns the slot beside: a region begins at a multiple of every slot length, so pairs of slots are aligned to their size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong* Other(ulong* slot, int slotLength) =>
        (ulong*)(_memory.Pointer + (((nuint)slot - (nuint)_memory.Pointer) ^ (nuint)slotLength));

    private static bool AreEqual(ulong* slot, ulong* key, int slotLength)
    {
        int last = (slotLength / sizeof(ulong)) - 1;
        ulong difference = (slot[last] ^ key[last]) & ~CountBits;
        for (int word = 0; word < last; word++)
        {
            difference |= slot[word] ^ key[word];
        }

        return difference == 0;
    }
}
