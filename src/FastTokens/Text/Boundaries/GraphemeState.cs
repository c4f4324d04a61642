using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>
/// Finds the boundaries of extended grapheme clusters, character by character, from a place that is one: no rule looks across a boundary
/// but that of regional indicators, and a pair of them that is whole counts for nothing.
/// </summary>
internal struct GraphemeState
{
    private GraphemeClass _previous;
    private bool _isOddRegionalIndicator;
    private PictographicSequence _pictographic;
    private Conjunct _conjunct;

    // GB11: a pictographic character, any marks, and a joiner last.
    private enum PictographicSequence : byte
    {
        None,
        Open,
        Joining,
    }

    // GB9c: a consonant, any marks, and a linker among them.
    private enum Conjunct : byte
    {
        None,
        Open,
        Linked,
    }

    /// <summary>Starts a cluster with its first character.</summary>
    internal void Start(GraphemeClass first)
    {
        this = default;
        Accept(first);
    }

    /// <summary>Takes the next character and returns whether a cluster ends before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool EndsBefore(GraphemeClass next)
    {
        GraphemeJoin join = GraphemeRules.Between(_previous, next);
        bool ends = join == GraphemeJoin.Depends ? IsApart(next) : join == GraphemeJoin.Apart;
        Accept(next);
        return ends;
    }

    private readonly bool IsApart(GraphemeClass next) => next switch
    {
        GraphemeClass.RegionalIndicator => !_isOddRegionalIndicator,
        GraphemeClass.Pictographic => _pictographic != PictographicSequence.Joining,
        _ => _conjunct != Conjunct.Linked,
    };

    private void Accept(GraphemeClass next)
    {
        _isOddRegionalIndicator = next == GraphemeClass.RegionalIndicator && !_isOddRegionalIndicator;
        _pictographic = next switch
        {
            GraphemeClass.Pictographic => PictographicSequence.Open,
            GraphemeClass.Extend or GraphemeClass.ExtendOutsideConjuncts or GraphemeClass.ConjunctLinker
                when _pictographic == PictographicSequence.Open => PictographicSequence.Open,
            GraphemeClass.ZeroWidthJoiner when _pictographic == PictographicSequence.Open => PictographicSequence.Joining,
            _ => PictographicSequence.None,
        };
        _conjunct = next switch
        {
            GraphemeClass.Consonant => Conjunct.Open,
            GraphemeClass.ConjunctLinker when _conjunct != Conjunct.None => Conjunct.Linked,
            GraphemeClass.Extend or GraphemeClass.ZeroWidthJoiner => _conjunct,
            _ => Conjunct.None,
        };
        _previous = next;
    }
}
