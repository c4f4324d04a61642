namespace FastTokens.Generators;

/// <summary>Gives every code point its place in grapheme clusters, and its part in words and sentences.</summary>
internal sealed class BoundaryAssignment(UnicodeData unicode, GraphemeData graphemes)
{
    // Scripts that are written without spaces between words: those of East Asia, and those of South-East Asia that Unicode calls
    // "complex context dependent" (line break class SA).
    private static readonly HashSet<string> UnspacedScripts = new(StringComparer.Ordinal)
    {
        "Han", "Hiragana", "Katakana", "Bopomofo", "Yi", "Tangut", "Nushu", "Khitan_Small_Script",
        "Thai", "Lao", "Khmer", "Myanmar", "Tai_Le", "New_Tai_Lue", "Tai_Tham", "Tai_Viet", "Ahom",
    };

    // The prolonged sound marks of Katakana belong to no script.
    private static readonly HashSet<int> UnspacedCharacters = [0x30FC, 0xFF70];

    // Sentence_Terminal characters in use today: full stops, question and exclamation marks, and the ellipsis.
    private static readonly HashSet<int> SentenceEnds =
    [
        '.', '!', '?', 0x2026, 0x203C, 0x203D, 0x2047, 0x2048, 0x2049, 0x0589, 0x061D, 0x061E, 0x061F, 0x06D4, 0x0964, 0x0965,
        0x104A, 0x104B, 0x1362, 0x1367, 0x1368, 0x17D4, 0x17D5, 0x1803, 0x1809,
    ];

    // Those after which no space is written.
    private static readonly HashSet<int> UnspacedSentenceEnds =
        [0x3002, 0xFF01, 0xFF0E, 0xFF1F, 0xFF61, 0xFE12, 0xFE15, 0xFE16, 0xFE52, 0xFE56, 0xFE57];

    // White space that ties words together.
    private static readonly HashSet<int> NonBreakingSpaces = [0x00A0, 0x2007, 0x202F];

    private static readonly HashSet<int> LineEnds = [0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029];

    public GraphemeClass GraphemeClassOf(int codePoint) => graphemes.ClusterBreak(codePoint) switch
    {
        "CR" => GraphemeClass.CarriageReturn,
        "LF" => GraphemeClass.LineFeed,
        "Control" => GraphemeClass.Control,
        "Extend" => graphemes.ConjunctBreak(codePoint) switch
        {
            "Linker" => GraphemeClass.ConjunctLinker,
            "Extend" => GraphemeClass.Extend,
            _ => GraphemeClass.ExtendOutsideConjuncts,
        },
        "ZWJ" => GraphemeClass.ZeroWidthJoiner,
        "Regional_Indicator" => GraphemeClass.RegionalIndicator,
        "Prepend" => GraphemeClass.Prepend,
        "SpacingMark" => GraphemeClass.SpacingMark,
        "L" => GraphemeClass.HangulLeading,
        "V" => GraphemeClass.HangulVowel,
        "T" => GraphemeClass.HangulTrailing,
        "LV" => GraphemeClass.HangulSyllable,
        "LVT" => GraphemeClass.HangulClosedSyllable,
        _ when unicode.ExtendedPictographic(codePoint) => GraphemeClass.Pictographic,
        _ when graphemes.ConjunctBreak(codePoint) == "Consonant" => GraphemeClass.Consonant,
        _ => GraphemeClass.Other,
    };

    public BoundaryCategory CategoryOf(int codePoint)
    {
        GeneralCategory category = unicode.GeneralCategory(codePoint);
        return codePoint switch
        {
            _ when LineEnds.Contains(codePoint) => BoundaryCategory.LineEnd,
            _ when NonBreakingSpaces.Contains(codePoint) => BoundaryCategory.Word,
            _ when unicode.WhiteSpace(codePoint) => BoundaryCategory.Space,
            _ when SentenceEnds.Contains(codePoint) => BoundaryCategory.SentenceEnd,
            _ when UnspacedSentenceEnds.Contains(codePoint) => BoundaryCategory.UnspacedSentenceEnd,
            '"' or '\'' => BoundaryCategory.Closer,
            _ when category is GeneralCategory.ClosePunctuation or GeneralCategory.FinalPunctuation => BoundaryCategory.Closer,
            _ when UnspacedScripts.Contains(unicode.Script(codePoint)) || UnspacedCharacters.Contains(codePoint) => BoundaryCategory.Unspaced,
            _ when graphemes.ClusterBreak(codePoint) == "Regional_Indicator" || unicode.ExtendedPictographic(codePoint) => BoundaryCategory.Unspaced,
            _ when IsInWords(category) => BoundaryCategory.Word,
            _ => BoundaryCategory.Punctuation,
        };
    }

    private static bool IsInWords(GeneralCategory category) => category
        is (>= GeneralCategory.UppercaseLetter and <= GeneralCategory.OtherNumber)
        or GeneralCategory.ConnectorPunctuation or GeneralCategory.Format or GeneralCategory.PrivateUse;
}
