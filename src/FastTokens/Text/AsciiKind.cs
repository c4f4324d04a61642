namespace FastTokens;

/// <summary>
/// What an ASCII character is and what it follows. Each ASCII character has exactly one kind, or is a later digit of a number, or lies
/// deep in a run of one character; see <see cref="FeatureLayout"/>.
/// </summary>
internal enum AsciiKind
{
    LowerAfterSpace,
    LowerAfterOther,
    LowerAfterUpper,
    LowerAfterLower,
    UpperAfterSpace,
    UpperAfterOther,
    UpperAfterLower,
    UpperAfterUpper,
    FirstDigit,
    SpaceAfterLetter,
    SpaceAfterWhitespace,
    SpaceAfterOther,
    Whitespace,
    PunctuationAfterLetter,
    PunctuationAfterWhitespace,
    PunctuationAfterDigit,
    PunctuationAfterPunctuation,
    AfterNonAscii,
}
