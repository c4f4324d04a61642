using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastTokens;

/// <summary>UTF-16 to UTF-8, 32 units at a time: all bytes of all lengths are made in their places, and those that are there taken by compressing.</summary>
internal static unsafe class Utf16Blocks
{
    private const int BlockLength = 32;

    // Three bytes for each unit, and what the last vector writes beyond its bytes.
    private const int RoomLength = (3 * BlockLength) + 64;

    /// <summary>Transcodes as many blocks as there are whole ones, or room for; returns how many units it read, none where it is not supported.</summary>
    /// <param name="text">The text.</param>
    /// <param name="utf8">Takes the bytes; a block is left if there might be no room for it. Anything may be written behind them.</param>
    /// <param name="written">The number of bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Transcode(ReadOnlySpan<char> text, Span<byte> utf8, out int written)
    {
        if (!ChosenBytes.IsSupported)
        {
            written = 0;
            return 0;
        }

        fixed (char* units = text)
        fixed (byte* bytes = utf8)
        {
            byte* end = bytes;
            int read = 0;
            while (text.Length - read >= BlockLength && utf8.Length - (end - bytes) >= RoomLength)
            {
                Vector512<ushort> block = Vector512.Load((ushort*)units + read);
                if (Vector512.LessThanAll(block, Vector512.Create((ushort)0x80)))
                {
                    Avx512BW.ConvertToVector256Byte(block).Store(end);
                    end += BlockLength;
                }
                else if (Vector512.LessThanAll(block, Vector512.Create((ushort)0x800)))
                {
                    end += WriteUpToTwo(block, end);
                }
                else if (Vector512.EqualsAny(block & Vector512.Create((ushort)0xF800), Vector512.Create((ushort)0xD800)))
                {
                    read += WriteWithPairs(Avx512F.ConvertToVector512UInt32(block.GetLower()), end, out int byteCount);
                    end += byteCount;
                    continue;
                }
                else
                {
                    end += WriteUpToThree(Avx512F.ConvertToVector512UInt32(block.GetLower()), end);
                    end += WriteUpToThree(Avx512F.ConvertToVector512UInt32(block.GetUpper()), end);
                }

                read += BlockLength;
            }

            written = (int)(end - bytes);
            return read;
        }
    }

    /// <summary>Writes 32 characters of one or two bytes each, and returns how many bytes these are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WriteUpToTwo(Vector512<ushort> characters, byte* destination)
    {
        Vector512<ushort> hasTwo = Vector512.GreaterThanOrEqual(characters, Vector512.Create((ushort)0x80));
        Vector512<ushort> two = (characters >> 6) | ((characters & Vector512.Create((ushort)0x3F)) << 8) | Vector512.Create((ushort)0x80C0);
        return ChosenBytes.Write(Vector512.ConditionalSelect(hasTwo, two, characters).AsByte(), (hasTwo | Vector512.Create((ushort)0xFF)).AsByte(), destination);
    }

    /// <summary>Writes 16 characters of one to three bytes each, and returns how many bytes these are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WriteUpToThree(Vector512<uint> characters, byte* destination)
    {
        Vector512<uint> bytes = EncodeUpToThree(characters, out Vector512<uint> isKept);
        return ChosenBytes.Write(bytes.AsByte(), isKept.AsByte(), destination);
    }

    /// <summary>Writes 16 units, surrogates among them; 15, if the last one may begin a pair. A lone surrogate becomes U+FFFD.</summary>
    /// <returns>The number of units.</returns>
    private static int WriteWithPairs(Vector512<uint> units, byte* destination, out int byteCount)
    {
        const uint LastUnit = 1u << 15;
        Vector512<uint> kinds = units & Vector512.Create(0xFC00u);
        Vector512<uint> isHigh = Vector512.Equals(kinds, Vector512.Create(0xD800u));
        Vector512<uint> isLow = Vector512.Equals(kinds, Vector512.Create(0xDC00u));
        int taken = ((uint)isHigh.ExtractMostSignificantBits() & LastUnit) != 0 ? Vector512<uint>.Count - 1 : Vector512<uint>.Count;
        Vector512<uint> isFirst = isHigh & Avx512F.AlignRight32(Vector512<uint>.Zero, isLow, 1);
        Vector512<uint> isSecond = isLow & Avx512F.AlignRight32(isHigh, Vector512<uint>.Zero, 15);
        units = Vector512.ConditionalSelect((isHigh | isLow) & ~(isFirst | isSecond), Vector512.Create((uint)CharacterClasses.Replacement), units);

        // A pair is written in the place of its first unit.
        Vector512<uint> next = Avx512F.AlignRight32(units, units, 1);
        Vector512<uint> pair = (((units & Vector512.Create(0x3FFu)) << 10) | (next & Vector512.Create(0x3FFu))) + Vector512.Create(0x10000u);
        Vector512<uint> sixBits = Vector512.Create(0x3Fu);
        Vector512<uint> four = (pair >> 18) | (((pair >> 12) & sixBits) << 8) | (((pair >> 6) & sixBits) << 16) | ((pair & sixBits) << 24) | Vector512.Create(0x808080F0u);
        Vector512<uint> bytes = EncodeUpToThree(units, out Vector512<uint> isKept);
        Vector512<uint> isTaken = Vector512.LessThan(Vector512<uint>.Indices, Vector512.Create((uint)taken));
        isKept = (isKept | isFirst) & ~isSecond & isTaken;
        byteCount = ChosenBytes.Write(Vector512.ConditionalSelect(isFirst, four, bytes).AsByte(), isKept.AsByte(), destination);
        return taken;
    }

    /// <summary>Makes the bytes of 16 characters of one to three bytes each, the first one lowest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> EncodeUpToThree(Vector512<uint> characters, out Vector512<uint> isKept)
    {
        Vector512<uint> hasTwo = Vector512.GreaterThanOrEqual(characters, Vector512.Create(0x80u));
        Vector512<uint> hasThree = Vector512.GreaterThanOrEqual(characters, Vector512.Create(0x800u));
        Vector512<uint> sixBits = Vector512.Create(0x3Fu);
        Vector512<uint> last = characters & sixBits;
        Vector512<uint> two = (characters >> 6) | (last << 8) | Vector512.Create(0x80C0u);
        Vector512<uint> three = (characters >> 12) | (((characters >> 6) & sixBits) << 8) | (last << 16) | Vector512.Create(0x8080E0u);
        isKept = Vector512.Create(0xFFu) | (hasTwo & Vector512.Create(0xFFFFu)) | (hasThree & Vector512.Create(0xFFFFFFu));
        return Vector512.ConditionalSelect(hasThree, three, Vector512.ConditionalSelect(hasTwo, two, characters));
    }
}
