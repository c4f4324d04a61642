using System.Globalization;
using System.Text;

namespace FastTokens.Bench;

/// <summary>
/// Makes text of each kind without any data. No part of a text is a copy of another one: words come from a made-up vocabulary by Zipf's
/// law, as in real text. The same kind is the same text on every machine.
/// </summary>
internal static class TextGenerator
{
    private const int VocabularySize = 6000;

    /// <summary>Returns at least that many UTF-8 bytes of text.</summary>
    internal static string Generate(TextKind kind, int utf8Bytes)
    {
        Random random = new(2026 + (int)kind);
        string[] words = CreateWords(kind, random);
        StringBuilder text = new(utf8Bytes);
        for (int bytes = 0; bytes < utf8Bytes;)
        {
            int start = text.Length;
            AppendSentence(text, kind, words, random);
            bytes += Encoding.UTF8.GetByteCount(text.ToString(start, text.Length - start));
        }

        return text.ToString();
    }

    private static string[] CreateWords(TextKind kind, Random random)
    {
        string[] words = new string[VocabularySize];
        for (int index = 0; index < words.Length; index++)
        {
            StringBuilder word = new();
            int parts = 1 + (int)(Math.Log2(index + 2) / 4.5) + random.Next(2);
            for (int part = 0; part < parts; part++)
            {
                word.Append(CreateSyllable(kind, random));
            }

            words[index] = word.ToString();
        }

        return words;
    }

    private static string CreateSyllable(TextKind kind, Random random) => kind switch
    {
        TextKind.Chinese => ((char)(0x4E00 + Skewed(random, 5000))).ToString(),
        TextKind.Japanese => random.Next(3) == 0 ? ((char)(0x4E00 + Skewed(random, 3000))).ToString() : ((char)(0x3042 + random.Next(80))).ToString(),
        TextKind.Russian => Pick("бвгдклмнпрст", random) + Pick("аеиоуыя", random) + (random.Next(3) == 0 ? Pick("нртсл", random) : string.Empty),
        TextKind.Emoji => char.ConvertFromUtf32(random.Next(4) == 0 ? 0x1F300 + random.Next(0x200) : 0x1F600 + random.Next(0x40)),
        _ => Pick("bcdfghlmnprstvw", random) + Pick("aeiou", random) + (random.Next(3) == 0 ? Pick("nrtsl", random) : string.Empty),
    };

    private static void AppendSentence(StringBuilder text, TextKind kind, string[] words, Random random)
    {
        string Word() => words[Skewed(random, words.Length)];
        int count = 4 + random.Next(14);
        switch (kind)
        {
            case TextKind.Base64:
                Span<byte> bytes = stackalloc byte[57];
                random.NextBytes(bytes);
                text.Append(Convert.ToBase64String(bytes)).Append('\n');
                break;
            case TextKind.Json:
                text.Append(CultureInfo.InvariantCulture, $"{{\"{Word()}\":{random.Next(100_000)},\"{Word()}_{Word()}\":\"{Word()} {Word()}\",\"{Word()}\":[true,{random.NextDouble():F4}]}},\n");
                break;
            case TextKind.Code:
                text.Append(CultureInfo.InvariantCulture, $"        if ({Word()}.{Word()}{Capital(Word())} == {random.Next(64)}) {{ return {Word()}({Word()}[{Word()}], \"{Word()}\"); }} // {Word()} {Word()}\n");
                break;
            case TextKind.Chinese or TextKind.Japanese:
                for (int word = 0; word < count; word++)
                {
                    text.Append(Word());
                }

                text.Append(random.Next(4) == 0 ? "。\n" : "，");
                break;
            default:
                text.Append(Capital(Word()));
                for (int word = 1; word < count; word++)
                {
                    text.Append(' ').Append(Word());
                }

                text.Append(random.Next(5) == 0 ? ".\n" : ", ");
                break;
        }
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static string Pick(string letters, Random random) => letters[random.Next(letters.Length)].ToString();

    /// <summary>Returns a number below a limit, small ones far more often: the inverse of Zipf's distribution function.</summary>
    private static int Skewed(Random random, int limit) => Math.Min(limit - 1, (int)Math.Pow(limit, random.NextDouble()) - 1);
}
