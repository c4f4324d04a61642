using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastTokens;

/// <summary>Turns UTF-16 text into class bytes.</summary>
internal static class Utf16Classifier<TOps, TVector>
    where TOps : struct, IScanOps<TVector>
    where TVector : unmanaged
{
    /// <summary>Classifies as much text as there is room for.</summary>
    /// <param name="source">The text. A high surrogate at its end is left alone.</param>
    /// <param name="classes">Where the classes go; 64 bytes behind its end may be overwritten.</param>
    /// <param name="written">The number of classes written.</param>
    /// <param name="utf8Bytes">Increased by the length in UTF-8 of what was read, each lone surrogate as U+FFFD.</param>
    /// <returns>The number of chars read.</returns>
    internal static int Read(ReadOnlySpan<char> source, Span<byte> classes, out int written, ref long utf8Bytes)
    {
        ref char input = ref MemoryMarshal.GetReference(source);
        ref byte output = ref MemoryMarshal.GetReference(classes);
        int read = 0;
        int count = 0;
        long bytes = 0;
        while (read < source.Length && count < classes.Length)
        {
            // Blocks of 64: the ASCII characters that lead are done with one copy, the rest by table.
            int blockEnd = source.Length;
            if (source.Length - read >= 64)
            {
                ulong nonAscii = TOps.CopyAscii(ref Unsafe.Add(ref input, read), ref Unsafe.Add(ref output, count));
                int ascii = Math.Min(System.Numerics.BitOperations.TrailingZeroCount(nonAscii), classes.Length - count);
                blockEnd = read + 64;
                read += ascii;
                count += ascii;
                bytes += ascii;
            }

            while (read < blockEnd && count < classes.Length)
            {
                int unit = Unsafe.Add(ref input, read);
                if ((unit & 0xF800) == 0xD800)
                {
                    int length = ReadSurrogate(source[read..], ref Unsafe.Add(ref output, count));
                    if (length == 0)
                    {
                        utf8Bytes += bytes;
                        written = count;
                        return read;
                    }

                    // A pair has four bytes; a lone surrogate becomes U+FFFD and has three.
                    bytes += CharacterClasses.ReplacementUtf8Length - 1 + length;
                    read += length;
                    count++;
                    continue;
                }

                Unsafe.Add(ref output, count++) = CharacterClasses.OfBmp(unit);
                bytes += 1 + (unit >= 0x80 ? 1 : 0) + (unit >= 0x800 ? 1 : 0);
                read++;
            }
        }

        utf8Bytes += bytes;
        written = count;
        return read;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ReadSurrogate(ReadOnlySpan<char> source, ref byte output)
    {
        if (char.IsHighSurrogate(source[0]))
        {
            if (source.Length == 1)
            {
                return 0;
            }

            if (char.IsLowSurrogate(source[1]))
            {
                output = CharacterClasses.OfScalar(char.ConvertToUtf32(source[0], source[1]));
                return 2;
            }
        }

        output = CharacterClasses.OfScalar(CharacterClasses.Replacement);
        return 1;
    }
}
