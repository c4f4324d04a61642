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

    public static ulong AtLeast(ref readonly byte source, byte value)
    {
        ulong atLeast = 0;
        for (int index = 0; index < 64; index++)
        {
            atLeast |= Unsafe.Add(ref Unsafe.AsRef(in source), index) >= value ? 1UL << index : 0;
        }

        return atLeast;
    }

    public static ulong AtLeast(ref readonly char source, char value)
    {
        ulong atLeast = 0;
        for (int index = 0; index < 64; index++)
        {
            atLeast |= Unsafe.Add(ref Unsafe.AsRef(in source), index) >= value ? 1UL << index : 0;
        }

        return atLeast;
    }

    public static void Encode(ref readonly byte classes, int blockCount, ref byte codes, ref ulong planes)
    {
        for (int word = 0; word < blockCount; word++)
        {
            ulong nonAscii = 0;
            ulong digits = 0;
            ulong equal = 0;
            for (int bit = 0; bit < 64; bit++)
            {
                ref byte source = ref Unsafe.Add(ref Unsafe.AsRef(in classes), (word * 64) + bit);
                byte current = source;
                nonAscii |= (ulong)(current >> 7) << bit;
                bool isDigit = char.IsAsciiDigit((char)current);
                digits |= isDigit ? 1UL << bit : 0;
                equal |= current == Unsafe.Subtract(ref source, 1) ? 1UL << bit : 0;

                // A digit after another counts by its place in the number.
                bool isLaterDigit = isDigit && char.IsAsciiDigit((char)Unsafe.Subtract(ref source, 1));
                Unsafe.Add(ref codes, (word * 64) + bit) = (byte)(PairCodes.Of(current) & (isLaterDigit ? PairCodes.PreviousMask : 0xFF));
            }

            Unsafe.Add(ref planes, (ClassPlanes.NonAscii * ClassPlanes.Stride) + word) = nonAscii;
            Unsafe.Add(ref planes, (ClassPlanes.Digit * ClassPlanes.Stride) + word) = digits;
            Unsafe.Add(ref planes, (ClassPlanes.EqualsPrevious * ClassPlanes.Stride) + word) = equal;
        }
    }

    public static void CountPairs(ref readonly byte codes, int blockCount, Span<long> counters)
    {
        // Few of the pairs of codes occur: they are counted first and multiplied out once.
        Span<int> pairs = stackalloc int[0x100];
        pairs.Clear();
        for (int index = 0; index < blockCount * 64; index++)
        {
            ref byte current = ref Unsafe.Add(ref Unsafe.AsRef(in codes), index);
            pairs[(Unsafe.Subtract(ref current, 1) & 0xF0) | (current & 0x0F)]++;
        }

        for (int pair = 0; pair < pairs.Length; pair++)
        {
            if (pairs[pair] == 0)
            {
                continue;
            }

            for (int factor = 0; factor < PairCodes.Count; factor++)
            {
                counters[factor] += (long)pairs[pair] * PairCodes.Product(pair, factor);
            }
        }
    }

    public static void Split(ref readonly byte classes, ref ulong planes)
    {
        // Multiplying by this gathers the lowest bits of 8 bytes into the highest byte of the product.
        const ulong Gather = 0x0102040810204080;
        const ulong LowBits = 0x0101010101010101;
        for (int plane = 0; plane < ClassPlanes.ClassBits; plane++)
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
