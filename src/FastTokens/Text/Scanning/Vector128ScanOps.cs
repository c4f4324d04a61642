using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector128<ulong>;

namespace FastTokens;

/// <summary>Masks of 128 characters in a 128-bit vector.</summary>
internal readonly struct Vector128ScanOps : IPairOps<Vector128<ulong>>
{
    public static int WordCount => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong CopyAscii(ref readonly byte source, ref byte destination)
    {
        ulong nonAscii = 0;
        for (int offset = 0; offset < 64; offset += Vector128<byte>.Count)
        {
            Vector128<byte> block = Vector128.LoadUnsafe(in source, (nuint)offset);
            block.StoreUnsafe(ref destination, (nuint)offset);
            nonAscii |= (ulong)block.ExtractMostSignificantBits() << offset;
        }

        return nonAscii;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong CopyAscii(ref readonly char source, ref byte destination)
    {
        ref ushort units = ref Unsafe.As<char, ushort>(ref Unsafe.AsRef(in source));
        Vector128<ushort> lastAscii = Vector128.Create((ushort)0x7F);
        ulong nonAscii = 0;
        for (int offset = 0; offset < 64; offset += Vector128<byte>.Count)
        {
            Vector128<ushort> lower = Vector128.LoadUnsafe(ref units, (nuint)offset);
            Vector128<ushort> upper = Vector128.LoadUnsafe(ref units, (nuint)(offset + Vector128<ushort>.Count));
            Vector128.Narrow(lower, upper).StoreUnsafe(ref destination, (nuint)offset);
            nonAscii |= (ulong)Vector128.GreaterThan(lower, lastAscii).ExtractMostSignificantBits() << offset;
            nonAscii |= (ulong)Vector128.GreaterThan(upper, lastAscii).ExtractMostSignificantBits() << (offset + Vector128<ushort>.Count);
        }

        return nonAscii;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong AtLeast(ref readonly byte source, byte value)
    {
        Vector128<byte> least = Vector128.Create(value);
        ulong atLeast = 0;
        for (int offset = 0; offset < 64; offset += Vector128<byte>.Count)
        {
            Vector128<byte> block = Vector128.LoadUnsafe(in source, (nuint)offset);
            atLeast |= (ulong)Vector128.GreaterThanOrEqual(block, least).ExtractMostSignificantBits() << offset;
        }

        return atLeast;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong AtLeast(ref readonly char source, char value)
    {
        ref ushort units = ref Unsafe.As<char, ushort>(ref Unsafe.AsRef(in source));
        Vector128<ushort> least = Vector128.Create((ushort)value);
        ulong atLeast = 0;
        for (int offset = 0; offset < 64; offset += Vector128<ushort>.Count)
        {
            Vector128<ushort> block = Vector128.LoadUnsafe(ref units, (nuint)offset);
            atLeast |= (ulong)Vector128.GreaterThanOrEqual(block, least).ExtractMostSignificantBits() << offset;
        }

        return atLeast;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Encode(ref readonly byte classes, int blockCount, ref byte codes, ref ulong planes)
    {
        for (int word = 0; word < blockCount; word++)
        {
            for (int part = 0; part < 64 / Vector128<byte>.Count; part++)
            {
                nuint offset = ((nuint)word * 64) + ((nuint)part * (nuint)Vector128<byte>.Count);
                Vector128<byte> block = Vector128.LoadUnsafe(in classes, offset);
                Vector128<byte> previous = Vector128.LoadUnsafe(ref Unsafe.Subtract(ref Unsafe.AsRef(in classes), 1), offset);
                Vector128<byte> isDigit = Vector128.LessThan(block - Vector128.Create((byte)'0'), Vector128.Create((byte)10));
                Part(ref planes, ClassPlanes.NonAscii, word, part) = (ushort)block.ExtractMostSignificantBits();
                Part(ref planes, ClassPlanes.Digit, word, part) = (ushort)isDigit.ExtractMostSignificantBits();
                Part(ref planes, ClassPlanes.EqualsPrevious, word, part) = (ushort)Vector128.Equals(block, previous).ExtractMostSignificantBits();

                // The low four bits are looked up in each row of 16; the others choose between rows, from the lowest on.
                Vector128<byte> index = block & Vector128.Create((byte)0x0F);
                Vector128<byte> bit4 = Vector128.Equals(block & Vector128.Create((byte)0x10), Vector128<byte>.Zero);
                Vector128<byte> bit5 = Vector128.Equals(block & Vector128.Create((byte)0x20), Vector128<byte>.Zero);
                Vector128<byte> bit6 = Vector128.Equals(block & Vector128.Create((byte)0x40), Vector128<byte>.Zero);
                Vector128<byte> bit7 = Vector128.Equals(block & Vector128.Create((byte)0x80), Vector128<byte>.Zero);
                Vector128<byte> low = Vector128.ConditionalSelect(bit5, TwoRows(0, index, bit4), TwoRows(2, index, bit4));
                Vector128<byte> high = Vector128.ConditionalSelect(bit5, TwoRows(4, index, bit4), TwoRows(6, index, bit4));
                Vector128<byte> ascii = Vector128.ConditionalSelect(bit6, low, high);
                Vector128<byte> result = Vector128.ConditionalSelect(bit7, ascii, Vector128.Create(PairCodes.NonAscii));

                // A digit after another counts by its place in the number.
                Vector128<byte> isLaterDigit = isDigit & Vector128.LessThan(previous - Vector128.Create((byte)'0'), Vector128.Create((byte)10));
                Vector128.ConditionalSelect(isLaterDigit, result & Vector128.Create(PairCodes.PreviousMask), result).StoreUnsafe(ref codes, offset);
            }
        }

        static ref ushort Part(ref ulong planes, int plane, int word, int part) =>
            ref Unsafe.Add(ref Unsafe.As<ulong, ushort>(ref Unsafe.Add(ref planes, (plane * ClassPlanes.Stride) + word)), part);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector128<byte> TwoRows(int first, Vector128<byte> index, Vector128<byte> isFirst) =>
            Vector128.ConditionalSelect(isFirst, LookUpRow(first, index), LookUpRow(first + 1, index));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector128<byte> LookUpRow(int number, Vector128<byte> index)
        {
            Vector128<byte> row = Repeat(PairCodes.Codes.Slice(number * 16, 16)).AsByte();
            return Vector128.ShuffleNative(row, index);
        }
    }

    public static void CountPairs(ref readonly byte codes, int blockCount, Span<long> counters) =>
        PairScan<Vector128ScanOps, Vector128<ulong>>.Count(in codes, blockCount, counters);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Split(ref readonly byte classes, ref ulong planes)
    {
        for (int part = 0; part < 4; part++)
        {
            ref byte source = ref Unsafe.Add(ref Unsafe.AsRef(in classes), part * 16);
            Vector128<byte> block = Vector128.LoadUnsafe(ref source);

            // Adding a byte to itself moves the next lower bit to the top, which is the one that is extracted.
            for (int plane = 7; plane >= 0; plane--)
            {
                Part(ref planes, plane, part) = (ushort)block.ExtractMostSignificantBits();
                block += block;
            }
        }

        static ref ushort Part(ref ulong planes, int plane, int part) =>
            ref Unsafe.Add(ref Unsafe.As<ulong, ushort>(ref Unsafe.Add(ref planes, plane * ClassPlanes.Stride)), part);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Repeat(ReadOnlySpan<byte> sixteen) => Vector128.Create(sixteen).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LoadBytes(ref readonly byte source) => Vector128.LoadUnsafe(in source).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LookUp(V table, V indexes) => Vector128.ShuffleNative(table.AsByte(), indexes.AsByte()).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V AddProducts(V sums, V left, V right)
    {
        if (Ssse3.IsSupported)
        {
            return (sums.AsInt16() + Ssse3.MultiplyAddAdjacent(left.AsByte(), right.AsSByte())).AsUInt64();
        }

        Vector128<ushort> lowBytes = Vector128.Create((ushort)0xFF);
        Vector128<ushort> products = ((left.AsUInt16() & lowBytes) * (right.AsUInt16() & lowBytes)) + ((left.AsUInt16() >> 8) * (right.AsUInt16() >> 8));
        return (sums.AsUInt16() + products).AsUInt64();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long TotalOfProducts(V sums) => Vector128.Sum((sums.AsUInt32() & Vector128.Create(0xFFFFu)) + (sums.AsUInt32() >> 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load(ref readonly ulong source) => Vector128.LoadUnsafe(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V And(V left, V right) => left & right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V AndNot(V value, V mask) => Vector128.AndNot(value, mask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Or(V left, V right) => left | right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Or(V first, V second, V third) => first | second | third;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Xor(V left, V right) => left ^ right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Not(V value) => ~value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ShiftLeft(V value, int count) => value << count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ShiftRight(V value, int count) => value >> count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero(V value) => value == V.Zero;

    // Bytes, which hold at least 31 additions of 8. Two look-ups of 16 entries give the set bits of the halves of a byte.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V AddCount(V counter, V mask)
    {
        Vector128<byte> setBits = Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
        Vector128<byte> lowHalves = mask.AsByte() & Vector128.Create((byte)0x0F);
        Vector128<byte> highHalves = (mask.AsUInt16() >> 4).AsByte() & Vector128.Create((byte)0x0F);
        return (counter.AsByte() + Vector128.Shuffle(setBits, lowHalves) + Vector128.Shuffle(setBits, highHalves)).AsUInt64();
    }

    public static long Sum(V counter)
    {
        (Vector128<ushort> lower, Vector128<ushort> upper) = Vector128.Widen(counter.AsByte());
        return Vector128.Sum(lower + upper);
    }
}
