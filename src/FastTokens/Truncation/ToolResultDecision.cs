using System.Runtime.InteropServices;

namespace FastTokens;

/// <summary>How a tool result is shown to the model: whole, or cut in one way. Immutable.</summary>
public sealed class ToolResultDecision
{
    internal ToolResultDecision(string id, int textLength, ulong fingerprint, int tokenCount, int headLength, int tailLength, string marker)
    {
        Id = id;
        TextLength = textLength;
        Fingerprint = fingerprint;
        TokenCount = tokenCount;
        HeadLength = headLength;
        TailLength = tailLength;
        Marker = marker;
    }

    /// <summary>Gets the id of the call.</summary>
    public string Id { get; }

    /// <summary>Gets the length of the whole text in chars.</summary>
    public int TextLength { get; }

    /// <summary>Gets a hash of the whole text (XXH3, 64 bits).</summary>
    public ulong Fingerprint { get; }

    /// <summary>Gets the tokens of what is shown, by the counter that was used.</summary>
    public int TokenCount { get; }

    /// <summary>Gets how many chars are kept of the beginning; all where the text is shown whole.</summary>
    public int HeadLength { get; }

    /// <summary>Gets how many chars are kept of the end.</summary>
    public int TailLength { get; }

    /// <summary>Gets what stands where text was left out, with its numbers; empty for nothing.</summary>
    public string Marker { get; }

    /// <summary>Gets whether something is left out.</summary>
    public bool IsCut => HeadLength + TailLength < TextLength;

    /// <summary>Returns what is shown of the text: the text itself where it is shown whole.</summary>
    /// <exception cref="ArgumentException">It is not the text that was decided on.</exception>
    public string Apply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!IsFor(text))
        {
            throw new ArgumentException($"The text is not the one that was decided on for '{Id}'.", nameof(text));
        }

        return IsCut ? string.Concat(text.AsSpan(0, HeadLength), Marker, text.AsSpan(text.Length - TailLength)) : text;
    }

    internal static ulong FingerprintOf(string text) => System.IO.Hashing.XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()));

    internal bool IsFor(string text) => text.Length == TextLength && FingerprintOf(text) == Fingerprint;
}
