namespace FastTokens.Tests.Bpe;

/// <summary>The seeded hostile strings whose ids <c>Golden/make-golden.mjs</c> digests: the same generator, call by call.</summary>
internal sealed class HostileStrings
{
    private static readonly string[] Symbols =
    [
        "!", ".", ",", "\"", "(", ")", "{", "}", "//", "/", "--", "=", "<|", "|>", "...", "_", "#", "\u2014", "\u201C", "\u3002", "\uFF0C",
    ];

    private static readonly string[] Blanks =
        [" ", "  ", "   ", "\n", "\r\n", "\t", "\n\n", " \n", "\n ", "\n  \n", "\u00A0", "\u3000", "\u2028", "\u0085"];

    private static readonly string[] Contractions = ["'s", "'S", "'ll", "'LL", "'Ve", "'\u017F", "'t", "'D's", "'re", "'", "''", "'x"];

    private static readonly string[] Emoji =
        ["\u2764\uFE0F", "\uD83D\uDC4D\uD83C\uDFFD", "\uD83D\uDC68\u200D\uD83D\uDC69", "\uD83C\uDDE9\uD83C\uDDEA", "1\uFE0F\u20E3"];

    private static readonly int[] Blocks = [0x300, 0x5D0, 0x620, 0x905, 0xE01, 0x1C4, 0x1F80, 0xFF10];

    private uint _state = 0x9E3779B9;

    internal static IEnumerable<string> Take(int count)
    {
        HostileStrings source = new();
        for (int index = 0; index < count; index++)
        {
            yield return source.Repeat(10, source.Fragment);
        }
    }

    private string Fragment() => Below(16) switch
    {
        0 => Repeat(8, Lower),
        1 => " " + Repeat(8, Lower),
        2 => " " + Repeat(12, Lower),
        3 => Unit(0x41, 26) + Repeat(6, Lower),
        4 => Repeat(4, () => Unit(0x41, 26)),
        5 => Repeat(7, () => Unit(0x30, 10)),
        6 => Repeat(3, () => Pick(Symbols)),
        7 => Repeat(3, () => Pick(Blanks)),
        8 => Pick(Contractions),
        9 => Repeat(8, () => Unit(0x410, 64)),
        10 => Repeat(6, () => Unit(0x4E00, 5000)),
        11 => Repeat(6, () => Unit(0x3041, 180)),
        12 => Pick(Emoji),
        13 => Unit(0, 0x10000),
        14 => char.ConvertFromUtf32(0x10000 + Below(0x20000)),
        _ => Unit(Pick(Blocks), 24),
    };

    private string Lower() => Unit(0x61, 26);

    private string Repeat(int limit, Func<string> make)
    {
        string text = "";
        for (int times = 1 + Below(limit); times > 0; times--)
        {
            text += make();
        }

        return text;
    }

    private string Unit(int first, int size) => ((char)(first + Below(size))).ToString();

    private T Pick<T>(T[] items) => items[Below(items.Length)];

    private int Below(int limit)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (int)(_state % (uint)limit);
    }
}
