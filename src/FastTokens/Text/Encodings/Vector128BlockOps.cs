using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastTokens;

/// <summary>A block as four vectors of 128 bits.</summary>
internal readonly unsafe struct Vector128BlockOps : IBlockOps
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Equal(byte* block, byte value) =>
        Vector128.Equals(Vector128.Load(block), Vector128.Create(value)).ExtractMostSignificantBits()
        | ((ulong)Vector128.Equals(Vector128.Load(block + 16), Vector128.Create(value)).ExtractMostSignificantBits() << 16)
        | ((ulong)Vector128.Equals(Vector128.Load(block + 32), Vector128.Create(value)).ExtractMostSignificantBits() << 32)
        | ((ulong)Vector128.Equals(Vector128.Load(block + 48), Vector128.Create(value)).ExtractMostSignificantBits() << 48);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong InRange(byte* block, byte first, byte last) =>
        Within(Vector128.Load(block), first, last).ExtractMostSignificantBits()
        | ((ulong)Within(Vector128.Load(block + 16), first, last).ExtractMostSignificantBits() << 16)
        | ((ulong)Within(Vector128.Load(block + 32), first, last).ExtractMostSignificantBits() << 32)
        | ((ulong)Within(Vector128.Load(block + 48), first, last).ExtractMostSignificantBits() << 48);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong InRangeWith(byte* block, byte bit, byte first, byte last) =>
        Within(Vector128.Load(block) | Vector128.Create(bit), first, last).ExtractMostSignificantBits()
        | ((ulong)Within(Vector128.Load(block + 16) | Vector128.Create(bit), first, last).ExtractMostSignificantBits() << 16)
        | ((ulong)Within(Vector128.Load(block + 32) | Vector128.Create(bit), first, last).ExtractMostSignificantBits() << 32)
        | ((ulong)Within(Vector128.Load(block + 48) | Vector128.Create(bit), first, last).ExtractMostSignificantBits() << 48);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteIndices(ulong mask, int first, int* indices) => ScalarBlockOps.WriteIndices(mask, first, indices);

    public static void LookUp(byte* block, byte* table, byte* values)
    {
        for (int offset = 0; offset < 64; offset += Vector128<byte>.Count)
        {
            Vector128<byte> bytes = Vector128.Load(block + offset);
            Vector128<byte> part = bytes & Vector128.Create((byte)0x30);
            Vector128<byte> value = Vector128<byte>.Zero;
            for (int start = 0; start < 64; start += Vector128<byte>.Count)
            {
                Vector128<byte> inPart = Vector128.Shuffle(Vector128.Load(table + start), bytes & Vector128.Create((byte)0x0F));
                value |= inPart & Vector128.Equals(part, Vector128.Create((byte)start));
            }

            value.Store(values + offset);
        }
    }

    private static Vector128<byte> Within(Vector128<byte> bytes, byte first, byte last) =>
        Vector128.LessThanOrEqual(bytes - Vector128.Create(first), Vector128.Create((byte)(last - first)));
}
