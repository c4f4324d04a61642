using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>
/// Finds long runs of one ASCII character. Vocabularies hold them ("--------", indentation) as one token: past the seventh equal neighbour a
/// character counts as part of such a run, and its pair with the one before does not count.
/// </summary>
internal static class RunScan<TOps, TVector>
    where TOps : struct, IScanOps<TVector>
    where TVector : unmanaged
{
    /// <summary>Counts one vector of characters and takes those in runs out of the pairs.</summary>
    /// <param name="equal">The word of the plane of equal classes that the vector begins with.</param>
    /// <param name="classes">The classes of the vector.</param>
    /// <param name="codes">Their pair codes; those in runs lose their current one.</param>
    /// <param name="counters">All counters.</param>
    [SkipLocalsInit]
    internal static unsafe void Add(ref readonly ulong equal, ref readonly byte classes, ref byte codes, Span<long> counters)
    {
        Run<TOps, TVector> from1 = Run<TOps, TVector>.Load(in equal);
        Run<TOps, TVector> from2 = from1.And(in from1, 1);
        if (TOps.IsZero(from2.Here))
        {
            return;
        }

        Run<TOps, TVector> from4 = from2.And(in from2, 2);
        TVector from7 = TOps.And(from4.Here, from4.Before(3));
        if (TOps.IsZero(from7))
        {
            return;
        }

        Run<TOps, TVector> from8 = from4.And(in from4, 4);
        TVector from15 = TOps.And(from8.Here, from8.Before(7));
        ulong* words7 = (ulong*)&from7;
        ulong* words15 = (ulong*)&from15;
        for (int word = 0; word < TOps.WordCount; word++)
        {
            ulong open = words7[word];
            while (open != 0)
            {
                int start = BitOperations.TrailingZeroCount(open);
                int length = BitOperations.TrailingZeroCount(~(open >> start));
                ulong run = (ulong.MaxValue >> (64 - length)) << start;
                open &= ~run;
                byte character = Unsafe.Add(ref Unsafe.AsRef(in classes), (word * 64) + start);
                if (character >= 0x80)
                {
                    continue;
                }

                // Digits have counters of their own.
                int from16 = BitOperations.PopCount(run & words15[word]);
                if (!char.IsAsciiDigit((char)character))
                {
                    int counter = FeatureLayout.AsciiBase + (int)FirstCounterOf(character);
                    counters[counter] += length - from16;
                    counters[counter + 1] += from16;
                }

                // They are equal, and so are their codes.
                ref byte first = ref Unsafe.Add(ref codes, (word * 64) + start);
                Unsafe.InitBlockUnaligned(ref first, (byte)(first & PairCodes.PreviousMask), (uint)length);
            }
        }
    }

    private static AsciiFeature FirstCounterOf(byte character) => character switch
    {
        (byte)' ' => AsciiFeature.Spaces8To15,
        < (byte)' ' => AsciiFeature.OtherWhitespace8To15,
        (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'a' and <= (byte)'z') => AsciiFeature.Letters8To15,
        _ => AsciiFeature.Punctuation8To15,
    };
}
