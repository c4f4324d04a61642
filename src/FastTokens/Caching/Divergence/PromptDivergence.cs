namespace FastTokens.Caching;

/// <summary>Where two prompts part, as far as their fingerprints tell.</summary>
public readonly partial record struct PromptDivergence
{
    /// <summary>Gets how the prompts relate.</summary>
    public DivergenceKind Kind { get; init; }

    /// <summary>Gets the index of the first segment that differs, or that only one of the two has; the number of segments where none does.</summary>
    public int SegmentIndex { get; init; }

    /// <summary>
    /// Gets the path of that segment in the current prompt (in the previous one where the current one is a beginning of it); <c>model</c>, <c>provider</c> or the name of
    /// a parameter where such a thing differs.
    /// </summary>
    public PromptPath Path { get; init; }

    /// <summary>Gets a length in bytes up to which the content of that segment is known to be the same: a multiple of <see cref="PromptFingerprint.BlockLength"/>, or all of a long one.</summary>
    public int ContentOffset { get; init; }

    /// <summary>Gets the tokens that both prompts begin with; within a long segment in proportion to its blocks.</summary>
    public long TokensBefore { get; init; }

    /// <summary>Gets the tokens behind the place that could have been read from a cache of the previous prompt, were they unchanged.</summary>
    public long TokensLost { get; init; }

    /// <summary>Gets whether breakpoints stand elsewhere, or for another lifetime; in a conversation they move every turn.</summary>
    public bool BreakpointsMoved { get; init; }

    /// <summary>Gets whether the model, the provider or the salt differ: then nothing is in common.</summary>
    public bool RootChanged { get; init; }

    /// <summary>Gets the name of the parameter that differs and costs the most, or <see langword="null"/>.</summary>
    public string? Parameter { get; init; }

    /// <summary>Finds where two prompts part: a binary search of their chains, less than a microsecond.</summary>
    /// <param name="previous">The earlier prompt.</param>
    /// <param name="current">The prompt to be sent.</param>
    /// <param name="rules">Says which parameters are part of the cache's key; without it none is.</param>
    public static PromptDivergence Find(PromptFingerprint previous, PromptFingerprint current, CacheRules? rules = null)
    {
        ArgumentNullException.ThrowIfNull(previous);
        ArgumentNullException.ThrowIfNull(current);
        bool moved = previous.BreakpointHash != current.BreakpointHash;
        if (previous.Root != current.Root)
        {
            return new PromptDivergence
            {
                Kind = DivergenceKind.Changed,
                Path = new PromptPath(previous.Model != current.Model ? "model" : previous.Provider != current.Provider ? "provider" : "salt"),
                TokensLost = Math.Min(previous.TokenCount, current.TokenCount),
                BreakpointsMoved = moved,
                RootChanged = true,
            };
        }

        int index = CommonSegments(previous, current);
        PromptDivergence divergence = FindInText(previous, current, index) with { BreakpointsMoved = moved };
        return rules is null ? divergence : WithParameters(divergence, previous, current, rules);
    }

    /// <summary>Returns how many segments two prompts of the same root have in common at their beginnings.</summary>
    internal static int CommonSegments(PromptFingerprint previous, PromptFingerprint current)
    {
        ReadOnlySpan<FingerprintSegment> left = previous.Segments;
        ReadOnlySpan<FingerprintSegment> right = current.Segments;
        int low = 0;
        int high = Math.Min(left.Length, right.Length);
        while (low < high)
        {
            // Equal chains mean equal everything before them: the first that differs parts those that do from those that do not.
            int middle = (int)(((uint)low + (uint)high) >> 1);
            if (left[middle].Chain == right[middle].Chain)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static PromptDivergence FindInText(PromptFingerprint previous, PromptFingerprint current, int index)
    {
        bool isEndOfPrevious = index == previous.Count;
        bool isEndOfCurrent = index == current.Count;
        if (isEndOfPrevious || isEndOfCurrent)
        {
            return new PromptDivergence
            {
                Kind = isEndOfPrevious && isEndOfCurrent ? DivergenceKind.Identical : isEndOfPrevious ? DivergenceKind.Appended : DivergenceKind.Truncated,
                SegmentIndex = index,
                Path = !isEndOfCurrent ? current.Segments[index].Path : !isEndOfPrevious ? previous.Segments[index].Path : default,
                TokensBefore = isEndOfPrevious ? previous.TokenCount : current.TokenCount,
            };
        }

        ref readonly FingerprintSegment segment = ref current.Segments[index];
        int blocks = previous.BlockChainsOf(previous.Segments[index]).CommonPrefixLength(current.BlockChainsOf(segment));
        int offset = Math.Min(blocks * PromptFingerprint.BlockLength, segment.Length);
        long before = segment.TokensBefore + TokensUpTo(segment, offset);
        return new PromptDivergence
        {
            Kind = DivergenceKind.Changed,
            SegmentIndex = index,
            Path = segment.Path,
            ContentOffset = offset,
            TokensBefore = before,
            TokensLost = Math.Max(0, Math.Min(previous.TokenCount, current.TokenCount) - before),
        };
    }

    /// <summary>Returns the tokens of a part of a segment, in proportion to its bytes, rounded down.</summary>
    internal static long TokensUpTo(in FingerprintSegment segment, int offset) =>
        offset == 0 ? 0 : (long)segment.Tokens * offset / segment.Length;

    // A parameter of the key makes what was cached from its section on useless.
    private static PromptDivergence WithParameters(
        PromptDivergence divergence, PromptFingerprint previous, PromptFingerprint current, CacheRules rules)
    {
        // By index: an enumerator behind the interface would be allocated.
        for (int ordinal = 0; ordinal < rules.KeyParameters.Count; ordinal++)
        {
            CacheKeyParameter key = rules.KeyParameters[ordinal];
            if (HashOf(previous, key.Name) == HashOf(current, key.Name))
            {
                continue;
            }

            int index = current.IndexOf(key.Section);
            long before = index < current.Count ? current.Segments[index].TokensBefore : current.TokenCount;
            if (before < divergence.TokensBefore || divergence.Kind == DivergenceKind.Identical)
            {
                divergence = divergence with
                {
                    Kind = DivergenceKind.Changed,
                    SegmentIndex = index,
                    Path = new PromptPath(key.Name),
                    ContentOffset = 0,
                    TokensBefore = before,
                    TokensLost = Math.Max(0, Math.Min(previous.TokenCount, current.TokenCount) - before),
                    Parameter = key.Name,
                };
            }
        }

        return divergence;
    }

    private static UInt128 HashOf(PromptFingerprint prompt, string parameter)
    {
        foreach (FingerprintParameter candidate in prompt.Parameters)
        {
            if (candidate.Name == parameter)
            {
                return candidate.Hash;
            }
        }

        return default;
    }
}
