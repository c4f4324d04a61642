using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastTokens;

/// <summary>Rows of symbols, a vector for each word, turned so that a vector holds the same place of sixteen words.</summary>
internal static unsafe class RowTransposition
{
    /// <summary>Takes a half of each of sixteen rows, eight pairs of symbols, and puts the first pairs of all side by side, then the second ones, and so on.</summary>
    internal static void Transpose(Vector256<uint>* rows, Vector512<uint>* pairs)
    {
        TransposeFour(rows, out Vector512<ulong> first0, out Vector512<ulong> first1, out Vector512<ulong> first2, out Vector512<ulong> first3);
        TransposeFour(rows + (2 * 4), out Vector512<ulong> second0, out Vector512<ulong> second1, out Vector512<ulong> second2, out Vector512<ulong> second3);
        Vector512<ulong> low = Vector512.Create(0UL, 1, 8, 9, 4, 5, 12, 13);
        Vector512<ulong> high = Vector512.Create(2UL, 3, 10, 11, 6, 7, 14, 15);
        pairs[0] = Avx512F.PermuteVar8x64x2(first0, low, second0).AsUInt32();
        pairs[1] = Avx512F.PermuteVar8x64x2(first1, low, second1).AsUInt32();
        pairs[2] = Avx512F.PermuteVar8x64x2(first2, low, second2).AsUInt32();
        pairs[3] = Avx512F.PermuteVar8x64x2(first3, low, second3).AsUInt32();
        pairs[4] = Avx512F.PermuteVar8x64x2(first0, high, second0).AsUInt32();
        pairs[5] = Avx512F.PermuteVar8x64x2(first1, high, second1).AsUInt32();
        pairs[6] = Avx512F.PermuteVar8x64x2(first2, high, second2).AsUInt32();
        pairs[7] = Avx512F.PermuteVar8x64x2(first3, high, second3).AsUInt32();
    }

    /// <summary>Takes a half of each of four rows, and of the rows eight behind them; columns i and i + 4 of a half stand in one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeFour(
        Vector256<uint>* rows, out Vector512<ulong> column0, out Vector512<ulong> column1, out Vector512<ulong> column2, out Vector512<ulong> column3)
    {
        const int Behind = 2 * 8;
        Vector512<uint> row0 = rows[0].ToVector512Unsafe().WithUpper(rows[Behind]);
        Vector512<uint> row1 = rows[2].ToVector512Unsafe().WithUpper(rows[Behind + 2]);
        Vector512<uint> row2 = rows[4].ToVector512Unsafe().WithUpper(rows[Behind + 4]);
        Vector512<uint> row3 = rows[6].ToVector512Unsafe().WithUpper(rows[Behind + 6]);
        Vector512<ulong> low = Avx512F.UnpackLow(row0, row1).AsUInt64();
        Vector512<ulong> high = Avx512F.UnpackHigh(row0, row1).AsUInt64();
        Vector512<ulong> lowBehind = Avx512F.UnpackLow(row2, row3).AsUInt64();
        Vector512<ulong> highBehind = Avx512F.UnpackHigh(row2, row3).AsUInt64();
        column0 = Avx512F.UnpackLow(low, lowBehind);
        column1 = Avx512F.UnpackHigh(low, lowBehind);
        column2 = Avx512F.UnpackLow(high, highBehind);
        column3 = Avx512F.UnpackHigh(high, highBehind);
    }
}
