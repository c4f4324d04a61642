using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastTokens;

/// <summary>A block as two vectors of 256 bits.</summary>
internal readonly unsafe struct Vector256BlockOps : IBlockOps
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Equal(byte* block, byte value) =>
        Vector256.Equals(Vector256.Load(block), Vector256.Create(value)).ExtractMostSignificantBits()
        | ((ulong)Vector256.Equals(Vector256.Load(block + 32), Vector256.Create(value)).ExtractMostSignificantBits() << 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong InRange(byte* block, byte first, byte last) =>
        Within(Vector256.Load(block), first, last).ExtractMostSignificantBits()
        | ((ulong)Within(Vector256.Load(block + 32), first, last).ExtractMostSignificantBits() << 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong InRangeWith(byte* block, byte bit, byte first, byte last) =>
        Within(Vector256.Load(block) | Vector256.Create(bit), first, last).ExtractMostSignificantBits()
        | ((ulong)Within(Vector256.Load(block + 32) | Vector256.Create(bit), first, last).ExtractMostSignificantBits() << 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteIndices(ulong mask, int first, int* indices) => ScalarBlockOps.WriteIndices(mask, first, indices);

    public static void LookUp(byte* block, byte* table, byte* values) => Vector128BlockOps.LookUp(block, table, values);

    private static Vector256<byte> Within(Vector256<byte> bytes, byte first, byte last) =>
        Vector256.LessThanOrEqual(bytes - Vector256.Create(first), Vector256.Create((byte)(last - first)));
}
