using System.Text;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Bpe;

/// <summary>Pieces of wide characters that are counted side by side are as many tokens as each alone.</summary>
public sealed unsafe class WidePiecesTests
{
    // Tokens reach into some of these from others, or hold a part of them only: 北京, 彩神, 습니다.
    private static readonly string[] Parts =
        ["北京", "北京赛车", "彩神争霸", "彩票", "天天", "的", "是", "中国", "人民", "。", "，", "“", "…", "습니다", "어떻게", "ー", "です", "カ", "ｯ", "\uFFFD", "\uE000", "龘", "\u2028", "㍿", "😂", "👩\u200D👦", "👍🏻", "❤\uFE0F", "𝐀", "𠮷", "一个", "信息", "大发快三"];

    public static TheoryData<string> Encodings => [.. BpeTokenizer.EncodingNames];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Pieces_side_by_side_are_merged_as_with_a_heap(string encoding)
    {
        BpeVocabulary vocabulary = BpeTokenizer.FromName(encoding).Vocabulary;
        if (!WidePieces.IsSupported)
        {
            return;
        }

        Random random = new(20261122);
        byte* memory = stackalloc byte[WidePieces.MemoryLength];
        WidePieces group = new(vocabulary, memory);
        int taken = PieceGroups.AssertAsWithHeap(vocabulary, ref group, Enumerable.Range(0, 60_000).Select(kind => MakePiece(random, kind)), WidePieces.MaxCount, random);
        Assert.True(taken > 40_000, $"{taken} pieces");
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Parts_of_tokens_are_merged_as_with_a_heap(string encoding)
    {
        BpeVocabulary vocabulary = BpeTokenizer.FromName(encoding).Vocabulary;
        if (!WidePieces.IsSupported)
        {
            return;
        }

        // Where one token ends another one may begin, and what reaches across both is cut anywhere.
        string[] wide = [.. Enumerable.Range(0, vocabulary.TokenBytes.Count).Select(token => Encoding.UTF8.GetString(vocabulary.TokenBytes[token])).Select(static token => string.Concat(token.Where(static unit => unit is >= '\u2000' and < '\uFFFD'))).Where(static token => token.Length > 0)];
        Random random = new(8);
        byte* memory = stackalloc byte[WidePieces.MemoryLength];
        WidePieces group = new(vocabulary, memory);
        IEnumerable<string> pieces = Enumerable.Range(0, 60_000).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => wide[random.Next(wide.Length)])));
        Assert.True(PieceGroups.AssertAsWithHeap(vocabulary, ref group, pieces, WidePieces.MaxCount, random) > 50_000);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Long_pieces_are_merged_as_with_a_heap(string encoding)
    {
        BpeVocabulary vocabulary = BpeTokenizer.FromName(encoding).Vocabulary;
        if (!WidePieces.IsSupported)
        {
            return;
        }

        Random random = new(9);
        byte* memory = stackalloc byte[WidePieces.MemoryLength];
        WidePieces group = new(vocabulary, memory);
        int taken = 0;
        for (int repeat = 0; repeat < 1000; repeat++)
        {
            string piece = string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => MakeWide(random, repeat)));
            byte[] utf8 = Encoding.UTF8.GetBytes((repeat % 3 == 0 ? " " : "") + piece);
            fixed (byte* start = utf8)
            {
                if (group.TryCount(start, utf8.Length, out long count))
                {
                    taken++;
                    Assert.Equal(HeapMerging.Merge(vocabulary, utf8).Length, count);
                }
            }

            Assert.Equal(0, group.Count);
        }

        Assert.True(taken > 950, $"{taken} pieces");
    }

    [Fact]
    public void A_long_piece_with_another_character_is_left()
    {
        if (!WidePieces.IsSupported)
        {
            return;
        }

        byte* memory = stackalloc byte[WidePieces.MemoryLength];
        WidePieces group = new(BpeTokenizer.O200kBase.Vocabulary, memory);
        string piece = string.Concat(Enumerable.Repeat("汉字", 100));
        for (int length = 1; length < piece.Length; length++)
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(piece[..length] + "é");
            fixed (byte* start = utf8)
            {
                Assert.False(group.TryCount(start, utf8.Length, out _));
                Assert.True(group.TryCount(start, 3 * length, out long count));
                Assert.Equal(HeapMerging.Merge(BpeTokenizer.O200kBase.Vocabulary, utf8.AsSpan(0, 3 * length)).Length, count);
            }
        }
    }

    [Fact]
    public void A_character_of_ASCII_in_front_is_one_symbol_whatever_its_rank()
    {
        // The token of ranks below that of z is no token at its edge, only one that is not told apart from such.
        IEnumerable<byte[]> bytes = Enumerable.Range(0, 256).Where(static value => value != 'z').Select(static value => new[] { (byte)value });
        byte[][] tokens = [.. bytes, [0xBA, 0xE4], "z"u8.ToArray(), [0xE4, 0xB8], "中"u8.ToArray()];
        BpeVocabulary vocabulary = BpeTokenizer.Load(new MemoryStream(Encoding.UTF8.GetBytes(VocabularyFile.Of(tokens))), PreTokenizerGrammar.Gpt2).Vocabulary;
        if (!WidePieces.IsSupported)
        {
            return;
        }

        byte* memory = stackalloc byte[WidePieces.MemoryLength];
        WidePieces group = new(vocabulary, memory);
        Assert.Equal(2, PieceGroups.AssertAsWithHeap(vocabulary, ref group, ["z中", "z中中"], 1, new Random(1)));
    }

    [Theory]
    [InlineData("P")]
    [InlineData("  中文")]
    [InlineData(" é中")]
    [InlineData("中文a")]
    [InlineData("中 文")]
    [InlineData("ก中文")]
    [InlineData("中é")]
    [InlineData("é😀")]
    [InlineData("😀a")]
    [InlineData("中文中文中文中文中文中文中文中文中文中文中")]
    public void What_has_other_characters_or_too_many_is_not_taken(string piece)
    {
        if (!WidePieces.IsSupported)
        {
            return;
        }

        byte* memory = stackalloc byte[WidePieces.MemoryLength];
        WidePieces group = new(BpeTokenizer.O200kBase.Vocabulary, memory);
        Assert.False(PieceGroups.TryAdd(ref group, Encoding.UTF8.GetBytes(piece), 0xE4));
        Assert.Equal(0, group.Count);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_text_of_new_pieces_is_as_many_tokens_as_encoding_it_gives(string encoding)
    {
        BpeTokenizer tokenizer = BpeTokenizer.FromName(encoding);
        Random random = new(7);
        for (int repeat = 0; repeat < 60; repeat++)
        {
            StringBuilder text = new();
            int pieces = random.Next(1, 1200);
            for (int piece = 0; piece < pieces; piece++)
            {
                text.Append(MakePiece(random, repeat + piece)).Append(random.Next(3) switch { 0 => ",\n", 1 => "，", _ => " " });
            }

            PieceGroups.AssertAsEncoded(tokenizer, text.ToString());
        }
    }

    private static string MakePiece(Random random, int kind) =>
        random.Next(6) switch { 0 => " ", 1 => ((char)random.Next(0x80)).ToString(), _ => "" } + MakeWide(random, kind);

    private static string MakeWide(Random random, int kind)
    {
        StringBuilder piece = new();
        int length = random.Next(1, 21);
        while (piece.Length < length)
        {
            piece.Append(random.Next(kind % 3 == 0 ? 4 : 13) switch
            {
                0 => ((char)random.Next(0x4E00, 0xA000)).ToString(),
                1 => ((char)random.Next(0x3000, 0xD800)).ToString(),
                2 when piece.Length > 0 && random.Next(5) == 0 => ((char)random.Next(0x800, 0x2000)).ToString(),
                2 => random.Next(2) == 0 ? ((char)random.Next(0x2000, 0x3000)).ToString() : ((char)random.Next(0xE000, 0x10000)).ToString(),
                3 => char.ConvertFromUtf32(random.Next(2) == 0 ? random.Next(0x1F000, 0x20000) : random.Next(0x10000, 0x110000)),
                _ => Parts[random.Next(Parts.Length)],
            });
        }

        piece.Length = length - (char.IsHighSurrogate(piece[length - 1]) ? 1 : 0);
        return piece.Length == 0 ? "。" : piece.ToString();
    }
}
