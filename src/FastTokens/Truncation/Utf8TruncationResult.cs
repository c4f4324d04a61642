using System.Buffers;
using System.Text;

namespace FastTokens;

/// <summary>What truncation keeps of UTF-8 text: views over the text, nothing is copied before it is written out.</summary>
public readonly ref struct Utf8TruncationResult
{
    private readonly MarkerTemplate? _marker;
    private readonly OmittedAmounts _omitted;
    private readonly int _markerLength;

    internal Utf8TruncationResult(TruncatedText<byte> text)
    {
        Head = text.Head;
        Tail = text.Tail;
        TokenCount = text.TokenCount;
        OmittedTokenCount = text.OmittedTokenCount;
        Boundary = text.Boundary;
        IsTruncated = text.IsTruncated;
        _marker = text.Marker;
        _omitted = text.Omitted;
        _markerLength = text.MarkerLength;
    }

    /// <summary>Gets what is kept of the beginning, a prefix of the text; all of it where nothing was left out.</summary>
    public ReadOnlySpan<byte> Head { get; }

    /// <summary>Gets what is kept of the end, a suffix of the text behind <see cref="Head"/>.</summary>
    public ReadOnlySpan<byte> Tail { get; }

    /// <summary>Gets the tokens of the whole result, the marker among them, as the counter counts them joined. Never more than the budget.</summary>
    public int TokenCount { get; }

    /// <summary>
    /// Gets the tokens that were left out: those of the text less those of the kept parts, each counted by itself; 0 where nothing was left
    /// out, <see langword="null"/> where neither <see cref="TruncationOptions.CountOmittedTokens"/> nor the marker asks for it.
    /// </summary>
    public int? OmittedTokenCount { get; }

    /// <summary>Gets the kind of boundary that the text was cut at, the finer one of two; <see langword="null"/> where it was not cut or nothing is kept.</summary>
    public TextBoundary? Boundary { get; }

    /// <summary>Gets whether something was left out.</summary>
    public bool IsTruncated { get; }

    /// <summary>Gets whether nothing is kept: the text is empty, or not even one user-perceived character of it fits the budget.</summary>
    public bool IsEmpty => Head.IsEmpty && Tail.IsEmpty;

    /// <summary>Gets what stands where text was left out, with its numbers; empty for nothing. Allocates.</summary>
    public string MarkerText => _marker?.ToString(_omitted) ?? string.Empty;

    /// <summary>Gets the length of the whole result in bytes.</summary>
    public int Length => Head.Length + _markerLength + Tail.Length;

    /// <summary>Writes the result.</summary>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    /// <param name="bytesWritten">The bytes written; 0 where there is no room.</param>
    /// <returns>Whether there was room.</returns>
    public bool TryWrite(Span<byte> destination, out int bytesWritten)
    {
        if (destination.Length < Length)
        {
            bytesWritten = 0;
            return false;
        }

        Head.CopyTo(destination);
        _marker?.TryWrite(destination[Head.Length..], _omitted, out _);
        Tail.CopyTo(destination[(Head.Length + _markerLength)..]);
        bytesWritten = Length;
        return true;
    }

    /// <summary>Writes the result.</summary>
    public void WriteTo(IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Head);
        if (_marker is not null)
        {
            _marker.TryWrite(writer.GetSpan(_markerLength), _omitted, out int length);
            writer.Advance(length);
        }

        writer.Write(Tail);
    }

    /// <summary>Returns the result as a string; ill-formed parts become U+FFFD.</summary>
    public override string ToString()
    {
        byte[] utf8 = ArrayPool<byte>.Shared.Rent(Length);
        TryWrite(utf8, out int length);
        string text = Encoding.UTF8.GetString(utf8, 0, length);
        ArrayPool<byte>.Shared.Return(utf8);
        return text;
    }
}
