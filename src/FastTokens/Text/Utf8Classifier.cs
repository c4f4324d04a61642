using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace FastTokens;

/// <summary>Turns UTF-8 text into class bytes.</summary>
internal static class Utf8Classifier<TOps, TVector>
    where TOps : struct, IScanOps<TVector>
    where TVector : unmanaged
{
    /// <summary>Classifies as much text as there is room for.</summary>
    /// <param name="source">The text. An incomplete sequence at its end is left alone.</param>
    /// <param name="classes">Where the classes go; 64 bytes behind its end may be overwritten.</param>
    /// <param name="written">The number of classes written.</param>
    /// <param name="utf8Bytes">Increased by the length of what was read, each ill-formed part as U+FFFD.</param>
    /// <returns>The number of bytes read.</returns>
    internal static int Read(ReadOnlySpan<byte> source, Span<byte> classes, out int written, ref long utf8Bytes)
    {
        ref byte input = ref MemoryMarshal.GetReference(source);
        ref byte output = ref MemoryMarshal.GetReference(classes);
        int read = 0;
        int count = 0;
        int replaced = 0;
        while (read < source.Length && count < classes.Length)
        {
            // Blocks of 64: the ASCII characters that lead are done with one copy, the rest one by one.
            int blockEnd = source.Length;
            if (source.Length - read >= 64)
            {
                ulong nonAscii = TOps.CopyAscii(ref Unsafe.Add(ref input, read), ref Unsafe.Add(ref output, count));
                int ascii = Math.Min(System.Numerics.BitOperations.TrailingZeroCount(nonAscii), classes.Length - count);
                blockEnd = read + 64;
                read += ascii;
                count += ascii;
            }

            while (read < blockEnd && count < classes.Length)
            {
                int length = source.Length - read >= sizeof(uint)
                    ? Decode(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref input, read)), ref Unsafe.Add(ref output, count))
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

    /// <summary>Classifies the character that begins a group of four bytes and returns its length; 0 where it needs a closer look.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Decode(uint bytes, ref byte output)
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
            uint scalar = ((bytes & 0x0F) << 12) | ((bytes & 0x3F00) >> 2) | ((bytes >> 16) & 0x3F);
            output = CharacterClasses.OfBmp((int)scalar);
            return scalar >= 0x800 && scalar - 0xD800 >= 0x800 ? 3 : 0;
        }

        if ((bytes & 0xC0E0) == 0x80C0)
        {
            uint scalar = ((bytes & 0x1F) << 6) | ((bytes >> 8) & 0x3F);
            output = CharacterClasses.OfBmp((int)scalar);
            return scalar >= 0x80 ? 2 : 0;
        }

        return 0;
    }

    /// <summary>Classifies a character of four bytes, at the end of the text, or an ill-formed part; returns its length, 0 for an incomplete one.</summary>
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
