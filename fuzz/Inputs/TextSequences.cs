using System.Text;

namespace FastTokens.Fuzz;

/// <summary>Text worth inserting: every kind of character that the scan tells apart, sequences of several, and ill-formed parts of each shape.</summary>
internal static class TextSequences
{
    private static readonly string[] WellFormed =
    [
        "\0", "\t", "\n", "\r\n", "    ", " ", "the", "The", "HTTP", "camelCase", "snake_case", "it's", "I'LL", "007", "1234567890", "3.14", "--", "==>", "/**/", "{}", "\u007F",
        "\u0080", "\u0085", "\u00A0", "é", "ß", "ÿ", "\u07FF", "\u0800", "Привет", "Ελλάδα", "שלום", "مرحبا", "नमस्ते", "สวัสดี", "中", "漢字", "ひらがな", "カタカナ", "ｶﾅ", "한국어", "각",
        "e\u0301", "Z\u0300\u0301\u0302", "\u200B", "\u200D", "\uFE0F", "\u2028", "\u3000", "“”", "—", "…", "€", "→", "█", "⠿", "\uE000", "\uFEFF", "\uFFFD", "\uFFFE", "\uFFFF",
        "😀", "👍🏽", "👨‍👩‍👧‍👦", "🇩🇪", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "𝒜", "𠀀", "\U00010000", "\U0010FFFF", "\U000F0000",
    ];

    /// <summary>Gets UTF-8 sequences.</summary>
    internal static IReadOnlyList<byte[]> Utf8 { get; } =
    [
        .. WellFormed.Select(Encoding.UTF8.GetBytes),

        // A continuation alone, leads alone, bytes that no sequence has
        [0x80], [0xBF], [0x80, 0x80, 0x80, 0x80], [0xC2], [0xE4], [0xF0], [0xC0], [0xC1], [0xF5], [0xFE], [0xFF],

        // Cut short, overlong, surrogates, beyond the last plane
        [0xE4, 0xB8], [0xF0, 0x9F], [0xF0, 0x9F, 0x98], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
        [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF4, 0x8F, 0xBF], [0xF7, 0xBF, 0xBF, 0xBF],
    ];

    /// <summary>Gets UTF-16 sequences, as bytes of this machine's order.</summary>
    internal static IReadOnlyList<byte[]> Utf16 { get; } =
    [
        .. WellFormed.Select(ToUtf16),
        .. ((char[][])[['\uD800'], ['\uDBFF'], ['\uDC00'], ['\uDFFF'], ['\uDC00', '\uD800'], ['\uD83D', '\uD83D', '\uDE00'], ['\uD83D', 'a'], ['\uDE00', '\uDE00']])
            .Select(static units => ToUtf16(units)),
    ];

    private static byte[] ToUtf16(string text) => ToUtf16(text.AsSpan());

    private static byte[] ToUtf16(ReadOnlySpan<char> text) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(text).ToArray();
}
