using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastTokens;

/// <summary>A block as one vector of 512 bits.</summary>
internal readonly unsafe struct Vector512BlockOps : IBlockOps
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Equal(byte* block, byte value) =>
        Vector512.Equals(Vector512.Load(block), Vector512.Create(value)).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong InRange(byte* block, byte first, byte last) =>
        Within(Vector512.Load(block), first, last).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong InRangeWith(byte* block, byte bit, byte first, byte last) =>
        Within(Vector512.Load(block) | Vector512.Create(bit), first, last).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LookUp(byte* block, byte* table, byte* values)
    {
        if (Avx512Vbmi.IsSupported)
        {
            Avx512Vbmi.PermuteVar64x8(Vector512.Load(table), Vector512.Load(block)).Store(values);
            return;
        }

        Vector128BlockOps.LookUp(block, table, values);
    }

    private static Vector512<byte> Within(Vector512<byte> bytes, byte first, byte last) =>
        Vector512.LessThanOrEqual(bytes - Vector512.Create(first), Vector512.Create((byte)(last - first)));
}
