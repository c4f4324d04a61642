using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector128<ulong>;

namespace FastTokens;

/// <summary>Masks of 128 characters in a 128-bit vector.</summary>
internal readonly struct Vector128ScanOps : IScanOps<Vector128<ulong>>
{
    public static int WordCount => 2;

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

    public static void Split(ref readonly byte classes, ref ulong planes)
    {
        for (int part = 0; part < 4; part++)
        {
            ref byte source = ref Unsafe.Add(ref Unsafe.AsRef(in classes), part * 16);
            Vector128<byte> block = Vector128.LoadUnsafe(ref source);
            Vector128<byte> previous = Vector128.LoadUnsafe(ref Unsafe.Subtract(ref source, 1));
            Part(ref planes, ClassPlanes.EqualsPrevious, part) = (ushort)Vector128.Equals(block, previous).ExtractMostSignificantBits();

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
