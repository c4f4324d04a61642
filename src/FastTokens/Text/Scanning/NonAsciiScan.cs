using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>Counts non-ASCII characters by class, those that start a run of their group apart from those that continue one.</summary>
internal static class NonAsciiScan<TOps, TVector>
    where TOps : struct, IScanOps<TVector>
    where TVector : unmanaged
{
    /// <summary>The masks that are needed at a time: the planes of the classes, and of those before.</summary>
    internal const int MaskCount = 2 * ClassPlanes.ClassBits;

    /// <summary>Adds one vector of characters to the counters of the groups that occur in it.</summary>
    /// <param name="classes">The classes of the vector; the 64 before it are read too.</param>
    /// <param name="planes">The word of plane 0 that the vector begins with; all planes of classes are written here, from a word before.</param>
    /// <param name="masks">Memory for <see cref="MaskCount"/> masks.</param>
    /// <param name="sums">The counters, see <see cref="FeatureLayout"/>; those of a group not in <paramref name="groups"/> are not yet cleared.</param>
    /// <param name="groups">The groups that occurred before, a bit for each.</param>
    /// <returns>The groups that have occurred by now.</returns>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static unsafe uint Count(ref readonly byte classes, ref ulong planes, TVector* masks, TVector* sums, uint groups)
    {
        for (int word = -1; word < TOps.WordCount; word++)
        {
            TOps.Split(ref Unsafe.Add(ref Unsafe.AsRef(in classes), word * 64), ref Unsafe.Add(ref planes, word));
        }

        TVector* current = masks;
        TVector* previous = masks + ClassPlanes.ClassBits;
        for (int plane = 0; plane < ClassPlanes.ClassBits; plane++)
        {
            Run<TOps, TVector> bit = Run<TOps, TVector>.Load(ref Unsafe.Add(ref planes, plane * ClassPlanes.Stride));
            current[plane] = bit.Here;
            previous[plane] = bit.Before(1);
        }

        // Padding is the class of all ones.
        TVector padding = TOps.And(TOps.And(TOps.And(current[0], current[1]), TOps.And(current[2], current[3])), TOps.And(TOps.And(current[4], current[5]), current[6]));
        TVector nonAscii = TOps.AndNot(current[7], padding);
        if (TOps.IsZero(nonAscii))
        {
            return groups;
        }

        // A run goes on where the character before has the same bits 3 to 7.
        TVector change = TOps.Or(TOps.Xor(current[3], previous[3]), TOps.Xor(current[4], previous[4]), TOps.Xor(current[5], previous[5]));
        change = TOps.Or(change, TOps.Xor(current[6], previous[6]), TOps.Not(previous[7]));
        TVector start = TOps.And(nonAscii, change);
        TVector goesOn = TOps.AndNot(nonAscii, change);

        TVector notSpaceBefore = TOps.Or(previous[0], previous[1], previous[2]);
        notSpaceBefore = TOps.Or(notSpaceBefore, previous[3], previous[4]);
        notSpaceBefore = TOps.Or(notSpaceBefore, TOps.Not(previous[5]), TOps.Or(previous[6], previous[7]));

        TVector* members = stackalloc TVector[8];
        DecodeThreeBits(current[0], current[1], current[2], members);
        for (int group = 0; group < CharacterClasses.GroupCount; group++)
        {
            TVector inGroup = nonAscii;
            for (int bit = 0; bit < 4; bit++)
            {
                TVector plane = current[3 + bit];
                inGroup = (group & (1 << bit)) != 0 ? TOps.And(inGroup, plane) : TOps.AndNot(inGroup, plane);
            }

            if (TOps.IsZero(inGroup))
            {
                continue;
            }

            TVector* counters = sums + FeatureLayout.NonAsciiBase + (group * FeatureLayout.GroupStride);
            if ((groups & (1u << group)) == 0)
            {
                groups |= 1u << group;
                new Span<TVector>(counters, FeatureLayout.GroupStride).Clear();
            }

            TVector groupStart = TOps.And(inGroup, start);
            TVector groupGoesOn = TOps.And(inGroup, goesOn);
            for (int member = 0; member < 8; member++)
            {
                counters[member] = TOps.AddCount(counters[member], TOps.And(groupGoesOn, members[member]));
            }

            if (TOps.IsZero(groupStart))
            {
                continue;
            }

            counters[FeatureLayout.GroupStartsNotAfterSpace] =
                TOps.AddCount(counters[FeatureLayout.GroupStartsNotAfterSpace], TOps.And(groupStart, notSpaceBefore));
            for (int member = 0; member < 8; member++)
            {
                counters[FeatureLayout.GroupStarts + member] =
                    TOps.AddCount(counters[FeatureLayout.GroupStarts + member], TOps.And(groupStart, members[member]));
            }
        }

        return groups;
    }

    private static unsafe void DecodeThreeBits(TVector bit0, TVector bit1, TVector bit2, TVector* members)
    {
        TVector none = TOps.Not(TOps.Or(bit0, bit1));
        TVector only0 = TOps.AndNot(bit0, bit1);
        TVector only1 = TOps.AndNot(bit1, bit0);
        TVector both = TOps.And(bit0, bit1);
        members[0] = TOps.AndNot(none, bit2);
        members[1] = TOps.AndNot(only0, bit2);
        members[2] = TOps.AndNot(only1, bit2);
        members[3] = TOps.AndNot(both, bit2);
        members[4] = TOps.And(none, bit2);
        members[5] = TOps.And(only0, bit2);
        members[6] = TOps.And(only1, bit2);
        members[7] = TOps.And(both, bit2);
    }
}
