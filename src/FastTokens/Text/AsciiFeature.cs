namespace FastTokens;

/// <summary>
/// The counters that ASCII text fills. A character counts by what it is and what it follows, as one character or with its bigram
/// level, from 0 to 7; what no fit gave a weight is left out. Letters follow a space, a letter or 'other' ASCII; spaces follow a letter or
/// 'other' ASCII. Whitespace is the space and all controls; on its own line below, all but the space.
/// </summary>
internal enum AsciiFeature
{
    LowerAfterSpace,
    LowerAfterOther,
    LowerAfterUpper,
    UpperAfterSpace,
    UpperAfterOther,
    UpperAfterLower,
    Whitespace,
    PunctuationAfterWhitespace,
    PunctuationAfterPunctuation,

    // Digits after the first of a number, by their position in it.
    Digits2To3,
    Digit4,
    Digits5To6,
    Digit7,
    Digits8To9,
    Digit10,
    Digits11To12,
    Digits13Up,

    // Characters that at least seven (fifteen) equal ones precede. They count here only.
    Letters8To15,
    Letters16Up,
    Spaces8To15,
    Spaces16Up,
    OtherWhitespace8To15,
    OtherWhitespace16Up,
    Punctuation8To15,
    Punctuation16Up,

    // Sums of levels.
    LowerAfterOtherLevels,
    LowerAfterUpperLevels,
    LowerAfterLowerLevels,
    UpperAfterOtherLevels,
    UpperAfterLowerLevels,
    UpperAfterUpperLevels,
    FirstDigitLevels,
    SpaceAfterLetterLevels,
    SpaceAfterOtherLevels,
    WhitespaceLevels,
    PunctuationAfterLetterLevels,
    PunctuationAfterWhitespaceLevels,
    PunctuationAfterDigitLevels,
    PunctuationAfterPunctuationLevels,
    AfterNonAsciiLevels,
}
