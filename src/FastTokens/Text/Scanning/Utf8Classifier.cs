using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace FastTokens;

/// <summary>Turns UTF-8 text into class bytes.</summary>
internal static class Utf8Classifier<TOps, TVector>
    where TOps : struct, IScanOps<TVector>
    where TVector : unmanaged
{
    private const int BlockLength = 64;

    // ASCII between two sequences of a block is copied in steps of this length, the last of which may reach beyond the block.
    private const int CopyLength = 16;

    /// <summary>Classifies as much text as there is room for.</summary>
    /// <param name="source">The text. An incomplete sequence at its end is left alone.</param>
    /// <param name="classes">Where the classes go; 64 bytes behind its end may be overwritten.</param>
    /// <param name="written">The number of classes written.</param>
    /// <param name="utf8Bytes">Increased by the length of what was read, each ill-formed part as U+FFFD.</param>
    /// <returns>The number of bytes read.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Read(ReadOnlySpan<byte> source, Span<byte> classes, out int written, ref long utf8Bytes)
    {
        ref byte input = ref MemoryMarshal.GetReference(source);
        ref byte output = ref MemoryMarshal.GetReference(classes);
        ref byte table = ref CharacterClasses.BmpReference;
        int read = 0;
        int count = 0;
        int replaced = 0;
        while (read < source.Length && count < classes.Length)
        {
            // Blocks of 64: ASCII is copied, and well-formed sequences of two and three bytes are found by their leads.
            int blockEnd = source.Length;
            if (source.Length - read >= BlockLength && classes.Length - count >= BlockLength)
            {
                ref byte block = ref Unsafe.Add(ref input, read);
                ref byte blockClasses = ref Unsafe.Add(ref output, count);
                ulong nonAscii = TOps.CopyAscii(ref block, ref blockClasses);
                if (nonAscii == 0)
                {
                    read += BlockLength;
                    count += BlockLength;
                    continue;
                }

                if (source.Length - read >= BlockLength + CopyLength)
                {
                    int length = WellFormedLength(ref block, nonAscii, out ulong leads, out ulong leadsOfThree);
                    if (length > 0)
                    {
                        count += ReadBlock(ref block, ref blockClasses, ref table, leads, leadsOfThree, length);
                        read += length;
                        continue;
                    }
                }

                blockEnd = read + BlockLength;
            }

            while (read < blockEnd && count < classes.Length)
            {
                int length = source.Length - read >= sizeof(uint)
                    ? Decode(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref input, read)), ref Unsafe.Add(ref output, count), ref table)
                    : 0;
                if (length == 0)
                {
                    length = DecodeSlowly(source[read..], ref Unsafe.Add(ref output, count), ref replaced);
                    if (length == 0)
                    {
                        utf8Bytes += read + replaced;
                        written = count;
                        return read;
                    }
                }

                read += length;
                count++;
            }
        }

        utf8Bytes += read + replaced;
        written = count;
        return read;
    }

    /// <summary>
    /// Returns the length of the whole characters of a block, if it begins with one, is well-formed, and none is longer than three bytes; else 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WellFormedLength(ref byte block, ulong nonAscii, out ulong leads, out ulong leadsOfThree)
    {
        // On 64 bytes at once: each lead must have as many continuations behind it as it says, and each continuation a lead.
        leads = TOps.AtLeast(ref block, 0xC0);
        ulong continuations = nonAscii & ~leads;
        leadsOfThree = TOps.AtLeast(ref block, 0xE0);
        ulong expected = (leads << 1) | (leadsOfThree << 2);
        ulong overlong = leads & ~TOps.AtLeast(ref block, 0xC2);
        ulong longer = TOps.AtLeast(ref block, 0xF0);

        // E0 is followed by A0 or more (else overlong), ED by less than A0 (else a surrogate).
        ulong fromA0 = TOps.AtLeast(ref block, 0xA0) & continuations;
        ulong afterE0 = (leadsOfThree & ~TOps.AtLeast(ref block, 0xE1)) << 1;
        ulong afterED = (TOps.AtLeast(ref block, 0xED) & ~TOps.AtLeast(ref block, 0xEE)) << 1;
        ulong wrong = (expected ^ continuations) | overlong | longer | (afterE0 & ~fromA0) | (afterED & fromA0);
        if (wrong != 0)
        {
            return 0;
        }

        // What the last lead says may lie behind the block: it is left to the next one.
        int open = (leads >> 63) != 0 ? 1 : (leadsOfThree >> 62) != 0 ? 2 : 0;
        leads &= ulong.MaxValue >> open;
        return BlockLength - open;
    }

    /// <summary>
    /// Classifies a block run by run: sequences of one length that follow each other, and the ASCII between such runs, which is copied.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int ReadBlock(ref byte block, ref byte output, ref byte table, ulong leads, ulong leadsOfThree, int length)
    {
        // Where the leads of a run stand that begins at bit 0.
        const ulong EveryThird = 0x9249249249249249;
        const ulong EverySecond = 0x5555555555555555;
        int read = 0;
        int count = 0;
        while (leads != 0)
        {
            int next = BitOperations.TrailingZeroCount(leads);
            CopyShort(ref Unsafe.Add(ref block, read), ref Unsafe.Add(ref output, count), next - read);
            count += next - read;
            read = next;
            ulong threes = (leads & leadsOfThree) >> next;
            if ((threes & 1) != 0)
            {
                int run = BitOperations.TrailingZeroCount(~threes & EveryThird);
                count += ReadThrees(ref Unsafe.Add(ref block, next), run, ref Unsafe.Add(ref output, count), ref table);
                read += run;
            }
            else
            {
                ulong twos = (leads & ~leadsOfThree) >> next;
                int run = BitOperations.TrailingZeroCount(~twos & EverySecond);
                count += ReadTwos(ref Unsafe.Add(ref block, next), run, ref Unsafe.Add(ref output, count), ref table);
                read += run;
            }

            leads = read < BlockLength ? leads & (ulong.MaxValue << read) : 0;
        }

        CopyShort(ref Unsafe.Add(ref block, read), ref Unsafe.Add(ref output, count), length - read);
        return count + length - read;
    }

    // Four sequences at a time are put together in a vector: with the bytes turned round, a scalar is three parts shifted to their places.
    // The look-ups stay one by one: gathering them costs more.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ReadThrees(ref byte source, nint length, ref byte output, ref byte classes)
    {
        const int FourLength = 12;
        nint read = 0;
        nint count = 0;
        if (Vector128.IsHardwareAccelerated && BitConverter.IsLittleEndian)
        {
            for (; read + FourLength <= length; read += FourLength, count += 4)
            {
                Vector128<byte> bytes = Vector128.LoadUnsafe(ref source, (nuint)read);
                Vector128<uint> parts = Vector128.Shuffle(bytes, Vector128.Create((byte)2, 1, 0, 255, 5, 4, 3, 255, 8, 7, 6, 255, 11, 10, 9, 255)).AsUInt32();
                Vector128<uint> scalars = (parts & Vector128.Create(0x3Fu)) | ((parts >> 2) & Vector128.Create(0xFC0u)) | ((parts >> 4) & Vector128.Create(0xF000u));
                ulong first = scalars.AsUInt64().GetElement(0);
                ulong second = scalars.AsUInt64().GetElement(1);
                Unsafe.Add(ref output, count) = Unsafe.Add(ref classes, (nint)(uint)first);
                Unsafe.Add(ref output, count + 1) = Unsafe.Add(ref classes, (nint)(first >> 32));
                Unsafe.Add(ref output, count + 2) = Unsafe.Add(ref classes, (nint)(uint)second);
                Unsafe.Add(ref output, count + 3) = Unsafe.Add(ref classes, (nint)(second >> 32));
            }
        }

        for (; read < length; read += 3, count++)
        {
            Unsafe.Add(ref output, count) = Unsafe.Add(ref classes, (nint)ThreeByteScalar(Load(ref source, read)));
        }

        return (int)count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ReadTwos(ref byte source, nint length, ref byte output, ref byte classes)
    {
        nint count = 0;
        for (nint read = 0; read < length; read += 2, count++)
        {
            Unsafe.Add(ref output, count) = Unsafe.Add(ref classes, (nint)TwoByteScalar(Load(ref source, read)));
        }

        return (int)count;
    }

    /// <summary>Loads four bytes, the first as the lowest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Load(ref byte source, nint offset)
    {
        uint bytes = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref source, offset));
        return BitConverter.IsLittleEndian ? bytes : BinaryPrimitives.ReverseEndianness(bytes);
    }

    // Copies 16 bytes whatever the length: most gaps are short, and a branch on "none" would be guessed wrong. What lies behind is not yet
    // written, there is room for it, and the text reaches that far.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyShort(ref byte source, ref byte destination, int length)
    {
        int offset = 0;
        do
        {
            Vector128.LoadUnsafe(ref source, (nuint)offset).StoreUnsafe(ref destination, (nuint)offset);
            offset += CopyLength;
        }
        while (offset < length);
    }

    private static uint ThreeByteScalar(uint bytes) => ((bytes & 0x0F) << 12) | ((bytes & 0x3F00) >> 2) | ((bytes >> 16) & 0x3F);

    private static uint TwoByteScalar(uint bytes) => ((bytes & 0x1F) << 6) | ((bytes >> 8) & 0x3F);

    /// <summary>Classifies the character that begins a group of four bytes and returns its length; 0 where it needs a closer look.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Decode(uint bytes, ref byte output, ref byte table)
    {
        if (!BitConverter.IsLittleEndian)
        {
            return 0;
        }

        if ((bytes & 0x80) == 0)
        {
            output = (byte)bytes;
            return 1;
        }

        // Three bytes, E0 to EF and two continuations: not overlong, not a surrogate.
        if ((bytes & 0xC0C0F0) == 0x8080E0)
        {
            uint scalar = ThreeByteScalar(bytes);
            output = Unsafe.Add(ref table, (nint)scalar);
            return scalar >= 0x800 && scalar - 0xD800 >= 0x800 ? 3 : 0;
        }

        if ((bytes & 0xC0E0) == 0x80C0)
        {
            uint scalar = TwoByteScalar(bytes);
            output = Unsafe.Add(ref table, (nint)scalar);
            return scalar >= 0x80 ? 2 : 0;
        }

        if ((bytes & 0xC0C0C0F8) == 0x808080F0)
        {
            uint scalar = ((bytes & 0x07) << 18) | ((bytes & 0x3F00) << 4) | ((bytes >> 10) & 0xFC0) | (bytes >> 24 & 0x3F);
            if (scalar is >= 0x10000 and <= 0x10FFFF)
            {
                output = CharacterClasses.OfScalar((int)scalar);
                return 4;
            }
        }

        return 0;
    }

    /// <summary>Classifies a character at the end of the text or an ill-formed part; returns its length, 0 for an incomplete one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int DecodeSlowly(ReadOnlySpan<byte> source, ref byte output, ref int replaced)
    {
        switch (Rune.DecodeFromUtf8(source, out Rune rune, out int length))
        {
            case OperationStatus.Done:
                output = CharacterClasses.OfScalar(rune.Value);
                return length;
            case OperationStatus.NeedMoreData:
                return 0;
            default:
                output = CharacterClasses.OfScalar(CharacterClasses.Replacement);
                replaced += CharacterClasses.ReplacementUtf8Length - length;
                return length;
        }
    }
}
