namespace FastTokens.Compaction;

/// <summary>A call of a tool in a message, or a result.</summary>
/// <param name="IsResult">Whether it is the result.</param>
/// <param name="Id">The id of the call, or a hash of it: that of call and result is the same, <see cref="IdOf"/>.</param>
/// <param name="IsCompactable">Whether results of the tool may be cleared; a result has it from its call.</param>
/// <param name="Tokens">The tokens of the content.</param>
public readonly record struct ToolReference(bool IsResult, ulong Id, bool IsCompactable, long Tokens)
{
    /// <summary>Returns an id for the text of one.</summary>
    public static ulong IdOf(ReadOnlySpan<char> id) => System.IO.Hashing.XxHash3.HashToUInt64(System.Runtime.InteropServices.MemoryMarshal.AsBytes(id));
}
