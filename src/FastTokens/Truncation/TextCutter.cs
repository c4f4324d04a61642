namespace FastTokens;

/// <summary>
/// Finds where to cut a text so that what is kept of its beginning or of its end fits a budget. The counter says how much fits at most;
/// from there it is back to the nearest boundary of the coarsest kind that keeps enough.
/// </summary>
/// <remarks>
/// Of a counter nothing is taken for granted: dropping a character may raise its count. So each place is judged by the count of exactly
/// what it keeps, and when none near the limit fits, the limit is lowered, by twice as much each time.
/// </remarks>
internal readonly ref struct TextCutter<TEncoding, TCounter, TUnit>
    where TEncoding : struct, ITextEncoding<TUnit>
    where TCounter : struct, IUnitCounter<TUnit>
    where TUnit : unmanaged
{
    // Boundaries are looked for in steps of that many units: a line is seldom longer.
    private const int Step = 256;

    private readonly TCounter _counter;
    private readonly ReadOnlySpan<TUnit> _text;
    private readonly TextBoundary _coarsest;
    private readonly double _minimumFill;

    internal TextCutter(TCounter counter, ReadOnlySpan<TUnit> text, TextBoundary coarsest, double minimumFill)
    {
        _counter = counter;
        _text = text;
        _coarsest = coarsest;
        _minimumFill = minimumFill;
    }

    /// <summary>Returns the end of a part that begins at a boundary and fits; its beginning where not even one cluster fits.</summary>
    /// <param name="start">Where the part begins.</param>
    /// <param name="after">The part ends behind this place, or nowhere.</param>
    /// <param name="maxTokenCount">The budget.</param>
    internal TextCut FindEnd(int start, int after, int maxTokenCount)
    {
        for (int reduction = 0; reduction < maxTokenCount; reduction = Math.Max(1, 2 * reduction))
        {
            int limit = start + _counter.PrefixEnd(_text[start..], maxTokenCount - reduction);
            if (limit <= after)
            {
                break;
            }

            BoundaryPlaces places = EndsBefore(start, after, limit, maxTokenCount);
            TextCut cut = Choose(places, start, maxTokenCount, isEnd: true);
            if (cut.Boundary is not null)
            {
                return cut;
            }

            if (places[(int)TextBoundary.Grapheme] == BoundaryPlaces.None)
            {
                break;
            }
        }

        return new TextCut(start, 0, null);
    }

    /// <summary>Returns the start of a part that ends with the text and fits; the end of the text where not even one cluster fits.</summary>
    /// <param name="floor">A boundary; the part does not begin before it.</param>
    /// <param name="maxTokenCount">The budget.</param>
    /// <param name="keepsGap">Whether the part begins with the white space before a word or sentence, which keeps it apart from what it is put behind.</param>
    internal TextCut FindStart(int floor, int maxTokenCount, bool keepsGap)
    {
        for (int reduction = 0; reduction < maxTokenCount; reduction = Math.Max(1, 2 * reduction))
        {
            int limit = floor + _counter.SuffixStart(_text[floor..], maxTokenCount - reduction);
            if (limit == _text.Length)
            {
                break;
            }

            BoundaryPlaces places = StartsFrom(floor, limit, maxTokenCount, keepsGap);
            TextCut cut = Choose(places, _text.Length, maxTokenCount, isEnd: false);
            if (cut.Boundary is not null)
            {
                return cut;
            }

            if (places[(int)TextBoundary.Grapheme] == BoundaryPlaces.None)
            {
                break;
            }
        }

        return new TextCut(_text.Length, 0, null);
    }

    /// <summary>Returns the end of the first cluster, or the beginning of the text where it does not fit.</summary>
    internal TextCut FirstCluster(int maxTokenCount)
    {
        ClusterCursor<TEncoding, TUnit> cursor = new(_text, 0, 0);
        cursor.MoveNext(_text.Length);
        return Whole(_text[..cursor.Position], cursor.Position, 0, maxTokenCount);
    }

    /// <summary>Returns the start of the last cluster, or the end of the text where it does not fit.</summary>
    internal TextCut LastCluster(int maxTokenCount)
    {
        ClusterCursor<TEncoding, TUnit> cursor = new(_text, 0, TEncoding.FloorBoundary(_text, _text.Length - 1));
        int start;
        do
        {
            start = cursor.Position;
        }
        while (cursor.MoveNext(_text.Length - 1));
        return Whole(_text[start..], start, _text.Length, maxTokenCount);
    }

    private TextCut Whole(ReadOnlySpan<TUnit> cluster, int place, int otherwise, int maxTokenCount) => _counter.Fits(cluster, maxTokenCount)
        ? new TextCut(place, _counter.Count(cluster), TextBoundary.Grapheme)
        : new TextCut(otherwise, 0, null);

    private int MinimumOf(int maxTokenCount) => (int)Math.Ceiling(_minimumFill * maxTokenCount);

    /// <summary>Returns the first place, from coarse to fine, that keeps enough and not too much. The finest kind keeps what it keeps.</summary>
    private TextCut Choose(in BoundaryPlaces places, int other, int maxTokenCount, bool isEnd)
    {
        int minimum = MinimumOf(maxTokenCount);
        int judged = BoundaryPlaces.None;
        int count = 0;
        for (TextBoundary kind = _coarsest; kind <= TextBoundary.Grapheme; kind++)
        {
            int place = places[(int)kind];
            if (place == BoundaryPlaces.None)
            {
                continue;
            }

            if (place != judged)
            {
                judged = place;
                count = _counter.Count(isEnd ? _text[other..place] : _text[place..other]);
            }

            if (count <= maxTokenCount && (count >= minimum || kind == TextBoundary.Grapheme))
            {
                return new TextCut(place, count, kind);
            }
        }

        return new TextCut(other, 0, null);
    }

    /// <summary>Returns the last place of each kind up to the limit, as far back as it may keep enough.</summary>
    private BoundaryPlaces EndsBefore(int start, int after, int limit, int maxTokenCount)
    {
        BoundaryPlaces places = BoundaryPlaces.Empty;
        int far = -1;
        for (int high = limit; high > after;)
        {
            int low = Math.Max(after, high - Step);
            ClusterCursor<TEncoding, TUnit> cursor = new(_text, start, low);
            int first = cursor.Position;
            BoundaryPlaces step = BoundaryPlaces.Empty;
            while (cursor.MoveNext(high))
            {
                if (cursor.Position > after)
                {
                    step.Set(BoundaryRules<TEncoding, TUnit>.OfEnd(_text, cursor.Position, cursor.Before, cursor.After), cursor.Position);
                }
            }

            places.Complete(in step);
            high = Math.Min(first, low);
            if (places[(int)_coarsest] != BoundaryPlaces.None)
            {
                break;
            }

            if (far < 0)
            {
                // A place behind the end of what falls short by a token keeps enough.
                far = start + _counter.PrefixEnd(_text[start..limit], Math.Max(0, MinimumOf(maxTokenCount) - 1));
            }

            if (high <= far && places[(int)TextBoundary.Grapheme] != BoundaryPlaces.None)
            {
                break;
            }
        }

        return places;
    }

    /// <summary>Returns the first place of each kind from the limit on, as far as it may keep enough.</summary>
    private BoundaryPlaces StartsFrom(int floor, int limit, int maxTokenCount, bool keepsGap)
    {
        BoundaryPlaces places = BoundaryPlaces.Empty;
        if (limit == floor)
        {
            // Where the text begins, or what is kept before ends.
            places.SetFirst(_coarsest, floor);
            return places;
        }

        ClusterCursor<TEncoding, TUnit> cursor = new(_text, floor, limit);
        int far = -1;
        while (cursor.MoveNext(_text.Length - 1))
        {
            if (cursor.Position < limit)
            {
                continue;
            }

            TextBoundary kind = keepsGap
                ? BoundaryRules<TEncoding, TUnit>.OfEnd(_text, cursor.Position, cursor.Before, cursor.After)
                : BoundaryRules<TEncoding, TUnit>.OfStart(_text, cursor.Position, cursor.Before, cursor.After);
            places.SetFirst(kind, cursor.Position);
            if (places[(int)_coarsest] != BoundaryPlaces.None)
            {
                break;
            }

            if (far < 0 && cursor.Position - limit >= Step)
            {
                far = limit + _counter.SuffixStart(_text[limit..], Math.Max(0, MinimumOf(maxTokenCount) - 1));
            }

            if (far >= 0 && cursor.Position >= far)
            {
                break;
            }
        }

        return places;
    }
}
