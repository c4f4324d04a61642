using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>Masks of 64 characters in a general register: the narrowest width, for short texts and for CPUs without vectors.</summary>
internal readonly struct ScalarScanOps : IScanOps<ulong>
{
    public static int WordCount => 1;

    public static ulong CopyAscii(ref readonly byte source, ref byte destination)
    {
        ulong nonAscii = 0;
        for (int index = 0; index < 64; index++)
        {
            byte value = Unsafe.Add(ref Unsafe.AsRef(in source), index);
            Unsafe.Add(ref destination, index) = value;
            nonAscii |= (ulong)(value >> 7) << index;
        }

        return nonAscii;
    }

    public static ulong CopyAscii(ref readonly char source, ref byte destination)
    {
        ulong nonAscii = 0;
        for (int index = 0; index < 64; index++)
        {
            char value = Unsafe.Add(ref Unsafe.AsRef(in source), index);
            Unsafe.Add(ref destination, index) = (byte)value;
            nonAscii |= value < 0x80 ? 0 : 1UL << index;
        }

        return nonAscii;
    }

    public static void Split(ref readonly byte classes, ref ulong planes)
    {
        // Multiplying by this gathers the lowest bits of 8 bytes into the highest byte of the product.
        const ulong Gather = 0x0102040810204080;
        const ulong LowBits = 0x0101010101010101;
        const ulong LowSevenBits = 0x7F7F7F7F7F7F7F7F;
        for (int plane = 0; plane < ClassPlanes.Count; plane++)
        {
            Unsafe.Add(ref planes, plane * ClassPlanes.Stride) = 0;
        }

        ref byte source = ref Unsafe.AsRef(in classes);
        for (int offset = 0; offset < 64; offset += sizeof(ulong))
        {
            ulong bytes = Read(ref source, offset);
            for (int bit = 0; bit < 8; bit++)
            {
                ulong gathered = unchecked(((bytes >> bit) & LowBits) * Gather) >> 56;
                Unsafe.Add(ref planes, bit * ClassPlanes.Stride) |= gathered << offset;
            }

            // The high bit of each byte of the sum is set where the byte differs from the one before it.
            ulong difference = bytes ^ Read(ref source, offset - 1);
            ulong differs = ((difference & LowSevenBits) + LowSevenBits) | difference;
            ulong equal = unchecked(((~differs >> 7) & LowBits) * Gather) >> 56;
            Unsafe.Add(ref planes, ClassPlanes.EqualsPrevious * ClassPlanes.Stride) |= equal << offset;
        }

        static ulong Read(ref byte source, int offset)
        {
            ulong value = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, offset));
            return BitConverter.IsLittleEndian ? value : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Load(ref readonly ulong source) => source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong And(ulong left, ulong right) => left & right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong AndNot(ulong value, ulong mask) => value & ~mask;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Or(ulong left, ulong right) => left | right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Or(ulong first, ulong second, ulong third) => first | second | third;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Xor(ulong left, ulong right) => left ^ right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Not(ulong value) => ~value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong OrAnd(ulong sum, ulong left, ulong right) => sum | (left & right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ShiftLeft(ulong value, int count) => value << count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ShiftRight(ulong value, int count) => value >> count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero(ulong value) => value == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong AddCount(ulong counter, ulong mask) => counter + (ulong)BitOperations.PopCount(mask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Sum(ulong counter) => (long)counter;
}
