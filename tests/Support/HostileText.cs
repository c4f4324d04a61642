using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace FastTokens.Tests.Support;

/// <summary>Generators of text that breaks scanners: every kind of character, cut and joined where it hurts.</summary>
internal static class HostileText
{
    private const int MaxFragments = 12;

    private static readonly string[] Emoji =
    [
        "😀", "👍🏽", "👩🏿‍🚀", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇩🇪", "🇩🇪🇫🇷", "🇯", "1️⃣", "#️⃣", "*⃣", "❤️", "☎", "™️", "\u200D", "\uFE0F", "🏻",
    ];

    private static readonly string[] Words =
    [
        "the", "Word", "HTTPServer", "getElementById", "camelCaseJoint", "snake_case_name", "SCREAMING_SNAKE", "kebab-case-name", "don't", "I'll",
        "naïve", "Straße", "İstanbul", "ﬁ", "ǅ", "Ελλάδα", "привет", "мир", "հայ", "ქართული", "العربية", "עִבְרִית", "हिन्दी", "বাংলা", "தமிழ்", "ไทย", "ລາວ",
        "ខ្មែរ", "မြန်မာ", "አማርኛ", "中文", "漢字かな交じり", "ひらがな", "カタカナ", "ｶﾀｶﾅ", "ＦＵＬＬ", "한국어", "\u1112\u1161\u11AB", "𠀋𠮷", "𝔘𝔫𝔦", "⠓⠑", "ᚠᛇᚻ", "a\u0301\u0302\u0303",
    ];

    private static readonly string[] Symbols =
    [
        "→", "∑", "─│┌┐", "█▓▒░", "€", "“”", "—", "…", "。", "、", "「」", "！", "\u00A0", "\u00AD", "\u2028", "\u3000", "\uFEFF", "\uFFFD", "\uFFFE", "\uE000", "\U000F0000",
        "\U0010FFFF", "\u0080", "\u0085", "\u07FF", "\u0800", "\uD7FF", "\U00010000",
    ];

    private static readonly string[] Ascii =
    [
        " ", "  ", "\t", "\n", "\r\n", "\r", "\n\n", "\n    ", "\0", "\u001B[31m", "\u007F", "\b", "{", "}", "();", "\": \"", "=>", "//", "/*", "*/", "</div>", "@[\\]^_`{|}~", "...", "--", "$1,234.56",
        "2026-11-20T12:34:56Z", "192.168.0.1", "0x7fff", "https://example.com/a?b=c&d=%20", "\\u00e9", "'s", "!=", "#", ":",
    ];

    private static readonly string[] LoneSurrogates = ["\uD800", "\uDBFF", "\uDC00", "\uDFFF", "\uD83D", "\uDE00", "\uDE00\uD83D", "\uD83D\uD83D\uDE00"];

    // Overlong forms, surrogates, too large, continuations with no lead, leads with too few continuations, bytes that never occur.
    private static readonly byte[][] IllFormed =
    [
        [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
        [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
        [0x80], [0xBF, 0xBF], [0x80, 0x80, 0x80, 0x80, 0x80], [0xC3], [0xE4], [0xE4, 0xB8], [0xF0], [0xF0, 0x9F], [0xF0, 0x9F, 0x98],
        [0xE4, 0xB8, 0xE4, 0xB8, 0xAD], [0xF0, 0x9F, 0xC3, 0xA9], [0xFE], [0xFF, 0xFF, 0xFF], [0xF8, 0x88, 0x80, 0x80, 0x80],
    ];

    private static readonly Gen<string> Base64 =
        Gen.Choose(0, 255).Select(static value => (byte)value).ArrayOf().Select(static bytes => Convert.ToBase64String(bytes));

    private static readonly Gen<string> Number =
        Gen.Choose(1, 24).SelectMany(static length => Gen.Choose('0', '9').Select(static digit => (char)digit).ArrayOf(length)).Select(static digits => new string(digits));

    private static readonly Gen<string> AsciiNoise =
        Gen.Choose(1, 40).SelectMany(static length => Gen.Choose(0, 0x7F).Select(static value => (char)value).ArrayOf(length)).Select(static chars => new string(chars));

    private static readonly Gen<string> AnyScalar =
        Gen.Choose(0, 0x10FFFF - 0x800).Select(static value => new Rune(value < 0xD800 ? value : value + 0x800).ToString());

    private static readonly Gen<string> Joint = Gen.Elements("", " ", "_", "-", ".", "\n", "A", "a", "1");

    private static readonly Gen<string> Short =
        Gen.Frequency((6, Gen.Elements(Words)), (3, Gen.Elements(Emoji)), (3, Gen.Elements(Symbols)), (6, Gen.Elements(Ascii)), (2, AnyScalar));

    // Runs of one thing, with lengths around those that features, vectors and words of masks end at.
    private static readonly Gen<string> Run =
        from unit in Short
        from length in Gen.OneOf(Gen.Choose(2, 20), Gen.Elements(7, 8, 15, 16, 31, 63, 64, 65, 127, 128))
        select string.Concat(Enumerable.Repeat(unit, length));

    private static readonly Gen<string> Sentence =
        from words in Short.ArrayOf()
        from joint in Joint
        select string.Join(joint, words);

    private static readonly Gen<string> WellFormedFragment =
        Gen.Frequency((8, Short), (3, Sentence), (2, Run), (2, Number), (1, Base64), (2, AsciiNoise));

    /// <summary>UTF-16 text, a fifth of whose fragments are lone surrogates.</summary>
    internal static Gen<string> Text { get; } =
        Joined(Gen.Frequency((4, WellFormedFragment), (1, Gen.Elements(LoneSurrogates))), static parts => string.Concat(parts));

    /// <summary>Text without lone surrogates.</summary>
    internal static Gen<string> WellFormedText { get; } = Joined(WellFormedFragment, static parts => string.Concat(parts));

    /// <summary>UTF-8 text, a third of whose fragments are ill-formed or random.</summary>
    internal static Gen<byte[]> Utf8 { get; } = Joined(
        Gen.Frequency(
            (4, WellFormedFragment.Select(static text => Encoding.UTF8.GetBytes(text))),
            (1, Gen.Elements(IllFormed)),
            (1, Gen.Choose(0, 255).Select(static value => (byte)value).ArrayOf())),
        static parts => parts.SelectMany(static part => part).ToArray());

    /// <summary>One text of each kind, for tests that go through them all.</summary>
    internal static IEnumerable<string> Seeds =>
        Words.Concat(Emoji).Concat(Symbols).Concat(Ascii).Concat(LoneSurrogates).Concat(["12", "1234", "1234567890123", "aaaaaaaaa", "----------------", "\n\n\n\n\n\n\n", "                 "]);

    /// <summary>One ill-formed UTF-8 part of each kind.</summary>
    internal static IEnumerable<byte[]> IllFormedSeeds => IllFormed;

    /// <summary>Shorter forms of a text: without one half, quarter, eighth … of it.</summary>
    internal static IEnumerable<T> Shrink<T, TUnit>(T text, Func<IEnumerable<TUnit>, T> join)
        where T : IEnumerable<TUnit>
    {
        TUnit[] units = [.. text];
        for (int length = (units.Length + 1) / 2; length > 0; length /= 2)
        {
            for (int start = 0; start < units.Length; start += length)
            {
                yield return join(units.Take(start).Concat(units.Skip(start + length)));
            }
        }
    }

    private static Gen<T> Joined<T>(Gen<T> fragment, Func<T[], T> join) =>
        Gen.Choose(0, MaxFragments).SelectMany(count => fragment.ArrayOf(count)).Select(join);
}
