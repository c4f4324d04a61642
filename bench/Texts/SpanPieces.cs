namespace FastTokens.Bench;

/// <summary>A text in pieces of one length, the last one shorter, as it comes from a file or a stream.</summary>
internal ref struct SpanPieces<T>(ReadOnlySpan<T> text, int length)
{
    private ReadOnlySpan<T> _rest = text;

    public ReadOnlySpan<T> Current { get; private set; }

    public readonly SpanPieces<T> GetEnumerator() => this;

    public bool MoveNext()
    {
        Current = _rest[..Math.Min(length, _rest.Length)];
        _rest = _rest[Current.Length..];
        return !Current.IsEmpty;
    }
}
