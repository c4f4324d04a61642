using System.Text;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Bpe;

/// <summary>Words that are merged side by side give as many tokens as each alone.</summary>
public sealed unsafe class CyrillicWordsTests
{
    private static readonly string[] Syllables =
        ["по", "пере", "о", "об", "ста", "но", "вле", "ни", "е", "ть", "ся", "ый", "ого", "ём", "ў", "ї", "є", "щу", "х", "ђ", "Ѐ", "ѿ", "Я", "СССР", "ъ", "ѣ"];

    public static TheoryData<string> Encodings => [.. BpeTokenizer.EncodingNames];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Words_side_by_side_are_merged_as_with_a_heap(string encoding)
    {
        BpeVocabulary vocabulary = BpeTokenizer.FromName(encoding).Vocabulary;
        if (!CyrillicWords.IsSupported)
        {
            return;
        }

        Random random = new(20261122);
        byte* memory = stackalloc byte[CyrillicWords.MemoryLength];
        CyrillicWords words = new(vocabulary.Cyrillic, memory);
        int taken = PieceGroups.AssertAsWithHeap(vocabulary, ref words, Enumerable.Range(0, 80_000).Select(kind => MakeWord(random, kind)), CyrillicWords.MaxCount, random);
        Assert.True(taken > 200, $"{taken} words");
    }

    [Theory]
    [InlineData("слово'")]
    [InlineData(" словоa")]
    [InlineData("слово中")]
    [InlineData("словоé")]
    [InlineData("Ԁлово")]
    [InlineData(" слԀво")]
    [InlineData(" сло\u0301во")]
    public void What_is_no_Cyrillic_word_is_not_taken(string piece)
    {
        if (!CyrillicWords.IsSupported)
        {
            return;
        }

        byte* memory = stackalloc byte[CyrillicWords.MemoryLength];
        CyrillicWords words = new(BpeTokenizer.O200kBase.Vocabulary.Cyrillic, memory);
        Assert.False(PieceGroups.TryAdd(ref words, Encoding.UTF8.GetBytes(piece), 0xD0));
        Assert.Equal(0, words.Count);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_text_of_new_words_is_as_many_tokens_as_encoding_it_gives(string encoding)
    {
        BpeTokenizer tokenizer = BpeTokenizer.FromName(encoding);
        Random random = new(7);
        for (int repeat = 0; repeat < 60; repeat++)
        {
            StringBuilder text = new();
            int words = random.Next(1, 1200);
            for (int word = 0; word < words; word++)
            {
                text.Append(MakeWord(random, repeat + word)).Append(random.Next(9) == 0 ? ",\n" : "");
            }

            PieceGroups.AssertAsEncoded(tokenizer, text.ToString());
        }
    }

    private static string MakeWord(Random random, int kind)
    {
        StringBuilder word = new();
        int length = random.Next(1, 16);
        while (word.Length < length)
        {
            word.Append(random.Next(kind % 2 == 0 ? 40 : 3) switch
            {
                0 => ((char)random.Next(0x400, 0x480)).ToString(),
                1 => ((char)random.Next(0x410, 0x450)).ToString(),
                _ => Syllables[random.Next(Syllables.Length)],
            });
        }

        word.Length = length;
        return random.Next(4) switch { 0 => "", 1 => ((char)random.Next(0x80)).ToString(), _ => " " } + word;
    }
}
