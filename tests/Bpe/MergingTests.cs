using System.Text;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Bpe;

/// <summary>However many symbols are merged, and in what order, they give what one merge after the other gives.</summary>
public sealed class MergingTests
{
    private const string Letters = "abcdef";

    public static TheoryData<string> Encodings => [.. BpeTokenizer.EncodingNames];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Random_and_repeating_words_are_merged_as_with_a_heap(string encoding)
    {
        BpeVocabulary vocabulary = BpeTokenizer.FromName(encoding).Vocabulary;
        (int First, int Count)[] alphabets =
            [('a', 26), ('A', 26), ('!', 15), (' ', 1), ('\t', 5), (0x430, 32), (0xE0, 31), (0x621, 41), (0x4E00, 800), (0xAC00, 400), (0xE01, 46), (0x905, 53), (0x3041, 86), (0x1F600, 80),
             (0x3B1, 24), (0x561, 38), (0x1780, 50), (0x1200, 300), (0x2010, 48), (0x2200, 256), (0x2500, 128), (0x1F300, 0x300), (0x1D500, 52), (0x20000, 999), (0xFF01, 94)];
        Random random = new(20261121);
        for (int repeat = 0; repeat < 400; repeat++)
        {
            (int first, int count) = alphabets[repeat % alphabets.Length];
            int used = 1 + random.Next(random.Next(count) + 1);
            StringBuilder word = new();
            int length = random.Next(1, 1500);
            while (word.Length < length)
            {
                string letter = new Rune(first + random.Next(used)).ToString();
                word.Insert(word.Length, letter, repeat % 3 == 0 ? 1 + random.Next(30) : 1);
            }

            if (repeat % 5 == 0)
            {
                word.Append(word);
            }

            AssertAsWithHeap(vocabulary, word.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Parts_that_begin_and_end_inside_a_character_are_merged_as_with_a_heap(string encoding)
    {
        BpeVocabulary vocabulary = BpeTokenizer.FromName(encoding).Vocabulary;
        int[] firsts = ['a', ' ', 0xE0, 0x430, 0x905, 0x1780, 0x2190, 0x2500, 0x3041, 0x4E00, 0xFF01, 0x1D500, 0x1F300, 0x1F600];
        Random random = new(11);
        for (int repeat = 0; repeat < 4000; repeat++)
        {
            StringBuilder text = new();
            for (int character = 0; character < (repeat % 2 == 0 ? 30 : 150); character++)
            {
                text.Append(new Rune(firsts[random.Next(random.Next(1, firsts.Length + 1))] + random.Next(40)));
            }

            byte[] utf8 = Encoding.UTF8.GetBytes(text.ToString());
            int start = random.Next(utf8.Length - 1);
            AssertAsWithHeap(vocabulary, utf8.AsSpan(start, random.Next(1, utf8.Length - start)));
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Cyrillic_words_alone_and_with_others_between_are_merged_as_with_a_heap(string encoding)
    {
        BpeVocabulary vocabulary = BpeTokenizer.FromName(encoding).Vocabulary;
        string[] others = [" ", "a", "-", "é", "ԁ", "҃", "я́", "中", "’"];
        Random random = new(13);
        for (int repeat = 0; repeat < 5000; repeat++)
        {
            StringBuilder word = new(repeat % 2 == 0 ? " " : "");
            int length = random.Next(1, 30);
            for (int letter = 0; letter < length; letter++)
            {
                word.Append((char)(random.Next(8) == 0 ? random.Next(0x400, 0x480) : random.Next(0x430, 0x450)));
            }

            if (repeat % 3 == 0)
            {
                word.Insert(random.Next(word.Length + 1), others[random.Next(others.Length)]);
            }

            AssertAsWithHeap(vocabulary, word.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Words_that_repeat_themselves_are_merged_as_with_a_heap(string encoding)
    {
        BpeVocabulary vocabulary = BpeTokenizer.FromName(encoding).Vocabulary;
        string[] units = ["\t", "\r\n", "=-", "abc", "zq", "я", "éa", "☃", "😀", "👩‍👩", "का", "\u0301b", "漢字", "lorem", "<!--", "\u3000 ", "\u0901", "\u0987", "\u1792", "拉"];
        Random random = new(3);
        foreach (string unit in units)
        {
            StringBuilder word = new();
            for (int repeat = 0; repeat < 1500; repeat++)
            {
                word.Append(unit);
            }

            AssertAsWithHeap(vocabulary, word.ToString());

            // It stops in the middle, then goes on.
            word.Insert(unit.Length * random.Next(600, 900), "x#");
            AssertAsWithHeap(vocabulary, word.ToString());
        }
    }

    [Fact]
    public void Random_vocabularies_in_the_order_of_merges_are_merged_as_in_the_textbook()
    {
        Random random = new(7);
        for (int repeat = 0; repeat < 60; repeat++)
        {
            List<string> tokens = [.. Letters.Select(static letter => letter.ToString())];
            while (tokens.Count < 60)
            {
                // Long tokens are made again and again, so that many grow beside each other.
                string token = tokens[random.Next(tokens.Count)] + tokens[random.Next(Math.Min(tokens.Count, 12))];
                if (token.Length < 30 && !tokens.Contains(token))
                {
                    tokens.Add(token);
                }
            }

            BpeTokenizer tokenizer = Load(tokens.Skip(Letters.Length));
            TextbookTokenizer textbook = TextbookTokenizer.Of(tokenizer);
            for (int word = 0; word < 6; word++)
            {
                string text = string.Concat(random.GetItems(Letters.AsSpan(), 20 + (word * 40)));
                Assert.Equal(textbook.Encode(text), tokenizer.EncodeToIds(text));
                Assert.Equal(textbook.Encode(text).Count, tokenizer.CountTokens(text));
            }
        }
    }

    [Theory]
    [InlineData("abcdef", "abcde f")]
    [InlineData("ababcdef", "ab abcde f")]
    public void What_was_merged_too_early_is_merged_again(string text, string expected)
    {
        // Nothing stands beside e and f that merges, until abcd has grown towards them.
        BpeTokenizer tokenizer = Load(["ab", "abc", "abcd", "abcde", "ef"]);
        string longText = string.Concat(Enumerable.Repeat(text, 40));
        IEnumerable<string> tokens = tokenizer.EncodeToIds(longText).Select(id => tokenizer.Decode([id]));
        Assert.Equal(string.Join(' ', Enumerable.Repeat(expected, 40)), string.Join(' ', tokens));
    }

    [Fact]
    public void What_was_merged_too_early_is_found_among_many_pairs_that_are_right()
    {
        // "gbcd" grows towards "eA", which was merged before it, and leaves it alone; "zbcd" takes the e.
        const string Firsts = "ghijklmnopqrstuvwxy";
        const string Lasts = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        BpeTokenizer tokenizer = Load(
            [.. (Firsts + 'z').SelectMany(static first => new[] { $"{first}b", $"{first}bc", $"{first}bcd" }), "zbcde", .. Lasts.Select(static last => $"e{last}")]);
        Random random = new(5);
        for (int repeat = 0; repeat < 50; repeat++)
        {
            StringBuilder word = new();
            for (int unit = 0; unit < 110; unit++)
            {
                // Without the digits, a merge close behind it would hold it up.
                word.Append(Firsts[random.Next(Firsts.Length)]).Append("bcde").Append(Lasts[random.Next(Lasts.Length)]).Append("123");
            }

            AssertAsWithHeap(tokenizer.Vocabulary, word.ToString());
            AssertAsWithHeap(tokenizer.Vocabulary, word.Append("zbcdeA").ToString());
        }
    }

    [Fact]
    public void Characters_with_more_different_neighbours_than_have_a_number_are_merged_as_with_a_heap()
    {
        // Whatever may stand before a character takes its first byte away, each from another rank on: 3,584 sets of neighbours. So does each
        // character from those of the next lead: as many edges as there are cells for their ranks.
        List<byte[]> tokens = [];
        List<string> characters = [];
        for (byte lead = 0xE2; lead < 0xF0; lead++)
        {
            tokens.AddRange(Enumerable.Range(0, 4).Select(second => new byte[] { lead, (byte)(0x80 + second) }));
            for (int value = 0; value < 256; value++)
            {
                byte[] character = [lead, (byte)(0x80 | (value >> 6)), (byte)(0x80 | (value & 0x3F))];
                tokens.Add([(byte)value, lead]);
                tokens.Add(character);
                tokens.Add([.. character, (byte)(lead + 1)]);
                characters.Add(Encoding.UTF8.GetString(character));
            }
        }

        BpeVocabulary vocabulary = BpeTokenizer.Load(new MemoryStream(Encoding.UTF8.GetBytes(VocabularyFile.With(tokens))), PreTokenizerGrammar.Gpt2).Vocabulary;
        Random random = new(6);
        string[] words = [.. Enumerable.Range(0, 5000).Select(word => string.Concat(Enumerable.Range(0, random.Next(1, word % 4 == 0 ? 70 : 20)).Select(_ => characters[random.Next(characters.Count)])))];
        foreach (string word in words)
        {
            AssertAsWithHeap(vocabulary, word);
            AssertAsWithHeap(vocabulary, (char)random.Next(0x80) + word + (char)random.Next(0x80));
        }

        AssertAsWithHeapSideBySide(vocabulary, words, random);
    }

    [Fact]
    public void Equal_symbols_are_merged_from_the_left()
    {
        BpeTokenizer tokenizer = Load(["aa", "ab", "aaaa"]);
        for (int count = 1; count < 70; count++)
        {
            string run = string.Concat(Enumerable.Repeat(new string('a', count) + "b", 30));
            AssertAsWithHeap(tokenizer.Vocabulary, run);
        }
    }

    private static BpeTokenizer Load(IEnumerable<string> tokens) =>
        BpeTokenizer.Load(new MemoryStream(Encoding.UTF8.GetBytes(VocabularyFile.With(tokens.Select(Encoding.UTF8.GetBytes)))), PreTokenizerGrammar.Gpt2);

    private static unsafe void AssertAsWithHeapSideBySide(BpeVocabulary vocabulary, string[] words, Random random)
    {
        if (WidePieces.IsSupported)
        {
            byte* memory = stackalloc byte[WidePieces.MemoryLength];
            WidePieces group = new(vocabulary, memory);
            Assert.True(PieceGroups.AssertAsWithHeap(vocabulary, ref group, words, WidePieces.MaxCount, random) > words.Length / 2);
        }

        if (SymbolReader.IsSupported)
        {
            Assert.True(PieceGroups.AssertRowsAsWithHeap(vocabulary, words, random) > words.Length / 2);
        }
    }

    private static void AssertAsWithHeap(BpeVocabulary vocabulary, string word) => AssertAsWithHeap(vocabulary, Encoding.UTF8.GetBytes(word));

    private static unsafe void AssertAsWithHeap(BpeVocabulary vocabulary, ReadOnlySpan<byte> utf8)
    {
        string word = Convert.ToHexString(utf8);
        uint[] expected = HeapMerging.Merge(vocabulary, utf8);
        int count = expected.Length;
        uint[] actual = new uint[utf8.Length];
        fixed (byte* piece = utf8)
        {
            Assert.Equal(count, PieceMerger.Encode(vocabulary, piece, utf8.Length, actual));
            Assert.True(expected.AsSpan().SequenceEqual(actual.AsSpan(0, count)), $"Other tokens than those of the heap, for {word}");
            Array.Clear(actual);
            Assert.Equal(count, PieceMerger.Encode(vocabulary, piece, utf8.Length, actual.AsSpan(0, count / 2)));
            Assert.True(expected.AsSpan(0, count / 2).SequenceEqual(actual.AsSpan(0, count / 2)), $"Other tokens in little room, for {word}");
            if (System.Text.Unicode.Utf8.IsValid(utf8))
            {
                PieceGroups.AssertInParts(vocabulary, utf8, count);
            }
        }
    }
}
