using System.Numerics;
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Read(ReadOnlySpan<char> source, Span<byte> classes, out int written, ref long utf8Bytes)
    {
        ref char input = ref MemoryMarshal.GetReference(source);
        ref byte output = ref MemoryMarshal.GetReference(classes);
        ref byte table = ref CharacterClasses.BmpReference;
        int read = 0;
        int count = 0;
        long bytes = 0;
        while (read < source.Length && count < classes.Length)
        {
            // Blocks of 64: ASCII is copied; without surrogates the class of each unit is one look-up.
            int blockEnd = source.Length;
            if (source.Length - read >= 64 && classes.Length - count >= 64)
            {
                ref char block = ref Unsafe.Add(ref input, read);
                ref byte blockClasses = ref Unsafe.Add(ref output, count);
                ulong nonAscii = TOps.CopyAscii(ref block, ref blockClasses);
                if (nonAscii == 0 || !HasSurrogate(ref block))
                {
                    if (nonAscii != 0)
                    {
                        LookUp(ref block, ref blockClasses, ref table);
                        bytes += BitOperations.PopCount(nonAscii) + BitOperations.PopCount(TOps.AtLeast(ref block, (char)0x800));
                    }

                    bytes += 64;
                    read += 64;
                    count += 64;
                    continue;
                }

                blockEnd = read + 64;
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

                Unsafe.Add(ref output, count++) = Unsafe.Add(ref table, (nint)(uint)unit);
                bytes += 1 + (unit >= 0x80 ? 1 : 0) + (unit >= 0x800 ? 1 : 0);
                read++;
            }
        }

        utf8Bytes += bytes;
        written = count;
        return read;
    }

    private static bool HasSurrogate(ref char block) => (TOps.AtLeast(ref block, (char)0xD800) & ~TOps.AtLeast(ref block, (char)0xE000)) != 0;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LookUp(ref char block, ref byte classes, ref byte table)
    {
        if (!BitConverter.IsLittleEndian)
        {
            for (nint index = 0; index < 64; index++)
            {
                Unsafe.Add(ref classes, index) = Unsafe.Add(ref table, (nint)Unsafe.Add(ref block, index));
            }

            return;
        }

        // Four units are loaded at a time: the look-ups are what takes the loads.
        ref byte units = ref Unsafe.As<char, byte>(ref block);
        for (nint index = 0; index < 64; index += 4)
        {
            ulong four = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref units, index * sizeof(char)));
            Unsafe.Add(ref classes, index) = Unsafe.Add(ref table, (nint)(four & 0xFFFF));
            Unsafe.Add(ref classes, index + 1) = Unsafe.Add(ref table, (nint)((four >> 16) & 0xFFFF));
            Unsafe.Add(ref classes, index + 2) = Unsafe.Add(ref table, (nint)((four >> 32) & 0xFFFF));
            Unsafe.Add(ref classes, index + 3) = Unsafe.Add(ref table, (nint)(four >> 48));
        }
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
