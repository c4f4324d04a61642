using System.Numerics;
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteIndices(ulong mask, int first, int* indices)
    {
        if (!Avx512Vbmi2.IsSupported)
        {
            ScalarBlockOps.WriteIndices(mask, first, indices);
            return;
        }

        // Without a branch for up to sixteen: how many there are cannot be predicted.
        Vector512<byte> found = Avx512Vbmi2.Compress(Vector512<byte>.Zero, FromBits(mask), Vector512<byte>.Indices);
        int count = BitOperations.PopCount(mask);
        Vector512<int> start = Vector512.Create(first);
        (Avx512F.ConvertToVector512Int32(found.GetLower().GetLower()) + start).Store(indices);
        for (int index = 16; index < count; index += 16)
        {
            found = Avx512F.Shuffle4x128(found.AsUInt32(), found.AsUInt32(), 0b_11_11_10_01).AsByte();
            (Avx512F.ConvertToVector512Int32(found.GetLower().GetLower()) + start).Store(indices + index);
        }
    }

    /// <summary>Returns the bytes whose bits are set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<byte> FromBits(ulong mask)
    {
        Vector512<byte> ofEach = Vector512.Create(0x8040201008040201).AsByte();
        Vector512<ulong> bytes = Vector512.Create(
            0UL, 0x0101010101010101, 0x0202020202020202, 0x0303030303030303, 0x0404040404040404, 0x0505050505050505, 0x0606060606060606, 0x0707070707070707);
        return Vector512.Equals(Avx512BW.Shuffle(Vector512.Create(mask).AsByte(), bytes.AsByte()) & ofEach, ofEach);
    }

    private static Vector512<byte> Within(Vector512<byte> bytes, byte first, byte last) =>
        Vector512.LessThanOrEqual(bytes - Vector512.Create(first), Vector512.Create((byte)(last - first)));
}
