namespace FastTokens.Caching;

/// <summary>Finds the edit of whole segments that explains why two prompts part at a segment.</summary>
internal static class SegmentEdit
{
    /// <summary>Returns the kind of the edit; <see cref="PromptChangeKind.Mutated"/> where the segment itself was changed.</summary>
    public static PromptChangeKind Find(PromptFingerprint previous, PromptFingerprint current, int index)
    {
        PromptSection section = (PromptSection)Math.Min((int)previous.Segments[index].Section, (int)current.Segments[index].Section);
        ReadOnlySpan<FingerprintSegment> left = Rest(previous, index, section);
        ReadOnlySpan<FingerprintSegment> right = Rest(current, index, section);
        PromptChangeKind kind = left.IsEmpty ? PromptChangeKind.Inserted : right.IsEmpty ? PromptChangeKind.Deleted : FindInSection(left, right);
        if (kind is PromptChangeKind.Deleted or PromptChangeKind.Mutated)
        {
            // What was in the system prompt now stands in a message.
            ref readonly FingerprintSegment gone = ref previous.Segments[index];
            bool isElsewhere = StandsIn(current.Segments[index..], gone) && !StandsIn(previous.Segments[(index + 1)..], gone);
            return isElsewhere ? PromptChangeKind.Moved : kind;
        }

        return kind;
    }

    private static PromptChangeKind FindInSection(ReadOnlySpan<FingerprintSegment> left, ReadOnlySpan<FingerprintSegment> right)
    {
        if (IsPermutation(left, right))
        {
            return IsMove(left, right) || IsMove(right, left) ? PromptChangeKind.Moved : PromptChangeKind.Reordered;
        }

        if (HasShifted(right, left))
        {
            return PromptChangeKind.Inserted;
        }

        if (HasShifted(left, right))
        {
            return PromptChangeKind.Deleted;
        }

        if (Agree(left[1..], right[1..]))
        {
            return PromptChangeKind.Mutated;
        }

        // More than one edit: the nearest guess.
        bool isLeftKept = StandsIn(right[1..], left[0]);
        bool isRightKept = StandsIn(left[1..], right[0]);
        return isLeftKept && isRightKept ? PromptChangeKind.Reordered
            : isLeftKept ? PromptChangeKind.Inserted
            : isRightKept ? PromptChangeKind.Deleted
            : PromptChangeKind.Mutated;
    }

    private static ReadOnlySpan<FingerprintSegment> Rest(PromptFingerprint prompt, int index, PromptSection section)
    {
        int end = prompt.IndexOf(section + 1);
        return index >= end ? default : prompt.Segments[index..end];
    }

    // The shorter one is a beginning of the other.
    private static bool Agree(ReadOnlySpan<FingerprintSegment> left, ReadOnlySpan<FingerprintSegment> right)
    {
        for (int index = 0; index < left.Length && index < right.Length; index++)
        {
            if (!IsSame(left[index], right[index]))
            {
                return false;
            }
        }

        return true;
    }

    // All of the shorter one stands in the longer one, some places later.
    private static bool HasShifted(ReadOnlySpan<FingerprintSegment> longer, ReadOnlySpan<FingerprintSegment> shorter)
    {
        for (int shift = 1; shift < longer.Length; shift++)
        {
            if (IsSame(longer[shift], shorter[0]) && Agree(longer[shift..], shorter))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPermutation(ReadOnlySpan<FingerprintSegment> left, ReadOnlySpan<FingerprintSegment> right)
    {
        // What was appended in the meantime does not count.
        int length = Math.Min(left.Length, right.Length);
        int end = length;
        Dictionary<UInt128, int> counts = [];
        for (int index = 0; index < end; index++)
        {
            counts[left[index].LocalHash] = counts.GetValueOrDefault(left[index].LocalHash) + 1;
            counts[right[index].LocalHash] = counts.GetValueOrDefault(right[index].LocalHash) - 1;
        }

        foreach (int count in counts.Values)
        {
            if (count != 0)
            {
                return false;
            }
        }

        return left.Length <= right.Length;
    }

    // The first segment was taken out and put two or more places further back.
    private static bool IsMove(ReadOnlySpan<FingerprintSegment> left, ReadOnlySpan<FingerprintSegment> right)
    {
        for (int target = 2; target < Math.Min(left.Length, right.Length); target++)
        {
            if (IsSame(right[target], left[0]) && Agree(left[1..(target + 1)], right[..target]) && Agree(left[(target + 1)..], right[(target + 1)..]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool StandsIn(ReadOnlySpan<FingerprintSegment> segments, in FingerprintSegment segment)
    {
        foreach (ref readonly FingerprintSegment candidate in segments)
        {
            if (IsSame(candidate, segment))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSame(in FingerprintSegment left, in FingerprintSegment right) =>
        left.LocalHash == right.LocalHash && left.Length == right.Length;
}
