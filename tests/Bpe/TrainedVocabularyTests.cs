using System.Text;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Bpe;

/// <summary>
/// In vocabularies of merges chosen at random, tokens begin and end anywhere in characters and reach across as many as they like: every way of
/// counting gives what one merge after the other gives.
/// </summary>
public sealed unsafe class TrainedVocabularyTests
{
    private static readonly string[][] Alphabets =
    [
        ["中", "文", "丮", "七", "京", "，"],
        ["😂", "😃", "🙂", "🐂", "𝐀", "𠮷"],
        ["中", "😂", "문", "ー", "❤", "\uFE0F", " ", "a"],
        ["\u2003", "中", "ก", "კ", "\U0010FFFD", "\uFFFD", "(", " "],
        ["\uFFFE", "\uFFFF", "中", "文", "😂"],
        ["\u2000", "\u2001", "\u2040", "\u3000", "\u3041", "\U00040000", "\U00040041", "\U00010040", " "],
        ["\u2000", "\u2001", "\u2040", "\u1000", "\u1041", "\u3041"],
        ["п", "р", "и", "ѿ", "Ѐ", " ", "é"],
        ["a", "b", "é", "ê", "я", "ก", "中", "😂", " "],
        ["\0", "a", "ա", "բ", "\u0301", "ᏸ", "Ꭰ", "Ა"],
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void Counts_are_those_of_merging_with_a_heap(int alphabet)
    {
        string[] characters = Alphabets[alphabet];
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            string file = VocabularyFile.With(Train(random, characters, 20 << (seed % 4)));
            BpeTokenizer tokenizer = BpeTokenizer.Load(new MemoryStream(Encoding.UTF8.GetBytes(file)), PreTokenizerGrammar.O200k);
            string[] words = [.. Enumerable.Range(0, 200).Select(word => MakeWord(random, characters, word % 20 == 0 ? 150 : 24))];
            foreach (string word in words)
            {
                AssertCounts(tokenizer.Vocabulary, word);
            }

            AssertGroups(tokenizer.Vocabulary, words, random);
            PieceGroups.AssertAsEncoded(tokenizer, string.Join('\n', words));
        }
    }

    /// <summary>Makes tokens of a text: again and again two neighbours somewhere become one, and so do all equal ones.</summary>
    private static List<byte[]> Train(Random random, string[] characters, int count)
    {
        List<string> text = [.. Encoding.UTF8.GetBytes(MakeWord(random, characters, 400)).Select(static value => Convert.ToHexString([value]))];
        List<byte[]> tokens = [];
        HashSet<string> known = [];
        while (tokens.Count < count && text.Count > 2)
        {
            int place = random.Next(text.Count - 1);
            string left = text[place];
            string right = text[place + 1];
            if (!known.Add(left + right))
            {
                break;
            }

            tokens.Add(Convert.FromHexString(left + right));
            for (int index = 0; index + 1 < text.Count; index++)
            {
                if (text[index] == left && text[index + 1] == right)
                {
                    text[index] = left + right;
                    text.RemoveAt(index + 1);
                }
            }
        }

        return tokens;
    }

    private static string MakeWord(Random random, string[] characters, int maxLength) =>
        string.Concat(Enumerable.Range(0, random.Next(1, maxLength)).Select(_ => characters[random.Next(characters.Length)]));

    private static void AssertCounts(BpeVocabulary vocabulary, string word)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(word);
        int expected = HeapMerging.Merge(vocabulary, utf8).Length;
        fixed (byte* piece = utf8)
        {
            Assert.Equal(expected, PieceMerger.Count(vocabulary, piece, utf8.Length));
        }

        PieceGroups.AssertInParts(vocabulary, utf8, expected);
    }

    private static void AssertGroups(BpeVocabulary vocabulary, string[] words, Random random)
    {
        byte* memory = stackalloc byte[Math.Max(WidePieces.MemoryLength, CyrillicWords.MemoryLength)];
        if (WidePieces.IsSupported && vocabulary.Pairs.IsOrdered)
        {
            WidePieces group = new(vocabulary, memory);
            PieceGroups.AssertAsWithHeap(vocabulary, ref group, words, WidePieces.MaxCount, random);
        }

        if (SymbolReader.IsSupported && vocabulary.Pairs.IsOrdered)
        {
            PieceGroups.AssertRowsAsWithHeap(vocabulary, words, random);
        }

        if (CyrillicWords.IsSupported && !vocabulary.Cyrillic.IsEmpty)
        {
            CyrillicWords group = new(vocabulary.Cyrillic, memory);
            PieceGroups.AssertAsWithHeap(vocabulary, ref group, words, CyrillicWords.MaxCount, random);
        }
    }
}
