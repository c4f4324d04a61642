using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector256<ulong>;

namespace FastTokens;

/// <summary>Masks of 256 characters in a 256-bit vector.</summary>
internal readonly struct Vector256ScanOps : IPairOps<Vector256<ulong>>
{
    public static int WordCount => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong CopyAscii(ref readonly byte source, ref byte destination)
    {
        ulong nonAscii = 0;
        for (int offset = 0; offset < 64; offset += Vector256<byte>.Count)
        {
            Vector256<byte> block = Vector256.LoadUnsafe(in source, (nuint)offset);
            block.StoreUnsafe(ref destination, (nuint)offset);
            nonAscii |= (ulong)block.ExtractMostSignificantBits() << offset;
        }

        return nonAscii;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong CopyAscii(ref readonly char source, ref byte destination)
    {
        ref ushort units = ref Unsafe.As<char, ushort>(ref Unsafe.AsRef(in source));
        Vector256<ushort> lastAscii = Vector256.Create((ushort)0x7F);
        ulong nonAscii = 0;
        for (int offset = 0; offset < 64; offset += Vector256<byte>.Count)
        {
            Vector256<ushort> lower = Vector256.LoadUnsafe(ref units, (nuint)offset);
            Vector256<ushort> upper = Vector256.LoadUnsafe(ref units, (nuint)(offset + Vector256<ushort>.Count));
            Vector256.Narrow(lower, upper).StoreUnsafe(ref destination, (nuint)offset);
            nonAscii |= (ulong)Vector256.GreaterThan(lower, lastAscii).ExtractMostSignificantBits() << offset;
            nonAscii |= (ulong)Vector256.GreaterThan(upper, lastAscii).ExtractMostSignificantBits() << (offset + Vector256<ushort>.Count);
        }

        return nonAscii;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong AtLeast(ref readonly byte source, byte value)
    {
        Vector256<byte> least = Vector256.Create(value);
        ulong atLeast = 0;
        for (int offset = 0; offset < 64; offset += Vector256<byte>.Count)
        {
            Vector256<byte> block = Vector256.LoadUnsafe(in source, (nuint)offset);
            atLeast |= (ulong)Vector256.GreaterThanOrEqual(block, least).ExtractMostSignificantBits() << offset;
        }

        return atLeast;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong AtLeast(ref readonly char source, char value)
    {
        ref ushort units = ref Unsafe.As<char, ushort>(ref Unsafe.AsRef(in source));
        Vector256<ushort> least = Vector256.Create((ushort)value);
        ulong atLeast = 0;
        for (int offset = 0; offset < 64; offset += Vector256<ushort>.Count)
        {
            Vector256<ushort> block = Vector256.LoadUnsafe(ref units, (nuint)offset);
            atLeast |= (ulong)Vector256.GreaterThanOrEqual(block, least).ExtractMostSignificantBits() << offset;
        }

        return atLeast;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Encode(ref readonly byte classes, int blockCount, ref byte codes, ref ulong planes)
    {
        for (int word = 0; word < blockCount; word++)
        {
            for (int part = 0; part < 64 / Vector256<byte>.Count; part++)
            {
                nuint offset = ((nuint)word * 64) + ((nuint)part * (nuint)Vector256<byte>.Count);
                Vector256<byte> block = Vector256.LoadUnsafe(in classes, offset);
                Vector256<byte> previous = Vector256.LoadUnsafe(ref Unsafe.Subtract(ref Unsafe.AsRef(in classes), 1), offset);
                Vector256<byte> isDigit = Vector256.LessThan(block - Vector256.Create((byte)'0'), Vector256.Create((byte)10));
                Part(ref planes, ClassPlanes.NonAscii, word, part) = (uint)block.ExtractMostSignificantBits();
                Part(ref planes, ClassPlanes.Digit, word, part) = (uint)isDigit.ExtractMostSignificantBits();
                Part(ref planes, ClassPlanes.EqualsPrevious, word, part) = (uint)Vector256.Equals(block, previous).ExtractMostSignificantBits();

                // The low four bits are looked up in each row of 16; the others choose between rows, from the lowest on.
                Vector256<byte> index = block & Vector256.Create((byte)0x0F);
                Vector256<byte> bit4 = Vector256.Equals(block & Vector256.Create((byte)0x10), Vector256<byte>.Zero);
                Vector256<byte> bit5 = Vector256.Equals(block & Vector256.Create((byte)0x20), Vector256<byte>.Zero);
                Vector256<byte> bit6 = Vector256.Equals(block & Vector256.Create((byte)0x40), Vector256<byte>.Zero);
                Vector256<byte> bit7 = Vector256.Equals(block & Vector256.Create((byte)0x80), Vector256<byte>.Zero);
                Vector256<byte> low = Vector256.ConditionalSelect(bit5, TwoRows(0, index, bit4), TwoRows(2, index, bit4));
                Vector256<byte> high = Vector256.ConditionalSelect(bit5, TwoRows(4, index, bit4), TwoRows(6, index, bit4));
                Vector256<byte> ascii = Vector256.ConditionalSelect(bit6, low, high);
                Vector256<byte> result = Vector256.ConditionalSelect(bit7, ascii, Vector256.Create(PairCodes.NonAscii));

                // A digit after another counts by its place in the number.
                Vector256<byte> isLaterDigit = isDigit & Vector256.LessThan(previous - Vector256.Create((byte)'0'), Vector256.Create((byte)10));
                Vector256.ConditionalSelect(isLaterDigit, result & Vector256.Create(PairCodes.PreviousMask), result).StoreUnsafe(ref codes, offset);
            }
        }

        static ref uint Part(ref ulong planes, int plane, int word, int part) =>
            ref Unsafe.Add(ref Unsafe.As<ulong, uint>(ref Unsafe.Add(ref planes, (plane * ClassPlanes.Stride) + word)), part);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector256<byte> TwoRows(int first, Vector256<byte> index, Vector256<byte> isFirst) =>
            Vector256.ConditionalSelect(isFirst, LookUpRow(first, index), LookUpRow(first + 1, index));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector256<byte> LookUpRow(int number, Vector256<byte> index)
        {
            Vector256<byte> row = Repeat(PairCodes.Codes.Slice(number * 16, 16)).AsByte();
            return Avx2.Shuffle(row, index);
        }
    }

    public static void CountPairs(ref readonly byte codes, int blockCount, Span<long> counters) =>
        PairScan<Vector256ScanOps, Vector256<ulong>>.Count(in codes, blockCount, counters);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Split(ref readonly byte classes, ref ulong planes)
    {
        for (int part = 0; part < 2; part++)
        {
            ref byte source = ref Unsafe.Add(ref Unsafe.AsRef(in classes), part * 32);
            Vector256<byte> block = Vector256.LoadUnsafe(ref source);

            // Adding a byte to itself moves the next lower bit to the top, which is the one that is extracted.
            for (int plane = 7; plane >= 0; plane--)
            {
                Part(ref planes, plane, part) = block.ExtractMostSignificantBits();
                block += block;
            }
        }

        static ref uint Part(ref ulong planes, int plane, int part) =>
            ref Unsafe.Add(ref Unsafe.As<ulong, uint>(ref Unsafe.Add(ref planes, plane * ClassPlanes.Stride)), part);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Repeat(ReadOnlySpan<byte> sixteen) => Vector256.Create(Vector128.Create(sixteen)).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LoadBytes(ref readonly byte source) => Vector256.LoadUnsafe(in source).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LookUp(V table, V indexes) => Avx2.Shuffle(table.AsByte(), indexes.AsByte()).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V AddProducts(V sums, V left, V right) => (sums.AsInt16() + Avx2.MultiplyAddAdjacent(left.AsByte(), right.AsSByte())).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long TotalOfProducts(V sums) => Vector256.Sum((sums.AsUInt32() & Vector256.Create(0xFFFFu)) + (sums.AsUInt32() >> 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load(ref readonly ulong source) => Vector256.LoadUnsafe(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V And(V left, V right) => left & right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V AndNot(V value, V mask) => Vector256.AndNot(value, mask);

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
        Vector256<byte> setBits = Vector256.Create(Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4));
        Vector256<byte> lowHalves = mask.AsByte() & Vector256.Create((byte)0x0F);
        Vector256<byte> highHalves = (mask.AsUInt16() >> 4).AsByte() & Vector256.Create((byte)0x0F);
        return (counter.AsByte() + Avx2.Shuffle(setBits, lowHalves) + Avx2.Shuffle(setBits, highHalves)).AsUInt64();
    }

    public static long Sum(V counter) => (long)Vector256.Sum(Avx2.SumAbsoluteDifferences(counter.AsByte(), Vector256<byte>.Zero).AsUInt64());
}
