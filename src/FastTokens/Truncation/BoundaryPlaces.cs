using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>A place for each kind of boundary, or none.</summary>
[InlineArray(KindCount)]
internal struct BoundaryPlaces
{
    internal const int None = -1;

    private const int KindCount = (int)TextBoundary.Grapheme + 1;

    private int _first;

    internal static BoundaryPlaces Empty
    {
        get
        {
            BoundaryPlaces places = default;
            places[..].Fill(None);
            return places;
        }
    }

    /// <summary>Notes a place for its kind and all finer ones.</summary>
    internal void Set(TextBoundary kind, int place)
    {
        this[(int)kind..].Fill(place);
    }

    /// <summary>Notes a place for its kind and all finer ones that have none.</summary>
    internal void SetFirst(TextBoundary kind, int place)
    {
        for (int index = (int)kind; index < KindCount && this[index] == None; index++)
        {
            this[index] = place;
        }
    }

    /// <summary>Takes over the places of the kinds that have none.</summary>
    internal void Complete(in BoundaryPlaces others)
    {
        for (int index = 0; index < KindCount; index++)
        {
            this[index] = this[index] == None ? others[index] : this[index];
        }
    }
}
