namespace FastTokens;

/// <summary>What is counted of ASCII text beside its pairs: later digits of numbers, and long runs of one character.</summary>
internal enum AsciiFeature
{
    // Digits after the first of a number, by their position in it.
    Digits2To3,
    Digit4,
    Digits5To6,
    Digit7,
    Digits8To9,
    Digit10,
    Digits11To12,
    Digits13Up,

    // Characters that at least seven (fifteen) equal ones precede, but digits. Whitespace is all controls here, and not the space.
    Letters8To15,
    Letters16Up,
    Spaces8To15,
    Spaces16Up,
    OtherWhitespace8To15,
    OtherWhitespace16Up,
    Punctuation8To15,
    Punctuation16Up,
}
