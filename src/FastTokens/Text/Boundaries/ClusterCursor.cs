namespace FastTokens;

/// <summary>
/// Walks through a text from one place where it may be cut to the next: the boundaries of extended grapheme clusters (Unicode Standard
/// Annex 29) that lie inside no escape sequence. It starts anywhere, from a safe place before that.
/// </summary>
internal ref struct ClusterCursor<TEncoding, TUnit>
    where TEncoding : struct, ITextEncoding<TUnit>
    where TUnit : unmanaged
{
    private readonly ReadOnlySpan<TUnit> _text;
    private int _length; // of the character at Position

    /// <summary>Stands at a boundary before <paramref name="index"/>, so that the next one is the first at or after it; at <paramref name="floor"/> where there is none.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="floor">A boundary; nothing before it is read.</param>
    /// <param name="index">Where a character begins, from <paramref name="floor"/> on.</param>
    internal ClusterCursor(ReadOnlySpan<TUnit> text, int floor, int index)
    {
        _text = text;
        int position = index;
        while (position > floor)
        {
            // One back: what ends at the index begins before it.
            position = SafeStart(text, floor, TEncoding.FloorBoundary(text, position - 1));
            int start = EscapeSequence<TEncoding, TUnit>.StartAround(text[floor..], position - floor);
            if (start < 0)
            {
                break;
            }

            position = floor + start + 1;
        }

        Position = position;
        if (position < text.Length)
        {
            After = BoundaryProperties.Of(TEncoding.Decode(text, position, out _length));
        }
    }

    /// <summary>The boundary.</summary>
    internal int Position { get; private set; }

    /// <summary>The first character of the cluster that ends here; nothing before the first move.</summary>
    internal BoundaryProperties Before { get; private set; }

    /// <summary>The character that begins here.</summary>
    internal BoundaryProperties After { get; private set; }

    /// <summary>Moves to the next boundary unless it lies behind <paramref name="end"/>.</summary>
    internal bool MoveNext(int end)
    {
        if (Position >= end)
        {
            return false;
        }

        int index = Position;
        int length = _length;
        int escapeEnd = IsEscape(index) ? EscapeSequence<TEncoding, TUnit>.EndOf(_text, index) : -1;
        GraphemeState state = default;
        state.Start(After.Grapheme);
        while (true)
        {
            index += length;
            if (index > end)
            {
                return false;
            }

            if (index == _text.Length)
            {
                break;
            }

            BoundaryProperties next = BoundaryProperties.Of(TEncoding.Decode(_text, index, out length));
            if (state.EndsBefore(next.Grapheme) && index >= escapeEnd)
            {
                Before = After;
                After = next;
                _length = length;
                Position = index;
                return true;
            }
        }

        Before = After;
        After = default;
        Position = index;
        return true;
    }

    private readonly bool IsEscape(int index) =>
        After.Grapheme == GraphemeClass.Control && TEncoding.Decode(_text, index, out _) == EscapeSequence<TEncoding, TUnit>.Escape;

    /// <summary>Returns the last place at or before an index that is a boundary of clusters whatever stands before it.</summary>
    private static int SafeStart(ReadOnlySpan<TUnit> text, int floor, int index)
    {
        GraphemeClass after = BoundaryProperties.Of(TEncoding.Decode(text, index, out _)).Grapheme;
        while (index > floor)
        {
            int previous = TEncoding.FloorBoundary(text, index - 1);
            GraphemeClass before = BoundaryProperties.Of(TEncoding.Decode(text, previous, out _)).Grapheme;
            if (GraphemeRules.Between(before, after) == GraphemeJoin.Apart)
            {
                break;
            }

            index = previous;
            after = before;
        }

        return index;
    }
}
