using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector512<ulong>;

namespace FastTokens;

/// <summary>Masks of 512 characters in a 512-bit vector.</summary>
internal readonly struct Vector512ScanOps : IScanOps<Vector512<ulong>>
{
    public static int WordCount => 8;

    public static ulong CopyAscii(ref readonly byte source, ref byte destination)
    {
        Vector512<byte> block = Vector512.LoadUnsafe(in source);
        block.StoreUnsafe(ref destination);
        return block.ExtractMostSignificantBits();
    }

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

    public static void Split(ref readonly byte classes, ref ulong planes)
    {
        Vector512<byte> block = Vector512.LoadUnsafe(in classes);
        Vector512<byte> previous = Vector512.LoadUnsafe(ref Unsafe.Subtract(ref Unsafe.AsRef(in classes), 1));
        Unsafe.Add(ref planes, ClassPlanes.EqualsPrevious * ClassPlanes.Stride) = Vector512.Equals(block, previous).ExtractMostSignificantBits();
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
    public static V OrAnd(V sum, V left, V right) => Avx512F.TernaryLogic(sum, left, right, 0xF8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ShiftLeft(V value, int count) => value << count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ShiftRight(V value, int count) => value >> count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero(V value) => value == V.Zero;

    // Bytes hold at most 31 additions of 8. Two look-ups of 16 entries give the set bits of the halves of a byte.
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
