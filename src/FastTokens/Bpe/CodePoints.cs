using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastTokens;

/// <summary>Decodes characters of UTF-8 that is known to be well-formed, sixteen at a time.</summary>
internal static class CodePoints
{
    /// <summary>Whether the CPU has what it takes.</summary>
    internal static bool IsSupported => Avx512Vbmi.IsSupported && Avx512Vbmi2.IsSupported;

    /// <summary>Returns the code points of characters of two to four bytes.</summary>
    /// <param name="block">The bytes; the characters end in them.</param>
    /// <param name="places">Where the characters begin. Lanes behind the last place have nothing of use.</param>
    /// <param name="isLong">Which have four bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<uint> Decode(Vector512<byte> block, Vector128<byte> places, out Vector512<uint> isLong)
    {
        // The four bytes from each place on, the lead highest.
        Vector512<uint> indices = (Avx512F.ConvertToVector512UInt32(places) * Vector512.Create(0x01010101u)) + Vector512.Create(0x00010203u);
        Vector512<uint> bytes = Avx512Vbmi.PermuteVar64x8(block, indices.AsByte()).AsUInt32();
        Vector512<uint> isShort = Vector512.LessThan(bytes, Vector512.Create(0xE0u << 24));
        isLong = Vector512.GreaterThanOrEqual(bytes, Vector512.Create(0xF0u << 24));
        Vector512<uint> six = Vector512.Create(6u);
        Vector512<uint> unused = six + (isShort & six) - (isLong & six);
        Vector512<uint> tail = (bytes & Vector512.Create(0x3Fu)) | ((bytes >> 2) & Vector512.Create(0x3Fu << 6)) | ((bytes >> 4) & Vector512.Create(0x3Fu << 12));
        Vector512<uint> lead = (bytes >> 6) & (Vector512.Create(0xFu << 18) | (isShort & Vector512.Create(0x10u << 18)));
        return Avx512F.ShiftRightLogicalVariable(lead | tail, unused);
    }
}
