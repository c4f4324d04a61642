using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastTokens;

/// <summary>Which two of the symbols that merging begins with merge: bytes, whole characters and heads, see <see cref="WholeCharacters"/>.</summary>
/// <remarks>
/// There are 18,000 such pairs in o200k_base, and in most scripts few neighbours are among them. A bit for each hash: a pair that shares its bit with
/// a true one costs time, nothing else.
/// </remarks>
internal sealed unsafe class FirstMerges
{
    private const int HashBits = 17;
    private const uint LeftFactor = 0x9E3779B1;
    private const uint RightFactor = 0x85EBCA6B;

    private readonly AlignedMemory _bits = new((1 << HashBits) / 8);

    /// <param name="compact">The merges.</param>
    /// <param name="symbols">The symbols that merging begins with, and zeros.</param>
    /// <param name="symbolCount">How many there are.</param>
    internal FirstMerges(CompactVocabulary compact, uint* symbols, int symbolCount)
    {
        ulong[] areFirst = new ulong[(compact.TokenCount >> 6) + 1];
        for (int index = 0; index < symbolCount; index++)
        {
            uint symbol = symbols[index] & PairTable.IndexMask;
            areFirst[symbol >> 6] |= 1UL << (int)(symbol & 63);
        }

        uint* bits = (uint*)_bits.Pointer;
        uint last = (uint)compact.TokenCount - 1;
        fixed (byte* parts = compact.Parts)
        {
            for (int token = 0; token <= last; token++)
            {
                // A token without parts sets one more, which does no harm.
                uint left = Math.Min(*(uint*)(parts + (6 * token)) & 0xFFFFFF, last);
                uint right = Math.Min(*(uint*)(parts + (6 * token) + 3) & 0xFFFFFF, last);
                uint hash = Hash(left, right);
                ulong areBoth = (areFirst[left >> 6] >> (int)(left & 63)) & (areFirst[right >> 6] >> (int)(right & 63)) & 1;
                bits[hash >> 5] |= (uint)areBoth << (int)(hash & 31);
            }
        }
    }

    internal long ByteCount => (long)_bits.Length;

    /// <summary>Returns which of sixteen pairs may merge.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector512<uint> MayMerge(Vector512<uint> left, Vector512<uint> right)
    {
        Vector512<uint> hash = ((left * Vector512.Create(LeftFactor)) + (right * Vector512.Create(RightFactor))) >> (32 - HashBits);
        return Vector512.Equals(Gathering.GatherBits((uint*)_bits.Pointer, hash) & Vector512<uint>.One, Vector512<uint>.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(uint left, uint right) => ((left * LeftFactor) + (right * RightFactor)) >> (32 - HashBits);
}
