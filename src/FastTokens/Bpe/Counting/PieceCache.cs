using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastTokens;

/// <summary>The counts of pieces that were merged before: for one thread and one vocabulary, of fixed size, without locks.</summary>
/// <remarks>
/// A slot holds the bytes of a piece and, in its last byte, length and count; the longest ones have two bytes for these. There are three sizes of
/// slots, for pieces of up to 15, 31 and 62 bytes. A key may stand in any of four slots, side by side; when they are full, a new piece takes their places in turn. Equal bytes are equal
/// pieces, so the cache never changes a count. A thread has 1 MB: eight ninths for the first vocabulary that it counts with, the rest for the
/// others, which begin anew when they change.
/// </remarks>
internal sealed unsafe class PieceCache
{
    /// <summary>The length of the longest piece that is kept.</summary>
    internal const int MaxPieceLength = 62;

    /// <summary>The length of the slot of pieces of 16 to 31 bytes.</summary>
    internal const int LongSlotLength = 32;

    /// <summary>The length of the slot of the longest pieces.</summary>
    internal const int MaxSlotLength = 64;

    private const int SlotsPerSet = 4;
    private const int UnitLength = 32 << 10;
    private const int OtherUnitLength = UnitLength / 8;

    // The units of the smallest slots, and of each of the other two sizes: 22,528 slots, 8,192 and 4,096.
    private const int ShortUnits = 11;
    private const int LongerUnits = 8;
    private const int MaxCount = 15;
    private const int MaxCountOfLongest = 63;
    private const ulong CountBits = 0xF0UL << 56;
    private const ulong CountBitsOfLongest = 0xF0C0UL << 48;

    /// <summary>The memory that a thread takes at most, in bytes.</summary>
    internal static int MaxBytesPerThread => LengthOf(UnitLength) + LengthOf(OtherUnitLength);

    [ThreadStatic]
    private static PieceCache? _first;

    [ThreadStatic]
    private static PieceCache? _other;

    private readonly AlignedMemory _memory;
    private readonly int _unitLength;
    private long _owner;
    private uint _turn;

    private PieceCache(int unitLength, long owner)
    {
        _memory = new AlignedMemory((nuint)LengthOf(unitLength));
        _unitLength = unitLength;
        _owner = owner;
    }

    /// <summary>Returns this thread's cache for a vocabulary.</summary>
    internal static PieceCache For(BpeVocabulary vocabulary)
    {
        PieceCache? cache = _first;
        return cache is not null && cache._owner == vocabulary.Id ? cache : ForOther(vocabulary);
    }

    /// <summary>Forgets what this thread has merged, as if it had not counted before.</summary>
    internal static void Forget()
    {
        _first?._memory.Clear();
        _other?._memory.Clear();
    }

    /// <summary>Returns the slot length for pieces of 16 bytes and more: 32 or 64.</summary>
    internal static int SlotLengthFor(int length) => length < LongSlotLength ? LongSlotLength : MaxSlotLength;

    /// <summary>Returns the count of a piece of at most 15 bytes, or 0 if it is not known. Without a branch.</summary>
    /// <param name="low">The first word of its key; the key of a longer piece is never found.</param>
    /// <param name="high">The second one.</param>
    /// <param name="key">Both.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int FindShort(ulong low, ulong high, Vector128<ulong> key)
    {
        byte* set = Set(PieceKey.Hash(0, low, high), TokenTable.SlotLength);
        uint equal = (uint)PieceKey.EqualWords(set, key, ~CountBits);

        // Both halves of the same slot.
        equal &= (equal >> 1) & 0x55;
        int count = set[(8 * BitOperations.TrailingZeroCount(equal | 0x40)) + TokenTable.MaxKeyLength] >> 4;
        return count & FoundMask(equal);
    }

    /// <summary>Returns the count of a piece of 16 to 31 bytes, or 0 if it is not known. Without a branch.</summary>
    /// <param name="piece">The piece; 32 bytes are readable from its start on.</param>
    /// <param name="length">Its length; a piece of more than 31 bytes is never known.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int FindLong(byte* piece, nint length)
    {
        ulong* start = (ulong*)piece;
        PieceKey.Read(piece + TokenTable.SlotLength, length - TokenTable.SlotLength, out ulong third, out ulong fourth, out Vector128<ulong> end);
        byte* set = Set(PieceKey.Hash(PieceKey.Hash(0, start[0], start[1]), third, fourth), LongSlotLength);
        Vector256<ulong> key = Vector256.Create(Vector128.Load(start), end);
        uint equal;
        if (Avx512F.IsSupported)
        {
            Vector512<ulong> kept = Vector512.Create(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ~CountBits, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ~CountBits);
            Vector512<ulong> pair = Vector512.Create(key, key);
            equal = (uint)Vector512.Equals(Vector512.Load((ulong*)set) & kept, pair).ExtractMostSignificantBits()
                | ((uint)Vector512.Equals(Vector512.Load((ulong*)(set + (2 * LongSlotLength))) & kept, pair).ExtractMostSignificantBits() << 8);
        }
        else
        {
            Vector256<ulong> kept = Vector256.Create(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ~CountBits);
            equal = Vector256.Equals(Vector256.Load((ulong*)set) & kept, key).ExtractMostSignificantBits()
                | (Vector256.Equals(Vector256.Load((ulong*)(set + LongSlotLength)) & kept, key).ExtractMostSignificantBits() << 4)
                | (Vector256.Equals(Vector256.Load((ulong*)(set + (2 * LongSlotLength))) & kept, key).ExtractMostSignificantBits() << 8)
                | (Vector256.Equals(Vector256.Load((ulong*)(set + (3 * LongSlotLength))) & kept, key).ExtractMostSignificantBits() << 12);
        }

        // All four quarters of the same slot.
        equal &= equal >> 1;
        equal &= (equal >> 2) & 0x1111;
        int count = set[(8 * BitOperations.TrailingZeroCount(equal | 0x1000)) + LongSlotLength - 1] >> 4;
        return count & FoundMask(equal);
    }

    /// <summary>Returns the count of a longer piece, or 0 if it is not known.</summary>
    internal int Find(PieceCacheKey* piece)
    {
        int slotLength = piece->SlotLength;
        byte* slot = Set(piece->Hash, slotLength);
        int last = slotLength - 1;
        ulong countBits = slotLength == MaxSlotLength ? CountBitsOfLongest : CountBits;
        int moreBits = slotLength == MaxSlotLength ? 0x30 : 0;
        int count = 0;
        for (int index = 0; index < SlotsPerSet; index++, slot += slotLength)
        {
            count |= AreEqual(slot, (byte*)piece->Key, slotLength, countBits) ? (slot[last] >> 4) | ((slot[last - 1] >> 2) & moreBits) : 0;
        }

        return count;
    }

    /// <summary>Keeps the count of a piece of at most 15 bytes, unless it is too high for a slot.</summary>
    /// <param name="low">The first word of its key.</param>
    /// <param name="high">The second one.</param>
    /// <param name="count">The count.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void AddShort(ulong low, ulong high, int count)
    {
        if (count > MaxCount)
        {
            return;
        }

        // A slot is full where its second word has a length.
        byte* set = Set(PieceKey.Hash(0, low, high), TokenTable.SlotLength);
        uint areEmpty = (uint)PieceKey.EqualWords(set, Vector128<ulong>.Zero) & 0xAA;
        ulong* slot = (ulong*)(set + (SlotToFill(SlotsPerSet - (uint)BitOperations.PopCount(areEmpty)) * TokenTable.SlotLength));
        slot[0] = low;
        slot[1] = high | ((ulong)(uint)count << 60);
    }

    /// <summary>Keeps the count of a longer piece, unless it is too high for a slot.</summary>
    internal void AddLong(PieceCacheKey* piece, int count)
    {
        int slotLength = piece->SlotLength;
        if (count > (slotLength == MaxSlotLength ? MaxCountOfLongest : MaxCount))
        {
            return;
        }

        byte* set = Set(piece->Hash, slotLength);
        uint full = 0;
        for (int end = slotLength; end <= SlotsPerSet * slotLength; end += slotLength)
        {
            full += set[end - 1] != 0 ? 1u : 0;
        }

        byte* slot = set + (SlotToFill(full) * (uint)slotLength);
        for (int word = 0; word < slotLength / sizeof(ulong); word++)
        {
            ((ulong*)slot)[word] = piece->Key[word];
        }

        slot[slotLength - 1] |= (byte)(count << 4);
        slot[slotLength - 2] |= (byte)((count >> 4) << 6);
    }

    /// <summary>Returns where in a set the next piece goes: slots fill in their order, and stay full. Without a branch: how many are full cannot be predicted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint SlotToFill(uint full)
    {
        uint areAllFull = full / SlotsPerSet;
        uint index = (full + (_turn & (0 - areAllFull))) % SlotsPerSet;
        _turn += areAllFull;
        return index;
    }

    /// <summary>Returns all bits if there is a slot that equals the key, else 0; a choice would be compiled to a branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int FoundMask(uint equal) => (int)(0 - equal) >> 31;

    private static int LengthOf(int unitLength) => (ShortUnits + (2 * LongerUnits)) * unitLength;

    private static PieceCache ForOther(BpeVocabulary vocabulary)
    {
        if (_first is null)
        {
            return _first = new PieceCache(UnitLength, vocabulary.Id);
        }

        PieceCache other = _other ??= new PieceCache(OtherUnitLength, vocabulary.Id);
        if (other._owner != vocabulary.Id)
        {
            other._memory.Clear();
            other._owner = vocabulary.Id;
        }

        return other;
    }

    /// <summary>Returns the slots of a key: those of one size follow those of the next smaller one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* Set(uint hash, int slotLength)
    {
        int units = slotLength < LongSlotLength ? ShortUnits : LongerUnits;
        int firstUnit = slotLength < LongSlotLength ? 0 : slotLength < MaxSlotLength ? ShortUnits : ShortUnits + LongerUnits;
        nuint offset = (nuint)(((ulong)hash * (uint)(units * _unitLength)) >> 32) & ~(nuint)((SlotsPerSet * slotLength) - 1);
        return _memory.Pointer + (firstUnit * (nint)_unitLength) + offset;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreEqual(byte* slot, byte* key, int slotLength, ulong countBits)
    {
        Vector128<byte> kept = Vector128.Create(ulong.MaxValue, ~countBits).AsByte();
        Vector128<byte> difference = (Vector128.Load(slot + slotLength - 16) ^ Vector128.Load(key + slotLength - 16)) & kept;
        for (int offset = 0; offset < slotLength - 16; offset += 16)
        {
            difference |= Vector128.Load(slot + offset) ^ Vector128.Load(key + offset);
        }

        return difference == Vector128<byte>.Zero;
    }
}
