using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector512<ulong>;

namespace FastTokens;

/// <summary>Masks of 512 characters in a 512-bit vector.</summary>
internal readonly struct Vector512ScanOps : IPairOps<Vector512<ulong>>
{
    public static int WordCount => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong CopyAscii(ref readonly byte source, ref byte destination)
    {
        Vector512<byte> block = Vector512.LoadUnsafe(in source);
        block.StoreUnsafe(ref destination);
        return block.ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong CopyAscii(ref readonly char source, ref byte destination)
    {
        ref ushort units = ref Unsafe.As<char, ushort>(ref Unsafe.AsRef(in source));
        Vector512<ushort> lower = Vector512.LoadUnsafe(ref units);
        Vector512<ushort> upper = Vector512.LoadUnsafe(ref units, 32);
        Vector512.Narrow(lower, upper).StoreUnsafe(ref destination);
        Vector512<ushort> lastAscii = Vector512.Create((ushort)0x7F);
        return Vector512.GreaterThan(lower, lastAscii).ExtractMostSignificantBits()
            | (Vector512.GreaterThan(upper, lastAscii).ExtractMostSignificantBits() << 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong AtLeast(ref readonly byte source, byte value) =>
        Vector512.GreaterThanOrEqual(Vector512.LoadUnsafe(in source), Vector512.Create(value)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong AtLeast(ref readonly char source, char value)
    {
        ref ushort units = ref Unsafe.As<char, ushort>(ref Unsafe.AsRef(in source));
        Vector512<ushort> least = Vector512.Create((ushort)value);
        return Vector512.GreaterThanOrEqual(Vector512.LoadUnsafe(ref units), least).ExtractMostSignificantBits()
            | (Vector512.GreaterThanOrEqual(Vector512.LoadUnsafe(ref units, 32), least).ExtractMostSignificantBits() << 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Encode(ref readonly byte classes, int blockCount, ref byte codes, ref ulong planes)
    {
        ReadOnlySpan<byte> table = PairCodes.Codes;
        Vector512<byte> row0 = Repeat(table).AsByte();
        Vector512<byte> row1 = Repeat(table[0x10..]).AsByte();
        Vector512<byte> row2 = Repeat(table[0x20..]).AsByte();
        Vector512<byte> row3 = Repeat(table[0x30..]).AsByte();
        Vector512<byte> row4 = Repeat(table[0x40..]).AsByte();
        Vector512<byte> row5 = Repeat(table[0x50..]).AsByte();
        Vector512<byte> row6 = Repeat(table[0x60..]).AsByte();
        Vector512<byte> row7 = Repeat(table[0x70..]).AsByte();
        for (int word = 0; word < blockCount; word++)
        {
            nuint offset = (nuint)word * 64;
            Vector512<byte> block = Vector512.LoadUnsafe(in classes, offset);
            Vector512<byte> previous = Vector512.LoadUnsafe(ref Unsafe.Subtract(ref Unsafe.AsRef(in classes), 1), offset);
            ulong nonAscii = block.ExtractMostSignificantBits();
            Unsafe.Add(ref planes, (ClassPlanes.NonAscii * ClassPlanes.Stride) + word) = nonAscii;
            Vector512<byte> isDigit = Vector512.LessThan(block - Vector512.Create((byte)'0'), Vector512.Create((byte)10));
            Unsafe.Add(ref planes, (ClassPlanes.Digit * ClassPlanes.Stride) + word) = isDigit.ExtractMostSignificantBits();
            Unsafe.Add(ref planes, (ClassPlanes.EqualsPrevious * ClassPlanes.Stride) + word) = Vector512.Equals(block, previous).ExtractMostSignificantBits();
            Vector512<byte> ascii;
            if (Avx512Vbmi.IsSupported)
            {
                ascii = Avx512Vbmi.PermuteVar64x8x2(Vector512.Create(table[..64]), block, Vector512.Create(table[64..]));
            }
            else
            {
                // The low four bits are looked up in each row of 16; the others choose between rows, from the lowest on.
                Vector512<byte> bit4 = Vector512.Equals(block & Vector512.Create((byte)0x10), Vector512<byte>.Zero);
                Vector512<byte> bit5 = Vector512.Equals(block & Vector512.Create((byte)0x20), Vector512<byte>.Zero);
                Vector512<byte> bit6 = Vector512.Equals(block & Vector512.Create((byte)0x40), Vector512<byte>.Zero);
                Vector512<byte> rows01 = Vector512.ConditionalSelect(bit4, Avx512BW.Shuffle(row0, block), Avx512BW.Shuffle(row1, block));
                Vector512<byte> rows23 = Vector512.ConditionalSelect(bit4, Avx512BW.Shuffle(row2, block), Avx512BW.Shuffle(row3, block));
                Vector512<byte> rows45 = Vector512.ConditionalSelect(bit4, Avx512BW.Shuffle(row4, block), Avx512BW.Shuffle(row5, block));
                Vector512<byte> rows67 = Vector512.ConditionalSelect(bit4, Avx512BW.Shuffle(row6, block), Avx512BW.Shuffle(row7, block));
                ascii = Vector512.ConditionalSelect(
                    bit6, Vector512.ConditionalSelect(bit5, rows01, rows23), Vector512.ConditionalSelect(bit5, rows45, rows67));
            }

            Vector512<byte> isAscii = Vector512.Equals(block & Vector512.Create((byte)0x80), Vector512<byte>.Zero);
            Vector512<byte> result = Vector512.ConditionalSelect(isAscii, ascii, Vector512.Create(PairCodes.NonAscii));

            // A digit after another counts by its place in the number.
            Vector512<byte> isLaterDigit = isDigit & Vector512.LessThan(previous - Vector512.Create((byte)'0'), Vector512.Create((byte)10));
            Vector512.ConditionalSelect(isLaterDigit, result & Vector512.Create(PairCodes.PreviousMask), result).StoreUnsafe(ref codes, offset);
        }
    }

    public static void CountPairs(ref readonly byte codes, int blockCount, Span<long> counters) =>
        PairScan<Vector512ScanOps, Vector512<ulong>>.Count(in codes, blockCount, counters);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Split(ref readonly byte classes, ref ulong planes)
    {
        Vector512<byte> block = Vector512.LoadUnsafe(in classes);
        Unsafe.Add(ref planes, 0 * ClassPlanes.Stride) = Plane(block, 0x01);
        Unsafe.Add(ref planes, 1 * ClassPlanes.Stride) = Plane(block, 0x02);
        Unsafe.Add(ref planes, 2 * ClassPlanes.Stride) = Plane(block, 0x04);
        Unsafe.Add(ref planes, 3 * ClassPlanes.Stride) = Plane(block, 0x08);
        Unsafe.Add(ref planes, 4 * ClassPlanes.Stride) = Plane(block, 0x10);
        Unsafe.Add(ref planes, 5 * ClassPlanes.Stride) = Plane(block, 0x20);
        Unsafe.Add(ref planes, 6 * ClassPlanes.Stride) = Plane(block, 0x40);
        Unsafe.Add(ref planes, 7 * ClassPlanes.Stride) = Plane(block, 0x80);

        // A test of one bit leaves its answer in a mask register: one instruction, and one to fetch it.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static ulong Plane(Vector512<byte> block, byte bit) =>
            ~Vector512.Equals(block & Vector512.Create(bit), Vector512<byte>.Zero).ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Repeat(ReadOnlySpan<byte> sixteen) => Vector512.Create(Vector128.Create(sixteen)).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LoadBytes(ref readonly byte source) => Vector512.LoadUnsafe(in source).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LookUp(V table, V indexes) => Avx512BW.Shuffle(table.AsByte(), indexes.AsByte()).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V AddProducts(V sums, V left, V right) => (sums.AsInt16() + Avx512BW.MultiplyAddAdjacent(left.AsByte(), right.AsSByte())).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long TotalOfProducts(V sums) => Vector512.Sum((sums.AsUInt32() & Vector512.Create(0xFFFFu)) + (sums.AsUInt32() >> 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load(ref readonly ulong source) => Vector512.LoadUnsafe(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V And(V left, V right) => left & right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V AndNot(V value, V mask) => Vector512.AndNot(value, mask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Or(V left, V right) => left | right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Or(V first, V second, V third) => Avx512F.TernaryLogic(first, second, third, 0xFE);

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
        Vector512<byte> setBits = Vector512.Create(Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4));
        Vector512<byte> lowHalves = mask.AsByte() & Vector512.Create((byte)0x0F);
        Vector512<byte> highHalves = (mask.AsUInt16() >> 4).AsByte() & Vector512.Create((byte)0x0F);
        return (counter.AsByte() + Avx512BW.Shuffle(setBits, lowHalves) + Avx512BW.Shuffle(setBits, highHalves)).AsUInt64();
    }

    public static long Sum(V counter) => (long)Vector512.Sum(Avx512BW.SumAbsoluteDifferences(counter.AsByte(), Vector512<byte>.Zero).AsUInt64());
}
