using System.Numerics;
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

    /// <summary>Whether the CPU has what it takes.</summary>
    internal static bool IsSupported => Avx512BW.IsSupported && Avx512Vbmi2.IsSupported;

    /// <summary>Transcodes whole blocks up to the first one that holds a surrogate; returns how many units it read.</summary>
    /// <param name="text">The text.</param>
    /// <param name="utf8">Takes the bytes; a block is left if there might be no room for it. Anything may be written behind them.</param>
    /// <param name="written">The number of bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Transcode(ReadOnlySpan<char> text, Span<byte> utf8, out int written)
    {
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
                    break;
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
        Vector512<byte> isKept = (hasTwo | Vector512.Create((ushort)0xFF)).AsByte();
        Avx512Vbmi2.Compress(Vector512<byte>.Zero, isKept, Vector512.ConditionalSelect(hasTwo, two, characters).AsByte()).Store(destination);
        return BlockLength + BitOperations.PopCount((uint)hasTwo.ExtractMostSignificantBits());
    }

    /// <summary>Writes 16 characters of one to three bytes each, and returns how many bytes these are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WriteUpToThree(Vector512<uint> characters, byte* destination)
    {
        Vector512<uint> hasTwo = Vector512.GreaterThanOrEqual(characters, Vector512.Create(0x80u));
        Vector512<uint> hasThree = Vector512.GreaterThanOrEqual(characters, Vector512.Create(0x800u));
        Vector512<uint> last = characters & Vector512.Create(0x3Fu);
        Vector512<uint> two = (characters >> 6) | (last << 8) | Vector512.Create(0x80C0u);
        Vector512<uint> three = (characters >> 12) | (((characters >> 6) & Vector512.Create(0x3Fu)) << 8) | (last << 16) | Vector512.Create(0x8080E0u);
        Vector512<uint> encoded = Vector512.ConditionalSelect(hasThree, three, Vector512.ConditionalSelect(hasTwo, two, characters));
        Vector512<uint> isKept = Vector512.Create(0xFFu) | (hasTwo & Vector512.Create(0xFFFFu)) | (hasThree & Vector512.Create(0xFFFFFFu));
        Avx512Vbmi2.Compress(Vector512<byte>.Zero, isKept.AsByte(), encoded.AsByte()).Store(destination);
        return Vector512<uint>.Count + BitOperations.PopCount((uint)hasTwo.ExtractMostSignificantBits()) + BitOperations.PopCount((uint)hasThree.ExtractMostSignificantBits());
    }
}
