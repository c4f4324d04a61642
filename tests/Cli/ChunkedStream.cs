namespace FastTokens.Tests.Cli;

/// <summary>Hands out its bytes in reads of a limited length, as pipes do.</summary>
internal sealed class ChunkedStream(byte[] bytes, int maximumReadLength) : MemoryStream(bytes)
{
    // MemoryStream sends the other forms of Read here when it is derived from.
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, maximumReadLength));
}
