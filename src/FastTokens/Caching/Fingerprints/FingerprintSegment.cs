namespace FastTokens.Caching;

/// <summary>What a fingerprint keeps of one segment: no text.</summary>
public readonly record struct FingerprintSegment
{
    /// <summary>Gets the hash of the segment alone: of its content, name, id and extra members.</summary>
    public UInt128 LocalHash { get; init; }

    /// <summary>Gets the hash of everything up to the end of the segment, root included.</summary>
    public UInt128 Chain { get; init; }

    /// <summary>Gets where it stands in the request.</summary>
    public PromptPath Path { get; init; }

    /// <summary>Gets the tokens of everything before it.</summary>
    public long TokensBefore { get; init; }

    /// <summary>Gets its tokens, by the counter that the fingerprint was built with.</summary>
    public int Tokens { get; init; }

    /// <summary>Gets the length of its content in bytes.</summary>
    public int Length { get; init; }

    /// <summary>Gets where the value of its content begins in the body, in bytes.</summary>
    public int SourceOffset { get; init; }

    /// <summary>Gets the length of that value in the body, in bytes.</summary>
    public int SourceLength { get; init; }

    /// <summary>Gets a hash of the name of the tool, or 0; see <see cref="PromptFingerprint.HashName"/>.</summary>
    public ulong NameHash { get; init; }

    /// <summary>Gets a hash of the id of the tool call, or 0: a call and its result have the same.</summary>
    public ulong IdHash { get; init; }

    /// <summary>Gets what it is.</summary>
    public PromptSegmentKind Kind { get; init; }

    /// <summary>Gets the part of the request that it belongs to.</summary>
    public PromptSection Section { get; init; }

    /// <summary>Gets whether a content block ends with it.</summary>
    public bool IsBlockEnd { get; init; }

    /// <summary>Gets whether a message begins with it.</summary>
    public bool IsMessageStart { get; init; }

    /// <summary>Gets the breakpoint on it.</summary>
    public CacheBreakpoint Breakpoint { get; init; }

    /// <summary>Gets the tokens of everything up to its end.</summary>
    public long TokensEnd => TokensBefore + Tokens;

    internal int FirstBlock { get; init; }

    internal int BlockCount => Length > PromptFingerprint.BlockLength ? ((Length - 1) / PromptFingerprint.BlockLength) + 1 : 0;
}
