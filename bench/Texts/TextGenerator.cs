using System.Globalization;
using System.Text;

namespace FastTokens.Bench;

/// <summary>
/// Makes text of each kind. No part of a text is a copy of another one: words come from the vocabulary that ships with the library, emoji and
/// Base64 from all there are, by Zipf's law, as in real text. The same kind is the same text on every machine.
/// </summary>
internal static class TextGenerator
{
    private const int VocabularySize = 6000;

    /// <summary>Returns at least that many UTF-8 bytes of text.</summary>
    internal static string Generate(TextKind kind, int utf8Bytes)
    {
        Random random = new(2026 + (int)kind);
        string[] words = VocabularyWords.Create(kind, VocabularySize) is { Length: > 0 } known ? known : CreateEmoji(random);
        StringBuilder text = new(utf8Bytes);
        for (int bytes = 0; bytes < utf8Bytes;)
        {
            int start = text.Length;
            AppendSentence(text, kind, words, random);
            bytes += Encoding.UTF8.GetByteCount(text.ToString(start, text.Length - start));
        }

        return text.ToString();
    }

    private static string[] CreateEmoji(Random random)
    {
        string[] words = new string[VocabularySize];
        for (int index = 0; index < words.Length; index++)
        {
            for (int emoji = 1 + (int)(Math.Log2(index + 2) / 4.5) + random.Next(2); emoji > 0; emoji--)
            {
                words[index] += char.ConvertFromUtf32(random.Next(4) == 0 ? 0x1F300 + random.Next(0x200) : 0x1F600 + random.Next(0x40));
            }
        }

        return words;
    }

    private static void AppendSentence(StringBuilder text, TextKind kind, string[] words, Random random)
    {
        string Word() => words[Skewed(random, words.Length)];
        int count = kind is TextKind.Chinese or TextKind.Japanese ? 1 + random.Next(5) : 4 + random.Next(14);
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

    /// <summary>Returns a number below a limit, small ones far more often: the inverse of Zipf's distribution function.</summary>
    private static int Skewed(Random random, int limit) => Math.Min(limit - 1, (int)Math.Pow(limit, random.NextDouble()) - 1);
}
