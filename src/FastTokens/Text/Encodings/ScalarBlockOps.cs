using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>A block byte by byte: what the vectors must agree with, and what a CPU without vectors runs.</summary>
internal readonly unsafe struct ScalarBlockOps : IBlockOps
{
    private const int BlockLength = 64;

    public static ulong Equal(byte* block, byte value) => InRange(block, value, value);

    public static ulong InRange(byte* block, byte first, byte last) => InRangeWith(block, 0, first, last);

    public static ulong InRangeWith(byte* block, byte bit, byte first, byte last)
    {
        ulong mask = 0;
        for (int index = 0; index < BlockLength; index++)
        {
            int value = block[index] | bit;
            mask |= value >= first && value <= last ? 1UL << index : 0;
        }

        return mask;
    }

    public static void LookUp(byte* block, byte* table, byte* values)
    {
        for (int index = 0; index < BlockLength; index++)
        {
            values[index] = table[block[index] & 0x3F];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteIndices(ulong mask, int first, int* indices)
    {
        for (; mask != 0; mask &= mask - 1)
        {
            *indices++ = first + BitOperations.TrailingZeroCount(mask);
        }
    }
}
