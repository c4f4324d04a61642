using System.Text;

namespace FastTokens.Bench;

/// <summary>Words as a language has them: tokens of o200k_base, the most frequent first, every eighth word made of two so that not every word is a token.</summary>
internal static class VocabularyWords
{
    private const int Compound = 8;

    /// <summary>Returns that many words of a kind of text, or none for kinds that are not made of words.</summary>
    internal static string[] Create(TextKind kind, int count)
    {
        Predicate<Rune>? belongs = kind switch
        {
            TextKind.English or TextKind.Code or TextKind.Json => static rune => rune.Value is >= 'a' and <= 'z',
            TextKind.Russian => static rune => rune.Value is >= 'а' and <= 'я',
            TextKind.Chinese => static rune => rune.Value is >= 0x4E00 and <= 0x9FFF,
            TextKind.Japanese => static rune => rune.Value is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3041 and <= 0x30FE),
            _ => null,
        };
        List<string> words = [];
        for (int token = 0; belongs is not null && token < BpeTokenizer.O200kBase.TokenCount && words.Count < count; token++)
        {
            // A blank before it says that it begins a word; other scripts have none.
            string text = Encoding.UTF8.GetString(BpeTokenizer.O200kBase.Vocabulary.TokenBytes[token]);
            bool isAlone = kind is TextKind.Chinese or TextKind.Japanese || text.StartsWith(' ');
            string word = text.TrimStart(' ');
            if (isAlone && word.Length > 0 && word.EnumerateRunes().All(rune => belongs(rune)))
            {
                words.Add(words.Count % Compound == Compound - 1 ? words[words.Count / 2] + word : word);
            }
        }

        return [.. words];
    }
}
