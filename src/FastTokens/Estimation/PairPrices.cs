using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastTokens;

/// <summary>
/// What a profile makes of each pair of codes (see <see cref="PairCodes"/>): the code of the character before in the high half of a byte, that of
/// the character itself in the low half. So ASCII text has a price without its counters.
/// </summary>
internal sealed class PairPrices
{
    private const int PairCount = 256;
    private const int MaxPrice = (1 << (8 * PlaneCount)) - 1;
    private const int PlaneCount = 3;

    // Of each price its lowest byte, then of each its next one: a vector looks bytes up.
    private readonly byte[] _planes = new byte[PlaneCount * PairCount];

    private PairPrices()
    {
    }

    /// <summary>Makes the prices of a profile; returns <see langword="null"/> if one does not fit into three bytes, 256 tokens: no sensible one does not.</summary>
    internal static PairPrices? Of(ReadOnlySpan<int> weights)
    {
        PairPrices prices = new();
        for (int pair = 0; pair < PairCount; pair++)
        {
            long price = 0;
            for (int factor = 0; factor < PairCodes.Count; factor++)
            {
                price += (long)weights[factor] * PairCodes.Product(pair, factor);
            }

            if (price > MaxPrice)
            {
                return null;
            }

            for (int plane = 0; plane < PlaneCount; plane++)
            {
                prices._planes[(plane * PairCount) + pair] = (byte)(price >> (8 * plane));
            }
        }

        return prices;
    }

    /// <summary>Returns the prices of 64 pairs, added up in lanes.</summary>
    internal Vector512<ulong> Sum(Vector512<byte> pairs)
    {
        ref byte planes = ref MemoryMarshal.GetArrayDataReference(_planes);
        return Sum(ref planes, pairs) + (Sum(ref Unsafe.Add(ref planes, PairCount), pairs) << 8)
            + (Sum(ref Unsafe.Add(ref planes, 2 * PairCount), pairs) << 16);
    }

    private static Vector512<ulong> Sum(ref byte plane, Vector512<byte> pairs)
    {
        Vector512<byte> low = Avx512Vbmi.PermuteVar64x8x2(Vector512.LoadUnsafe(ref plane), pairs, Vector512.LoadUnsafe(ref plane, 64));
        Vector512<byte> high = Avx512Vbmi.PermuteVar64x8x2(Vector512.LoadUnsafe(ref plane, 128), pairs, Vector512.LoadUnsafe(ref plane, 192));
        Vector512<byte> isHigh = Vector512.LessThan(pairs.AsSByte(), Vector512<sbyte>.Zero).AsByte();
        return Avx512BW.SumAbsoluteDifferences(Vector512.ConditionalSelect(isHigh, high, low), Vector512<byte>.Zero).AsUInt64();
    }
}
