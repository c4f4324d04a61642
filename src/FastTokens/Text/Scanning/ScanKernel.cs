using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastTokens;

/// <summary>
/// Counts the features of a chunk of classified characters. What pairs of neighbours say is summed up in lanes of bytes
/// (<see cref="IScanOps{TVector}.CountPairs"/>); runs, digits and what is not ASCII are counted on bit planes, 64 characters a word,
/// <see cref="IScanOps{TVector}.WordCount"/> words at a time, and only where they occur. Written once; the width is a type argument.
/// </summary>
/// <remarks>
/// Every feature of a character depends on itself and on the 64 before it, never on what follows. So counters are additive under any
/// cut, appending text never takes a count back, and the state between chunks is 64 classes and a word of two planes.
/// </remarks>
internal static class ScanKernel<TOps, TVector>
    where TOps : struct, IScanOps<TVector>
    where TVector : unmanaged
{
    // A counter holds that many additions; see IScanOps.AddCount.
    private const int AdditionsPerFlush = 31;

    private const int CodesBefore = 64;
    private const int LongestVector = 512;

    /// <summary>Adds the features of a chunk.</summary>
    /// <param name="classes">The first class of the chunk; the 64 before it are read too, and up to a vector behind the end is padded.</param>
    /// <param name="count">The number of characters.</param>
    /// <param name="history">What is known of the 64 characters before; on return, of the last 64.</param>
    /// <param name="counters">The counters of a <see cref="TextFeatures"/>.</param>
    /// <param name="knownGroups">The groups of non-ASCII characters that occurred before: the counters of others are not cleared yet.</param>
    /// <returns>The groups that occur, a bit for each.</returns>
    [SkipLocalsInit]
    internal static unsafe uint Count(ref byte classes, int count, ref ScanHistory history, Span<long> counters, uint knownGroups)
    {
        // On cache lines: a vector that crosses two is loaded and stored twice.
        byte* memory = stackalloc byte[CodesBefore + ClassPlanes.ChunkLength + LongestVector + (ClassPlanes.TotalWords * sizeof(ulong)) + 64];
        byte* codes = (byte*)(((nuint)memory + 63) & ~(nuint)63) + CodesBefore;
        ulong* planes = (ulong*)(codes + ClassPlanes.ChunkLength + LongestVector) + ClassPlanes.FirstWord;
        ulong* equal = planes + (ClassPlanes.EqualsPrevious * ClassPlanes.Stride);
        ulong* digits = planes + (ClassPlanes.Digit * ClassPlanes.Stride);
        ulong* nonAscii = planes + (ClassPlanes.NonAscii * ClassPlanes.Stride);

        int blocks = (count + 63) / 64;
        int words = (blocks + TOps.WordCount - 1) / TOps.WordCount * TOps.WordCount;
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref classes, count), (words * 64) - count).Fill(CharacterClasses.Padding);
        codes[-1] = PairCodes.Of(Unsafe.Subtract(ref classes, 1));
        TOps.Encode(in classes, blocks, ref *codes, ref *planes);

        // Padding is neither equal to anything nor a character.
        ulong last = ulong.MaxValue >> ((blocks * 64) - count);
        equal[blocks - 1] &= last;
        nonAscii[blocks - 1] &= last;
        for (int word = blocks; word < words; word++)
        {
            equal[word] = 0;
            digits[word] = 0;
            nonAscii[word] = 0;
        }

        equal[-1] = history.Equal;
        digits[-1] = history.Digits;
        uint groups = CountPlanes(ref classes, ref *codes, planes, words, counters, knownGroups);
        TOps.CountPairs(in *codes, blocks, counters);
        history.Equal = equal[words - 1];
        history.Digits = digits[words - 1];
        return groups;
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe uint CountPlanes(ref byte classes, ref byte codes, ulong* planes, int wordCount, Span<long> counters, uint knownGroups)
    {
        byte* memory = stackalloc byte[((FeatureLayout.Count + NonAsciiScan<TOps, TVector>.MaskCount) * sizeof(TVector)) + 64];
        TVector* sums = (TVector*)(((nuint)memory + 63) & ~(nuint)63);
        TVector* masks = sums + FeatureLayout.Count;
        uint all = knownGroups;
        int word = 0;
        while (word < wordCount)
        {
            int flushAt = Math.Min(wordCount, word + (AdditionsPerFlush * TOps.WordCount));
            uint groups = 0;
            bool hasDigits = false;
            for (; word < flushAt; word += TOps.WordCount)
            {
                ulong* first = planes + word;
                RunScan<TOps, TVector>.Add(
                    ref first[ClassPlanes.EqualsPrevious * ClassPlanes.Stride], ref Unsafe.Add(ref classes, word * 64), ref Unsafe.Add(ref codes, word * 64), counters);
                ref ulong digits = ref first[ClassPlanes.Digit * ClassPlanes.Stride];
                if (!TOps.IsZero(TOps.Load(ref digits)))
                {
                    if (!hasDigits)
                    {
                        hasDigits = true;
                        new Span<TVector>(sums + FeatureLayout.AsciiBase, DigitScan<TOps, TVector>.Count).Clear();
                    }

                    DigitScan<TOps, TVector>.Add(ref digits, sums + FeatureLayout.AsciiBase);
                }

                if (!TOps.IsZero(TOps.Load(ref first[ClassPlanes.NonAscii * ClassPlanes.Stride])))
                {
                    groups = NonAsciiScan<TOps, TVector>.Count(ref Unsafe.Add(ref classes, word * 64), ref *first, masks, sums, groups);
                }
            }

            if (hasDigits)
            {
                Flush(sums, FeatureLayout.AsciiBase, DigitScan<TOps, TVector>.Count, counters);
            }

            for (uint added = groups & ~all; added != 0; added &= added - 1)
            {
                FeatureLayout.GroupOf(counters, BitOperations.TrailingZeroCount(added)).Clear();
            }

            all |= groups;
            for (; groups != 0; groups &= groups - 1)
            {
                int group = BitOperations.TrailingZeroCount(groups);
                Flush(sums, FeatureLayout.NonAsciiBase + (group * FeatureLayout.GroupStride), FeatureLayout.GroupStride, counters);
            }
        }

        return all;
    }

    private static unsafe void Flush(TVector* sums, int first, int count, Span<long> counters)
    {
        for (int index = first; index < first + count; index++)
        {
            counters[index] += TOps.Sum(sums[index]);
        }
    }
}
