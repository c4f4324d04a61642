using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>What two adjacent characters say about a boundary between them.</summary>
internal enum GraphemeJoin
{
    /// <summary>There is a boundary, whatever stands before.</summary>
    Apart,

    /// <summary>There is none.</summary>
    Joined,

    /// <summary>It depends on what stands before the two: a row of regional indicators, an emoji sequence, a conjunct.</summary>
    Depends,
}

/// <summary>The rules of extended grapheme clusters (Unicode Standard Annex 29, GB3 to GB999) that need two characters only.</summary>
internal static class GraphemeRules
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static GraphemeJoin Between(GraphemeClass before, GraphemeClass after) =>
        before <= GraphemeClass.Pictographic && after <= GraphemeClass.Pictographic ? GraphemeJoin.Apart : BetweenOthers(before, after);

    private static GraphemeJoin BetweenOthers(GraphemeClass before, GraphemeClass after) => (before, after) switch
    {
        (GraphemeClass.CarriageReturn, GraphemeClass.LineFeed) => GraphemeJoin.Joined, // GB3
        _ when IsControl(before) || IsControl(after) => GraphemeJoin.Apart, // GB4, GB5
        (_, GraphemeClass.Extend or GraphemeClass.ExtendOutsideConjuncts or GraphemeClass.ConjunctLinker) => GraphemeJoin.Joined, // GB9
        (_, GraphemeClass.ZeroWidthJoiner) => GraphemeJoin.Joined, // GB9
        (_, GraphemeClass.SpacingMark) => GraphemeJoin.Joined, // GB9a
        (GraphemeClass.Prepend, _) => GraphemeJoin.Joined, // GB9b
        (GraphemeClass.HangulLeading, GraphemeClass.HangulLeading or GraphemeClass.HangulVowel
            or GraphemeClass.HangulSyllable or GraphemeClass.HangulClosedSyllable) => GraphemeJoin.Joined, // GB6
        (GraphemeClass.HangulSyllable or GraphemeClass.HangulVowel, GraphemeClass.HangulVowel or GraphemeClass.HangulTrailing) => GraphemeJoin.Joined, // GB7
        (GraphemeClass.HangulClosedSyllable or GraphemeClass.HangulTrailing, GraphemeClass.HangulTrailing) => GraphemeJoin.Joined, // GB8
        (GraphemeClass.ConjunctLinker or GraphemeClass.Extend or GraphemeClass.ZeroWidthJoiner, GraphemeClass.Consonant) => GraphemeJoin.Depends, // GB9c
        (GraphemeClass.ZeroWidthJoiner, GraphemeClass.Pictographic) => GraphemeJoin.Depends, // GB11
        (GraphemeClass.RegionalIndicator, GraphemeClass.RegionalIndicator) => GraphemeJoin.Depends, // GB12, GB13
        _ => GraphemeJoin.Apart, // GB999
    };

    private static bool IsControl(GraphemeClass value) =>
        value is GraphemeClass.CarriageReturn or GraphemeClass.LineFeed or GraphemeClass.Control;
}
