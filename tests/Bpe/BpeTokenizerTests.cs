using System.Buffers;
using System.Text;
using FastTokens.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FastTokens.Tests.Bpe;

public class BpeTokenizerTests
{
    private static readonly Dictionary<string, TextbookTokenizer> Textbooks =
        BpeTokenizer.EncodingNames.ToDictionary(static name => name, static name => TextbookTokenizer.Of(BpeTokenizer.FromName(name)));

    public static TheoryData<string> Encodings => [.. BpeTokenizer.EncodingNames];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Every_token_is_found_by_its_bytes_and_knows_their_number(string encoding)
    {
        BpeVocabulary vocabulary = BpeTokenizer.FromName(encoding).Vocabulary;
        for (int token = 0; token < vocabulary.TokenBytes.Count; token++)
        {
            Assert.Equal((uint)token, vocabulary.Find(vocabulary.TokenBytes[token]));
            Assert.Equal(vocabulary.TokenBytes[token].Length, vocabulary.LengthOf((uint)token));
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Ids_and_counts_are_those_of_the_textbook(string encoding)
    {
        BpeTokenizer tokenizer = BpeTokenizer.FromName(encoding);
        Properties.ForAllTexts(text => AssertAsInTextbook(Textbooks[encoding], tokenizer, text));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Long_words_are_merged_as_in_the_textbook(string encoding)
    {
        BpeTokenizer tokenizer = BpeTokenizer.FromName(encoding);
        Gen<string> words =
            from alphabet in Gen.Elements("a", "ab", "etaoin", "abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмн", "的一是不了人我在", "漢字爾賽鐵", "-=", "ｱｲｳ", "😀😁", "xX", "\u0E01\u0E02\u0E31")
            from length in Gen.Choose(1, 400)
            from picks in Gen.Choose(0, alphabet.Length - 1).ArrayOf(length)
            select string.Concat(picks.Select(pick => alphabet[pick]));
        Properties.ForAll(words, word => AssertAsInTextbook(Textbooks[encoding], tokenizer, word));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Words_of_every_script_are_merged_as_in_the_textbook(string encoding)
    {
        BpeTokenizer tokenizer = BpeTokenizer.FromName(encoding);
        Gen<string> words =
            from alphabet in Gen.Elements(('a', 26), ('à', 31), ('α', 25), ('а', 80), ('ա', 38), ('א', 27), ('ا', 40), ('अ', 54), ('ก', 46), ('ぁ', 86), ('ァ', 90), ('一', 20_976), ('一', 300), ('가', 11_172))
            from other in Gen.Elements((' ', 1), ('一', 600), ('o', 1), ('о', 1), ('，', 1), ('ぁ', 86))
            from length in Gen.Choose(1, 90)
            from picks in Gen.Choose(0, int.MaxValue - 1).ArrayOf(length)
            select string.Concat(picks.Select(pick => Letter(pick % 4 == 0 ? other : alphabet, pick / 4)));
        Properties.ForAll(words, word => AssertAsInTextbook(Textbooks[encoding], tokenizer, word));
    }

    [Fact]
    public void Words_of_the_vocabulary_joined_are_merged_as_in_the_textbook()
    {
        BpeTokenizer tokenizer = BpeTokenizer.O200kBase;
        Gen<byte[]> joined =
            from ids in Gen.Choose(0, tokenizer.TokenCount - 1).NonEmptyListOf()
            select ids.SelectMany(id => tokenizer.Vocabulary.TokenBytes[id].ToArray()).ToArray();
        Properties.ForAll(joined, bytes =>
        {
            AssertAsInTextbook(Textbooks["o200k_base"], tokenizer, Encoding.UTF8.GetString(bytes));
        });
    }

    [Fact]
    public void Ill_formed_text_counts_as_its_repaired_form() => Properties.ForAllUtf8(utf8Text =>
    {
        string repaired = Encoding.UTF8.GetString(utf8Text);
        foreach (BpeTokenizer tokenizer in (BpeTokenizer[])[BpeTokenizer.O200kBase, BpeTokenizer.Cl100kBase, BpeTokenizer.R50kBase])
        {
            Assert.Equal(tokenizer.CountTokens(repaired), tokenizer.CountTokens(utf8Text));
        }
    });

    [Fact]
    public void Long_texts_count_as_the_sum_of_their_pieces()
    {
        // Longer than the chunks in which text is validated and transcoded, with words that cross their ends.
        BpeTokenizer tokenizer = BpeTokenizer.O200kBase;
        StringBuilder text = new();
        foreach (string part in HostileStrings.Take(4000))
        {
            text.Append(part).Append(' ', text.Length % 3).Append(text.Length % 5 == 0 ? new string('q', text.Length % 97) : "\n");
        }

        string whole = text.ToString();
        byte[] utf8 = Encoding.UTF8.GetBytes(whole);
        int expected = Textbooks["o200k_base"].Encode(utf8).Count;
        Assert.Equal(expected, tokenizer.CountTokens(whole));
        Assert.Equal(expected, tokenizer.CountTokens(utf8));
        Assert.Equal(expected, tokenizer.EncodeToIds(whole).Length);
        foreach (int length in (int[])[0, 1, 1000, 16_383, 16_384, 16_385, 40_000])
        {
            ReadOnlySpan<char> start = whole.AsSpan(0, length);
            Assert.Equal(tokenizer.CountTokens(whole), tokenizer.CountTokens(start, whole.AsSpan(length, 10), whole.AsSpan(length + 10)));
        }
    }

    [Theory]
    [InlineData('a', 12_500)]
    [InlineData(' ', 782)]
    [InlineData('é', 100_000)]
    public void A_run_of_one_letter_is_counted(char letter, int expected) =>
        Assert.Equal(expected, BpeTokenizer.O200kBase.CountTokens(new string(letter, 100_000)));

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Decoding_gives_the_repaired_text(string encoding)
    {
        BpeTokenizer tokenizer = BpeTokenizer.FromName(encoding);
        Properties.ForAllTexts(text => Assert.Equal(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)), tokenizer.Decode(tokenizer.EncodeToIds(text))));
    }

    [Fact]
    public void Encoding_into_little_room_stops_between_pieces_and_goes_on() => Properties.ForAllUtf8(utf8Text =>
    {
        BpeTokenizer tokenizer = BpeTokenizer.O200kBase;
        int[] expected = tokenizer.EncodeToIds(Encoding.UTF8.GetString(utf8Text));
        List<int> ids = [];
        int[] room = new int[7];
        ReadOnlySpan<byte> rest = utf8Text;
        while (true)
        {
            OperationStatus status = tokenizer.Encode(rest, room, out int consumed, out int written);
            ids.AddRange(room.AsSpan(0, written));
            rest = rest[consumed..];
            if (status == OperationStatus.Done)
            {
                Assert.True(rest.IsEmpty);
                break;
            }

            Assert.Equal(OperationStatus.DestinationTooSmall, status);
            room = consumed == 0 ? new int[2 * room.Length] : room;
        }

        Assert.Equal(expected, ids);
    });

    [Fact]
    public void Special_tokens_are_text_unless_they_are_allowed()
    {
        BpeTokenizer tokenizer = BpeTokenizer.Cl100kBase;
        const string Text = "a<|endoftext|>b<|fim_prefix|>";
        SpecialTokenSet all = tokenizer.CreateSpecialTokenSet();
        SpecialTokenSet one = tokenizer.CreateSpecialTokenSet(["<|fim_prefix|>"]);
        Assert.DoesNotContain(100_257, tokenizer.EncodeToIds(Text));
        Assert.Equal([64, 100_257, 65, 100_258], tokenizer.EncodeToIds(Text, all));
        Assert.Equal(100_258, tokenizer.EncodeToIds(Text, one)[^1]);
        Assert.DoesNotContain(100_257, tokenizer.EncodeToIds(Text, one));
        Assert.Equal(Text, tokenizer.Decode([64, 100_257, 65, 100_258]));

        int[] ids = new int[3];
        Assert.Equal(OperationStatus.DestinationTooSmall, tokenizer.Encode(Encoding.UTF8.GetBytes(Text), ids, out int consumed, out int written, all));
        Assert.Equal((15, 3), (consumed, written));
        Assert.Throws<ArgumentException>(() => tokenizer.CreateSpecialTokenSet(["<|no|>"]));
        Assert.Throws<ArgumentException>(() => BpeTokenizer.O200kBase.EncodeToIds(Text, all));
    }

    [Fact]
    public void Decoding_reports_what_it_cannot_do()
    {
        BpeTokenizer tokenizer = BpeTokenizer.P50kBase;
        byte[] utf8 = new byte[8];
        Assert.Equal(OperationStatus.InvalidData, tokenizer.Decode([31373, 60_000], utf8, out int consumed, out int written));
        Assert.Equal((1, 5), (consumed, written));
        Assert.Equal(OperationStatus.DestinationTooSmall, tokenizer.Decode([31373, 31373], utf8, out consumed, out written));
        Assert.Equal((1, 5), (consumed, written));
        Assert.Contains("60000, at index 1", Assert.Throws<ArgumentException>(() => tokenizer.Decode([31373, 60_000])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Models_have_the_encodings_of_the_catalog()
    {
        Assert.Same(BpeTokenizer.O200kBase, BpeTokenizer.ForModel("gpt-4o"));
        Assert.Same(BpeTokenizer.Cl100kBase, BpeTokenizer.ForModel("gpt-4"));
        Assert.Contains("vocabulary", Assert.Throws<ArgumentException>(() => BpeTokenizer.ForModel("claude-opus-4-1")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => BpeTokenizer.ForModel("no such model"));
        Assert.Contains("o200k_base", Assert.Throws<ArgumentException>(() => BpeTokenizer.FromName("o300k")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Counting_takes_at_most_8_MB(string encoding) =>
        Assert.InRange(BpeTokenizer.FromName(encoding).SharedByteCount, 1 << 20, 8_000_000);

    [Fact]
    public void Many_threads_share_a_tokenizer_and_take_turns_with_another()
    {
        string[] texts = [.. HostileStrings.Take(3000)];
        BpeTokenizer[] tokenizers = [BpeTokenizer.O200kBase, BpeTokenizer.Cl100kBase, BpeTokenizer.ClaudeLegacy];
        int[][] expected = [.. tokenizers.Select(tokenizer => texts.Select(text => tokenizer.CountTokens(text)).ToArray())];
        Parallel.For(0, 16, worker =>
        {
            for (int turn = 0; turn < texts.Length; turn++)
            {
                int index = ((turn * 7) + (worker * 131)) % texts.Length;
                int which = (turn + worker) % tokenizers.Length;
                Assert.Equal(expected[which][index], tokenizers[which].CountTokens(texts[index]));
            }
        });
    }

    private static char Letter((char First, int Count) range, int pick) => (char)(range.First + (pick % range.Count));

    private static void AssertAsInTextbook(TextbookTokenizer textbook, BpeTokenizer tokenizer, string text)
    {
        List<int> expected = textbook.Encode(text);
        Assert.Equal(expected, tokenizer.EncodeToIds(text));
        Assert.Equal(expected.Count, tokenizer.CountTokens(text));
        Assert.Equal(expected.Count, tokenizer.CountTokens(Encoding.UTF8.GetBytes(text)));
    }
}
