using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>
/// Counts the features of a chunk of classified characters on bit planes: 64 characters a word, <see cref="IScanOps{TVector}.WordCount"/> words
/// at a time. Written once; the width is a type argument.
/// </summary>
/// <remarks>
/// Every feature of a character depends on itself and on the 64 before it, never on what follows. So counters are additive under any
/// cut, appending text never takes a count back, and the state between chunks is one word a plane.
/// </remarks>
internal static class ScanKernel<TOps, TVector>
    where TOps : struct, IScanOps<TVector>
    where TVector : unmanaged
{
    // A counter holds that many additions; see IScanOps.AddCount.
    private const int AdditionsPerFlush = 31;

    /// <summary>Adds the features of whole vectors of characters.</summary>
    /// <param name="planes">The planes of the chunk, laid out as <see cref="ClassPlanes"/> says.</param>
    /// <param name="wordCount">Words to count, a multiple of the vector's.</param>
    /// <param name="counters">The counters of a <see cref="TextFeatures"/>.</param>
    [SkipLocalsInit]
    internal static unsafe void Count(ref readonly ulong planes, int wordCount, Span<long> counters)
    {
        // On a cache line each: a vector that crosses two is loaded and stored twice.
        byte* memory = stackalloc byte[((ScanSums.Count + ScanMasks.Count) * sizeof(TVector)) + 64];
        TVector* sums = (TVector*)(((nuint)memory + 63) & ~(nuint)63);
        TVector* masks = sums + ScanSums.Count;
        int word = 0;
        while (word < wordCount)
        {
            int flushAt = Math.Min(wordCount, word + (AdditionsPerFlush * TOps.WordCount));
            new Span<TVector>(sums, FeatureLayout.AsciiCount).Clear();
            new Span<TVector>(sums + ScanSums.LevelBits, ScanSums.LevelBitsCount).Clear();
            uint groups = 0;
            for (; word < flushAt; word += TOps.WordCount)
            {
                ref ulong first = ref Unsafe.Add(ref Unsafe.AsRef(in planes), ClassPlanes.FirstWord + word);
                LoadMasks(ref first, masks);
                if (!TOps.IsZero(TOps.Not(masks[ScanMasks.Class + 7])))
                {
                    AsciiScan<TOps, TVector>.Count(masks, sums);
                }

                if (!TOps.IsZero(masks[ScanMasks.Class + 7]))
                {
                    groups = NonAsciiScan<TOps, TVector>.Count(masks, sums, groups);
                }
            }

            Flush(sums, groups, counters);
        }
    }

    private static unsafe void LoadMasks(ref ulong first, TVector* masks)
    {
        LoadPlane(ref first, 0, masks);
        LoadPlane(ref first, 1, masks);
        LoadPlane(ref first, 2, masks);
        LoadPlane(ref first, 3, masks);
        LoadPlane(ref first, 4, masks);
        LoadPlane(ref first, 5, masks);
        LoadPlane(ref first, 6, masks);
        LoadPlane(ref first, 7, masks);
        masks[ScanMasks.Equal] = TOps.Load(ref Unsafe.Add(ref first, ClassPlanes.EqualsPrevious * ClassPlanes.Stride));
        masks[ScanMasks.EqualWordBefore] = TOps.Load(ref Unsafe.Add(ref first, (ClassPlanes.EqualsPrevious * ClassPlanes.Stride) - 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void LoadPlane(ref ulong first, int plane, TVector* masks)
    {
        TVector current = TOps.Load(ref Unsafe.Add(ref first, plane * ClassPlanes.Stride));
        TVector wordBefore = TOps.Load(ref Unsafe.Add(ref first, (plane * ClassPlanes.Stride) - 1));
        masks[ScanMasks.Class + plane] = current;
        masks[ScanMasks.WordBefore + plane] = wordBefore;
        masks[ScanMasks.PreviousClass + plane] = TOps.Or(TOps.ShiftLeft(current, 1), TOps.ShiftRight(wordBefore, 63));
    }

    private static unsafe void Flush(TVector* sums, uint groups, Span<long> counters)
    {
        for (int index = 0; index < FeatureLayout.FirstLevels; index++)
        {
            counters[index] += TOps.Sum(sums[index]);
        }

        TVector* bits = sums + ScanSums.LevelBits;
        for (int index = FeatureLayout.FirstLevels; index < FeatureLayout.AsciiCount; index++, bits += ScanSums.BitsPerSum)
        {
            counters[index] += (8 * TOps.Sum(sums[index])) + Count(bits[0]) + (2 * Count(bits[1])) + (4 * Count(bits[2]));
        }

        for (; groups != 0; groups &= groups - 1)
        {
            int first = FeatureLayout.NonAsciiBase + (BitOperations.TrailingZeroCount(groups) * FeatureLayout.GroupStride);
            for (int index = first; index < first + FeatureLayout.GroupStride; index++)
            {
                counters[index] += TOps.Sum(sums[index]);
            }
        }
    }

    private static long Count(TVector mask) => TOps.Sum(TOps.AddCount(default, mask));
}
