using System.Text.Json;

namespace FastTokens.Caching;

// What was done, from both texts. Not for hot paths: it reads the segments again, and allocates.
public readonly partial record struct PromptDivergence
{
    /// <summary>Finds where two prompts part, to the byte, and what was done there.</summary>
    /// <param name="previous">The fingerprint of the earlier request.</param>
    /// <param name="previousJson">Its body.</param>
    /// <param name="current">The fingerprint of the request to be sent.</param>
    /// <param name="currentJson">Its body.</param>
    /// <param name="rules">Says which parameters are part of the cache's key; without it none is.</param>
    /// <returns>
    /// The first change. Where several edits overlap, the kind is that of the simplest one that explains what follows. Bytes are those of the
    /// bodies as they are written.
    /// </returns>
    /// <exception cref="ArgumentException">A fingerprint was not built from a body.</exception>
    public static PromptChange Classify(
        PromptFingerprint previous, ReadOnlySpan<byte> previousJson, PromptFingerprint current, ReadOnlySpan<byte> currentJson, CacheRules? rules = null)
    {
        PromptDivergence divergence = Find(previous, current, rules);
        if (previous.Format is not { } previousFormat || current.Format is not { } currentFormat)
        {
            throw new ArgumentException("Both fingerprints must have been built from bodies.", nameof(previous));
        }

        if (divergence.RootChanged || divergence.Parameter is not null)
        {
            ReadOnlySpan<char> name = divergence.Path.Root;
            return new PromptChange(
                PromptChangeKind.Parameter, divergence, divergence.Path, 0, SourceText.FindMember(previousJson, name), SourceText.FindMember(currentJson, name));
        }

        int index = divergence.SegmentIndex;
        switch (divergence.Kind)
        {
            case DivergenceKind.Identical:
                return divergence.BreakpointsMoved
                    ? MarkerChange(divergence, previous, current)
                    : new PromptChange(PromptChangeKind.Identical, divergence, default, 0, -1, -1);
            case DivergenceKind.Appended:
                return new PromptChange(PromptChangeKind.Appended, divergence, divergence.Path, 0, -1, current.Segments[index].SourceOffset);
            case DivergenceKind.Truncated:
                return new PromptChange(PromptChangeKind.Truncated, divergence, divergence.Path, 0, previous.Segments[index].SourceOffset, -1);
        }

        ref readonly FingerprintSegment before = ref previous.Segments[index];
        ref readonly FingerprintSegment after = ref current.Segments[index];
        PromptChangeKind kind = SegmentEdit.Find(previous, current, index);
        SourceText left = SourceText.Read(previousJson, previousFormat, before);
        SourceText right = SourceText.Read(currentJson, currentFormat, after);
        if (kind != PromptChangeKind.Mutated)
        {
            // Whole segments: the edit is at the start of the segment.
            return new PromptChange(kind, divergence, divergence.Path, 0, before.SourceOffset, after.SourceOffset);
        }

        int offset = left.Content.AsSpan().CommonPrefixLength(right.Content);
        if (offset == left.Content.Length && offset == right.Content.Length)
        {
            // The name, the id or an unknown member: somewhere in the same object.
            (int previousOffset, int currentOffset) = SourceText.FirstRawDifference(previousJson, before, currentJson, after);
            return new PromptChange(kind, divergence, divergence.Path, offset, previousOffset, currentOffset);
        }

        if (before.Kind == after.Kind)
        {
            kind = IsSameValue(left.Content, right.Content) ? PromptChangeKind.KeyOrder
                : VolatileText.DifferOnlyInVolatileParts(left.Content, right.Content) ? PromptChangeKind.Volatile
                : PromptChangeKind.Mutated;
        }

        return new PromptChange(kind, divergence, divergence.Path, offset, left.OffsetInBody(previousJson, offset), right.OffsetInBody(currentJson, offset));
    }

    private static PromptChange MarkerChange(PromptDivergence divergence, PromptFingerprint previous, PromptFingerprint current)
    {
        int index = 0;
        while (index < current.Count - 1 && previous.Segments[index].Breakpoint == current.Segments[index].Breakpoint)
        {
            index++;
        }

        FingerprintSegment segment = current.Segments[index];
        return new PromptChange(
            PromptChangeKind.Marker, divergence, segment.Path, 0, previous.Segments[index].SourceOffset, segment.SourceOffset);
    }

    private static bool IsSameValue(byte[] left, byte[] right)
    {
        if (left is not [(byte)'{' or (byte)'[', ..] || right is not [(byte)'{' or (byte)'[', ..])
        {
            return false;
        }

        JsonDocumentOptions options = new() { MaxDepth = JsonCursor.MaximumDepth + 1 };
        try
        {
            using JsonDocument leftDocument = JsonDocument.Parse(left, options);
            using JsonDocument rightDocument = JsonDocument.Parse(right, options);
            return JsonElement.DeepEquals(leftDocument.RootElement, rightDocument.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The arguments of a call may be any text, with halves of surrogate pairs in its strings.
            return false;
        }
    }
}
