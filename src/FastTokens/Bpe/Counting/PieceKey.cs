using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastTokens;

/// <summary>A piece of at most 15 bytes as a key of 16: its bytes, zeros, and its length in the last one.</summary>
internal static unsafe class PieceKey
{
    /// <summary>By length, two words of what is to be kept of 16 bytes, and two of what is to be added; from length 16 on, nothing is kept.</summary>
    private static ReadOnlySpan<ulong> Parts =>
    [
        0, 0, 0, 0,
        0xFF, 0, 0, 1UL << 56,
        0xFFFF, 0, 0, 2UL << 56,
        0xFFFFFF, 0, 0, 3UL << 56,
        0xFFFFFFFF, 0, 0, 4UL << 56,
        0xFFFFFFFFFF, 0, 0, 5UL << 56,
        0xFFFFFFFFFFFF, 0, 0, 6UL << 56,
        0xFFFFFFFFFFFFFF, 0, 0, 7UL << 56,
        ulong.MaxValue, 0, 0, 8UL << 56,
        ulong.MaxValue, 0xFF, 0, 9UL << 56,
        ulong.MaxValue, 0xFFFF, 0, 10UL << 56,
        ulong.MaxValue, 0xFFFFFF, 0, 11UL << 56,
        ulong.MaxValue, 0xFFFFFFFF, 0, 12UL << 56,
        ulong.MaxValue, 0xFFFFFFFFFF, 0, 13UL << 56,
        ulong.MaxValue, 0xFFFFFFFFFFFF, 0, 14UL << 56,
        ulong.MaxValue, 0xFFFFFFFFFFFFFF, 0, 15UL << 56,
        0, 0, 0, 16UL << 56,
    ];

    /// <summary>Reads the key of a piece behind whose start 16 bytes are readable. A piece of more than 15 bytes gets a key that none has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Read(byte* piece, int length, out ulong low, out ulong high) => Read(piece, length, out low, out high, out _);

    /// <summary>Reads the key of a piece behind whose start 16 bytes are readable, both as words and as a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Read(byte* piece, nint length, out ulong low, out ulong high, out Vector128<ulong> key)
    {
        // The table is part of the image and does not move.
        ulong* parts = (ulong*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Parts)) + (4 * Math.Min(length, TokenTable.SlotLength));
        low = *(ulong*)piece & parts[0];
        high = (*(ulong*)(piece + 8) & parts[1]) | parts[3];
        key = (Vector128.Load((ulong*)piece) & Vector128.Load(parts)) | Vector128.Load(parts + 2);
    }

    /// <summary>Reads the key of a piece of at most 15 bytes, both as words and as a vector.</summary>
    internal static void Read(ReadOnlySpan<byte> piece, out ulong low, out ulong high, out Vector128<ulong> key)
    {
        byte* padded = stackalloc byte[TokenTable.SlotLength];
        piece.CopyTo(new Span<byte>(padded, TokenTable.SlotLength));
        Read(padded, piece.Length, out low, out high, out key);
    }

    /// <summary>Returns a bit for each word of a line of four slots that equals that of a key, so for two bits side by side where a slot does.</summary>
    /// <param name="line">The line.</param>
    /// <param name="key">The key.</param>
    /// <param name="keptOfHigh">Which bits of the second word of each slot are compared, the others being 0 in the key.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static nuint EqualWords(byte* line, Vector128<ulong> key, ulong keptOfHigh = ulong.MaxValue)
    {
        const ulong Low = ulong.MaxValue;
        if (Avx512F.IsSupported)
        {
            Vector512<ulong> keys = key.ToVector256Unsafe().ToVector512Unsafe();
            keys = Avx512F.Shuffle4x128(keys, keys, 0);
            Vector512<ulong> all = Vector512.Create(Low, keptOfHigh, Low, keptOfHigh, Low, keptOfHigh, Low, keptOfHigh);
            return (nuint)Vector512.Equals(Vector512.Load((ulong*)line) & all, keys).ExtractMostSignificantBits();
        }

        Vector256<ulong> pair = Vector256.Create(key, key);
        Vector256<ulong> kept = Vector256.Create(Low, keptOfHigh, Low, keptOfHigh);
        return Vector256.Equals(Vector256.Load((ulong*)line) & kept, pair).ExtractMostSignificantBits()
            | (Vector256.Equals(Vector256.Load((ulong*)(line + 32)) & kept, pair).ExtractMostSignificantBits() << 4);
    }

    /// <summary>Returns the hash of a key, or of two words more of a longer one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Hash(uint before, ulong low, ulong high) => BitOperations.Crc32C(BitOperations.Crc32C(before, low), high);
}
