using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastTokens;

/// <summary>A piece of at most 15 bytes as a key of 16: its bytes, zeros, and its length in the last one.</summary>
internal static unsafe class PieceKey
{
    /// <summary>What is to be kept of 16 bytes, by length: two words each; from length 16 on, nothing.</summary>
    private static ReadOnlySpan<ulong> Masks =>
    [
        0, 0, 0xFF, 0, 0xFFFF, 0, 0xFFFFFF, 0, 0xFFFFFFFF, 0, 0xFFFFFFFFFF, 0, 0xFFFFFFFFFFFF, 0, 0xFFFFFFFFFFFFFF, 0,
        ulong.MaxValue, 0, ulong.MaxValue, 0xFF, ulong.MaxValue, 0xFFFF, ulong.MaxValue, 0xFFFFFF, ulong.MaxValue, 0xFFFFFFFF,
        ulong.MaxValue, 0xFFFFFFFFFF, ulong.MaxValue, 0xFFFFFFFFFFFF, ulong.MaxValue, 0xFFFFFFFFFFFFFF, 0, 0,
    ];

    /// <summary>Reads the key of a piece behind whose start 16 bytes are readable. A piece of more than 15 bytes gets a key that none has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Read(byte* piece, int length, out ulong low, out ulong high)
    {
        int kept = Math.Min(length, TokenTable.SlotLength);
        ref ulong masks = ref Unsafe.Add(ref MemoryMarshal.GetReference(Masks), 2 * kept);
        low = *(ulong*)piece & masks;
        high = (*(ulong*)(piece + 8) & Unsafe.Add(ref masks, 1)) | ((ulong)kept << 56);
    }

    /// <summary>Reads the key of a piece of at most 15 bytes.</summary>
    internal static void Read(ReadOnlySpan<byte> piece, out ulong low, out ulong high)
    {
        byte* padded = stackalloc byte[TokenTable.SlotLength];
        piece.CopyTo(new Span<byte>(padded, TokenTable.SlotLength));
        Read(padded, piece.Length, out low, out high);
    }
}
