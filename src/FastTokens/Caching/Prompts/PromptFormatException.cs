namespace FastTokens.Caching;

/// <summary>A request body is not well-formed JSON, or not a request of the stated format.</summary>
public sealed class PromptFormatException : FormatException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="reason">What is wrong, without the place.</param>
    /// <param name="byteOffset">Where, in bytes from the start of the body.</param>
    public PromptFormatException(string reason, long byteOffset)
        : base(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Byte {byteOffset}: {reason}."))
    {
        Reason = reason;
        ByteOffset = byteOffset;
    }

    /// <summary>Gets what is wrong, without the place.</summary>
    public string Reason { get; }

    /// <summary>Gets where the body is wrong, in bytes from its start; its length where it ends too early.</summary>
    public long ByteOffset { get; }
}
