namespace FastTokens.Caching;

/// <summary>One piece of a prompt: a view over the body or scratch memory that the next <see cref="PromptReader.Read"/> overwrites.</summary>
public readonly ref struct PromptSegment
{
    /// <summary>Gets what the segment is.</summary>
    public required PromptSegmentKind Kind { get; init; }

    /// <summary>Gets the part of the request that it belongs to.</summary>
    public required PromptSection Section { get; init; }

    /// <summary>Gets where it stands in the request.</summary>
    public required PromptPath Path { get; init; }

    /// <summary>
    /// Gets the bytes that matter, as UTF-8: the text behind the escapes; for tools, tool inputs and everything else that is not text, JSON
    /// without white space between tokens. Markers of cache breakpoints are not in it.
    /// </summary>
    public ReadOnlySpan<byte> Content { get; init; }

    /// <summary>Gets the name of the tool, if the segment is one or a call of one.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>Gets what tells the segment apart without being text: the id of a tool call, the signature of a piece of thinking.</summary>
    public ReadOnlySpan<byte> Id { get; init; }

    /// <summary>Gets the members of a block that the reader does not know, one after another as JSON.</summary>
    public ReadOnlySpan<byte> Extra { get; init; }

    /// <summary>Gets whether <see cref="Content"/> is JSON rather than text.</summary>
    public bool IsJson { get; init; }

    /// <summary>Gets the breakpoint on the segment.</summary>
    public CacheBreakpoint Breakpoint { get; init; }

    /// <summary>Gets whether a content block ends with the segment; the parts of a tool result are one block.</summary>
    public bool IsBlockEnd { get; init; } = true;

    /// <summary>Gets whether a message begins with the segment.</summary>
    public bool IsMessageStart { get; init; }

    /// <summary>Gets where the value of <see cref="Content"/> begins in the body, in bytes.</summary>
    public int SourceOffset { get; init; }

    /// <summary>Gets the length of that value in the body, in bytes, quotes included.</summary>
    public int SourceLength { get; init; }

    /// <summary>Makes a segment.</summary>
    public PromptSegment()
    {
    }
}
