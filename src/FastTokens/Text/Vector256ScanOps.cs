using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector256<ulong>;

namespace FastTokens;

/// <summary>Masks of 256 characters in a 256-bit vector.</summary>
internal readonly struct Vector256ScanOps : IScanOps<Vector256<ulong>>
{
    public static int WordCount => 4;

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

    public static void Split(ref readonly byte classes, ref ulong planes)
    {
        for (int part = 0; part < 2; part++)
        {
            ref byte source = ref Unsafe.Add(ref Unsafe.AsRef(in classes), part * 32);
            Vector256<byte> block = Vector256.LoadUnsafe(ref source);
            Vector256<byte> previous = Vector256.LoadUnsafe(ref Unsafe.Subtract(ref source, 1));
            Part(ref planes, ClassPlanes.EqualsPrevious, part) = Vector256.Equals(block, previous).ExtractMostSignificantBits();

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
    public static V OrAnd(V sum, V left, V right) => sum | (left & right);

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
        Vector256<byte> setBits = Vector256.Create(Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4));
        Vector256<byte> lowHalves = mask.AsByte() & Vector256.Create((byte)0x0F);
        Vector256<byte> highHalves = (mask.AsUInt16() >> 4).AsByte() & Vector256.Create((byte)0x0F);
        return (counter.AsByte() + Avx2.Shuffle(setBits, lowHalves) + Avx2.Shuffle(setBits, highHalves)).AsUInt64();
    }

    public static long Sum(V counter) => (long)Vector256.Sum(Avx2.SumAbsoluteDifferences(counter.AsByte(), Vector256<byte>.Zero).AsUInt64());
}
