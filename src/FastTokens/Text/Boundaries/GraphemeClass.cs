namespace FastTokens;

/// <summary>
/// What a character is to the rules of extended grapheme clusters (Unicode Standard Annex 29): Grapheme_Cluster_Break, with Other and Extend
/// split by Extended_Pictographic and Indic_Conjunct_Break.
/// </summary>
internal enum GraphemeClass : byte
{
    Other,

    /// <summary>A consonant that a linker joins to the next one (rule GB9c).</summary>
    Consonant,

    /// <summary>An emoji or the like, which a zero-width joiner joins to the next one (rule GB11).</summary>
    Pictographic,
    CarriageReturn,
    LineFeed,
    Control,

    /// <summary>A mark that extends a cluster and keeps a conjunct open.</summary>
    Extend,

    /// <summary>A mark that extends a cluster and ends a conjunct: the zero-width non-joiner.</summary>
    ExtendOutsideConjuncts,

    /// <summary>A mark that joins consonants, such as the virama.</summary>
    ConjunctLinker,
    ZeroWidthJoiner,
    RegionalIndicator,
    Prepend,
    SpacingMark,
    HangulLeading,
    HangulVowel,
    HangulTrailing,

    /// <summary>A syllable of a leading consonant and a vowel.</summary>
    HangulSyllable,

    /// <summary>A syllable with a trailing consonant.</summary>
    HangulClosedSyllable,
}
