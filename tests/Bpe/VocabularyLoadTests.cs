using System.Text;
using FastTokens.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FastTokens.Tests.Bpe;

public class VocabularyLoadTests
{
    public static TheoryData<string, string> BrokenFiles => new()
    {
        { VocabularyFile.Bytes + "YWI= 300\nYWI= 301\n", "vocab, line 258: the token is that of line 257 already." },
        { VocabularyFile.Bytes + "YWI= 300\nYWM= 300\n", "vocab, line 258: the id 300 is that of line 257 already." },
        { VocabularyFile.Bytes + "YW*= 300\n", "vocab, line 257: the token is not Base64." },
        { VocabularyFile.Bytes + "YWI 300\n", "vocab, line 257: the token is not Base64." },
        { VocabularyFile.Bytes + "YWI=\n", "vocab, line 257: there is no blank between token and id." },
        { VocabularyFile.Bytes + "YWI= x\n", "vocab, line 257: 'x' is not an id." },
        { VocabularyFile.Bytes + "YWI= -3\n", "vocab, line 257: '-3' is not an id." },
        { VocabularyFile.Bytes + " 300\n", "vocab, line 257: the token is empty." },
        { VocabularyFile.Bytes[..^9], "vocab: there is no token for the byte 0xFF; the file is not a whole vocabulary, or it is truncated." },
        { "", "vocab: there is no token for the byte 0x00; the file is not a whole vocabulary, or it is truncated." },
    };

    [Theory]
    [MemberData(nameof(BrokenFiles))]
    public void A_broken_file_is_refused_with_line_and_reason(string content, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Load(content)).Message);

    [Fact]
    public void A_whole_piece_is_looked_up_before_it_is_merged()
    {
        // Merging does not reach "abcd": "bc" comes first, and nothing joins it with "a" or "d".
        BpeTokenizer tokenizer = Load(VocabularyFile.Bytes + "YmM= 256\nYWJjZA== 257\n");
        Assert.Equal([257], tokenizer.EncodeToIds("abcd"));
        Assert.Equal([32, 97, 256, 100], tokenizer.EncodeToIds(" abcd"));
        Assert.Equal(1, tokenizer.CountTokens("abcd"));
        Assert.Equal(4, tokenizer.CountTokens(" abcd"));
    }

    [Fact]
    public void Ids_may_have_gaps_and_lines_any_order()
    {
        BpeTokenizer tokenizer = Load("YWI= 1000\n" + VocabularyFile.Bytes + "YWJj 2000\r\n\r\n", new Dictionary<string, int> { ["<end>"] = 1500 });
        Assert.Equal([2000, 100, 1000], tokenizer.EncodeToIds("abcdab"));
        Assert.Equal("abcdab", tokenizer.Decode([2000, 100, 1000]));
        Assert.Equal([1500], tokenizer.EncodeToIds("<end>", tokenizer.CreateSpecialTokenSet()));
        Assert.Throws<ArgumentException>(() => tokenizer.Decode([1001]));
        Assert.Throws<ArgumentException>(() => Load(VocabularyFile.Bytes, new Dictionary<string, int> { ["<end>"] = 5 }));
    }

    [Fact]
    public void Random_vocabularies_are_merged_as_in_the_textbook()
    {
        // Tokens over few letters in any order of ids: parts may have higher ids than the whole, or be missing.
        Gen<(string[] Tokens, string[] Words)> cases =
            from tokens in Word(2, 6).ArrayOf(30)
            from words in Word(1, 200).ArrayOf(4)
            select (tokens.Distinct().ToArray(), words);
        Properties.ForAll(cases, static test =>
        {
            Dictionary<string, int> ids = Enumerable.Range(0, 256).ToDictionary(static value => ((char)value).ToString(), static value => value);
            foreach (string token in test.Tokens)
            {
                ids.Add(token, ids.Count);
            }

            BpeTokenizer tokenizer = Load(VocabularyFile.With(test.Tokens.Select(Encoding.Latin1.GetBytes)));
            TextbookTokenizer textbook = new(ids, PreTokenizerGrammar.Gpt2);
            foreach (string word in test.Words)
            {
                Assert.Equal(textbook.Encode(word), tokenizer.EncodeToIds(word));
                Assert.Equal(textbook.Encode(word).Count, tokenizer.CountTokens(word));
            }

            // Many words at once are counted side by side, where the order of ids allows it.
            string text = string.Join(' ', test.Words.SelectMany(static word => word.Chunk(7)).Select(static letters => new string(letters)));
            Assert.Equal(textbook.Encode(text).Count, tokenizer.CountTokens(text));
        });
    }

    [Fact]
    public void A_published_vocabulary_loads_as_the_embedded_one()
    {
        TokenBytes bytes = BpeTokenizer.R50kBase.Vocabulary.TokenBytes;
        byte[][] tokens = [.. Enumerable.Range(0, bytes.Count).Select(token => bytes[token].ToArray())];
        using MemoryStream file = new(TiktokenFile.Format(tokens, [.. Enumerable.Range(0, tokens.Length)]));
        BpeTokenizer loaded = BpeTokenizer.Load(file, PreTokenizerGrammar.Gpt2);
        foreach (string text in HostileStrings.Take(2000))
        {
            Assert.Equal(BpeTokenizer.R50kBase.EncodeToIds(text), loaded.EncodeToIds(text));
        }
    }

    private static Gen<string> Word(int least, int most) =>
        from length in Gen.Choose(least, most)
        from letters in Gen.Elements('a', 'b', 'c').ArrayOf(length)
        select new string(letters);

    private static BpeTokenizer Load(string content, Dictionary<string, int>? specialTokens = null)
    {
        using MemoryStream stream = new(Encoding.ASCII.GetBytes(content));
        return BpeTokenizer.Load(stream, PreTokenizerGrammar.Gpt2, specialTokens, "vocab");
    }
}
