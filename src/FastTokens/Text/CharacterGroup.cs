namespace FastTokens;

/// <summary>
/// The groups of non-ASCII character classes. A class byte is 0x80 | group &lt;&lt; 3 | member; the members of a group are its scripts and,
/// within a script, tiers of how readily vocabularies merge a character with its neighbours. A change of group starts a run.
/// </summary>
internal enum CharacterGroup
{
    Latin,
    Cyrillic,
    GreekArmenianGeorgian,
    ArabicHebrew,
    DevanagariBengaliTamil,
    IndicThaiLao,
    KhmerMyanmarEthiopic,
    Han,
    Hiragana,
    Katakana,
    Hangul,
    Other,
    GeneralPunctuation,
    CjkPunctuation,
    Symbols,
    Emoji,
}
