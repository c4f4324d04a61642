namespace FastTokens.Generators;

/// <summary>Gives each code point its class byte, from its Unicode properties and its tier. The one place to add a script.</summary>
internal sealed class ClassAssignment(UnicodeData unicode, CharacterTierTable tiers)
{
    // The members of a group's eight places that a script takes, by tier from 0 to 6. Scripts that share a group get fewer.
    private static readonly Dictionary<string, (CharacterGroup Group, int[] Members)> Scripts = new()
    {
        ["Latin"] = (CharacterGroup.Latin, [0, 1, 2, 3, 4, 5, 6]),
        ["Cyrillic"] = (CharacterGroup.Cyrillic, [0, 1, 2, 3, 4, 5, 6]),
        ["Greek"] = (CharacterGroup.GreekArmenianGeorgian, [0, 0, 1, 1, 2, 3, 3]),
        ["Armenian"] = (CharacterGroup.GreekArmenianGeorgian, [4, 4, 4, 5, 5, 5, 5]),
        ["Georgian"] = (CharacterGroup.GreekArmenianGeorgian, [6, 6, 6, 7, 7, 7, 7]),
        ["Arabic"] = (CharacterGroup.ArabicHebrew, [0, 0, 1, 1, 2, 3, 4]),
        ["Hebrew"] = (CharacterGroup.ArabicHebrew, [5, 5, 5, 6, 6, 7, 7]),
        ["Devanagari"] = (CharacterGroup.DevanagariBengaliTamil, [0, 0, 1, 1, 2, 3, 3]),
        ["Bengali"] = (CharacterGroup.DevanagariBengaliTamil, [4, 4, 4, 5, 5, 5, 5]),
        ["Tamil"] = (CharacterGroup.DevanagariBengaliTamil, [6, 6, 6, 7, 7, 7, 7]),
        ["Telugu"] = (CharacterGroup.IndicThaiLao, [0, 0, 0, 1, 1, 1, 1]),
        ["Gujarati"] = (CharacterGroup.IndicThaiLao, [2, 2, 3, 3, 3, 3, 3]),
        ["Gurmukhi"] = (CharacterGroup.IndicThaiLao, [2, 2, 3, 3, 3, 3, 3]),
        ["Kannada"] = (CharacterGroup.IndicThaiLao, [2, 2, 3, 3, 3, 3, 3]),
        ["Malayalam"] = (CharacterGroup.IndicThaiLao, [2, 2, 3, 3, 3, 3, 3]),
        ["Oriya"] = (CharacterGroup.IndicThaiLao, [2, 2, 3, 3, 3, 3, 3]),
        ["Sinhala"] = (CharacterGroup.IndicThaiLao, [2, 2, 3, 3, 3, 3, 3]),
        ["Thai"] = (CharacterGroup.IndicThaiLao, [4, 4, 4, 5, 5, 6, 6]),
        ["Lao"] = (CharacterGroup.IndicThaiLao, [7, 7, 7, 7, 7, 7, 7]),
        ["Khmer"] = (CharacterGroup.KhmerMyanmarEthiopic, [0, 0, 1, 1, 1, 1, 1]),
        ["Myanmar"] = (CharacterGroup.KhmerMyanmarEthiopic, [2, 2, 3, 3, 3, 3, 3]),
        ["Ethiopic"] = (CharacterGroup.KhmerMyanmarEthiopic, [4, 5, 5, 5, 5, 5, 5]),
        ["Han"] = (CharacterGroup.Han, [0, 1, 2, 3, 4, 5, 6]),
        ["Hiragana"] = (CharacterGroup.Hiragana, [0, 0, 1, 2, 3, 4, 5]),
        ["Katakana"] = (CharacterGroup.Katakana, [0, 0, 1, 2, 3, 4, 5]),
        ["Hangul"] = (CharacterGroup.Hangul, [0, 1, 2, 3, 4, 5, 6]),
    };

    private static readonly int[] OtherScript = [6, 7, 7, 7, 7, 7, 7];
    private static readonly int[] SevenTiers = [0, 1, 2, 3, 4, 5, 6];
    private static readonly int[] HalfwidthKatakana = [6, 6, 7, 7, 7, 7, 7];
    private static readonly int[] FullwidthForms = [4, 4, 5, 5, 5, 5, 5];
    private static readonly int[] SymbolTiers = [0, 1, 2, 2, 3, 3, 3];
    private static readonly int[] EmojiTiers = [5, 6, 6, 6, 6, 6, 6];

    /// <summary>Returns the class byte of a code point; of a surrogate, that of U+FFFD.</summary>
    public byte ClassOf(int codePoint)
    {
        if (codePoint < 0x80)
        {
            return (byte)codePoint;
        }

        (CharacterGroup group, int member) = codePoint is >= 0xD800 and <= 0xDFFF ? Place(0xFFFD) : Place(codePoint);
        int assigned = 0x80 | ((int)group << 3) | member;
        return assigned != CharacterClasses.Padding
            ? (byte)assigned
            : throw new InvalidOperationException($"U+{codePoint:X4} has the class of padding.");
    }

    private (CharacterGroup Group, int Member) Place(int codePoint) => codePoint switch
    {
        0x200D => (CharacterGroup.Emoji, 0),
        0xFE0F => (CharacterGroup.Emoji, 1),
        0x20E3 => (CharacterGroup.Emoji, 2),
        >= 0x1F1E6 and <= 0x1F1FF => (CharacterGroup.Emoji, 3),
        >= 0x1F3FB and <= 0x1F3FF => (CharacterGroup.Emoji, 4),
        0xFFFD => (CharacterGroup.Other, 3),
        >= 0x1D400 and <= 0x1D7FF => (CharacterGroup.Other, 0),
        >= 0x2800 and <= 0x28FF => (CharacterGroup.Symbols, 6),
        >= 0x2500 and <= 0x257F => (CharacterGroup.Symbols, 5),
        >= 0x2580 and <= 0x259F => (CharacterGroup.Symbols, 4),
        _ when unicode.GeneralCategory(codePoint) == GeneralCategory.PrivateUse => (CharacterGroup.Other, 2),
        _ when IsWordCharacter(codePoint) => PlaceOfWordCharacter(codePoint),
        _ => PlaceOfOther(codePoint),
    };

    private bool IsWordCharacter(int codePoint) => unicode.IsLetter(codePoint) || unicode.IsMark(codePoint)
        || unicode.GeneralCategory(codePoint) is GeneralCategory.DecimalNumber or GeneralCategory.LetterNumber;

    private (CharacterGroup Group, int Member) PlaceOfWordCharacter(int codePoint)
    {
        int tier = tiers[codePoint];
        string script = unicode.Script(codePoint);
        return codePoint switch
        {
            >= 0xFF10 and <= 0xFF5A => (CharacterGroup.Other, FullwidthForms[tier]),
            >= 0xFF66 and <= 0xFF9F => (CharacterGroup.Katakana, HalfwidthKatakana[tier]),
            0x30FC => (CharacterGroup.Katakana, Scripts["Katakana"].Members[tier]),
            >= 0x10000 when script == "Han" => (CharacterGroup.Han, 7),
            >= 0x10000 => (CharacterGroup.Other, 1),
            < 0xAC00 or > 0xD7A3 when script == "Hangul" => (CharacterGroup.Hangul, 7),
            _ when Scripts.TryGetValue(script, out (CharacterGroup Group, int[] Members) place) => (place.Group, place.Members[tier]),
            _ when script is "Inherited" or "Common" => (CharacterGroup.Latin, 7),
            _ => (CharacterGroup.KhmerMyanmarEthiopic, OtherScript[tier]),
        };
    }

    private (CharacterGroup Group, int Member) PlaceOfOther(int codePoint)
    {
        int tier = tiers[codePoint];
        return codePoint switch
        {
            _ when unicode.GeneralCategory(codePoint) is GeneralCategory.Unassigned or GeneralCategory.Control => (CharacterGroup.Other, 7),
            >= 0x2000 and <= 0x206F => (CharacterGroup.GeneralPunctuation, SevenTiers[tier]),
            (>= 0x3000 and <= 0x303F) or (>= 0xFE30 and <= 0xFFEF) => (CharacterGroup.CjkPunctuation, SevenTiers[tier]),
            >= 0x1F000 when unicode.ExtendedPictographic(codePoint) => (CharacterGroup.Emoji, EmojiTiers[tier]),
            >= 0x10000 => (CharacterGroup.Other, 6),
            <= 0xFF => (CharacterGroup.Symbols, 7),
            _ => (CharacterGroup.Symbols, SymbolTiers[tier]),
        };
    }
}
