using System.Text;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Bpe;

/// <summary>Pieces of all kinds that are merged as one row are as many tokens as each alone.</summary>
public sealed unsafe class PieceRowTests
{
    private static readonly (int First, int Count)[] Alphabets =
        [('a', 26), ('A', 58), (0, 0x80), (' ', 2), ('0', 10), (0x80, 0x100), (0x370, 0x90), (0x400, 0x80), (0x531, 0x60), (0x5D0, 0x160), (0x900, 0x80), (0xE01, 0x5A), (0x10A0, 0x60), (0x13A0, 0x56),
         (0x1780, 0x5E), (0x2000, 0x70), (0x3000, 0x100), (0x4E00, 0x5200), (0xAC00, 0x2BA4), (0xFF00, 0xFE), (0x10000, 0x2000), (0x1D400, 0x400), (0x1F300, 0x800), (0xE0100, 0x80), (0x10FF00, 0xFF)];

    public static TheoryData<string> Encodings => [.. BpeTokenizer.EncodingNames];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Pieces_of_one_alphabet_or_many_are_merged_as_with_a_heap(string encoding)
    {
        BpeVocabulary vocabulary = BpeTokenizer.FromName(encoding).Vocabulary;
        Random random = new(20261122);
        IEnumerable<string> pieces = Enumerable.Range(0, 60_000).Select(piece => MakePiece(random, piece / 300));
        AssertAsWithHeap(vocabulary, pieces, 55_000, random);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Tokens_side_by_side_are_merged_as_with_a_heap(string encoding)
    {
        BpeVocabulary vocabulary = BpeTokenizer.FromName(encoding).Vocabulary;
        string[] tokens = [.. Enumerable.Range(0, vocabulary.TokenBytes.Count).Select(token => vocabulary.TokenBytes[token].ToArray()).Where(static bytes => System.Text.Unicode.Utf8.IsValid(bytes)).Select(Encoding.UTF8.GetString)];
        Random random = new(8);
        IEnumerable<string> pieces = Enumerable.Range(0, 60_000).Select(_ => string.Concat(Enumerable.Range(0, random.Next(2, 6)).Select(_ => tokens[random.Next(tokens.Length)])));
        AssertAsWithHeap(vocabulary, pieces, 50_000, random);
    }

    [Fact]
    public void A_piece_that_was_merged_too_early_is_merged_again_and_the_others_are_not()
    {
        // "gbcd" grows towards "eA", which was merged before it, and leaves it alone; "zbcd" takes the e, and "A1" is left.
        string[] tokens = ["gb", "gbc", "gbcd", "zb", "zbc", "zbcd", "zbcde", "eA", "A1"];
        BpeVocabulary vocabulary = BpeTokenizer.Load(new MemoryStream(Encoding.UTF8.GetBytes(VocabularyFile.With(tokens.Select(Encoding.UTF8.GetBytes)))), PreTokenizerGrammar.Gpt2).Vocabulary;
        Random random = new(4);
        string[] pieces = [.. Enumerable.Range(0, 2000).Select(piece => random.Next(3) switch { 0 => "zbcdeA123", 1 => "12gbcdeA", _ => $"gbcdeA{piece}" })];
        AssertAsWithHeap(vocabulary, pieces, pieces.Length - PieceRow.MaxCount, random);
    }

    [Fact]
    public void Characters_break_into_bytes_whatever_their_ranks()
    {
        // Bytes from 80 on come behind other tokens, and "é" behind a token that takes its first byte, and one that takes its last byte.
        IEnumerable<byte[]> ascii = Enumerable.Range(0, 128).Select(static value => new[] { (byte)value });
        IEnumerable<byte[]> pairs = Enumerable.Range(0, 200).Select(static pair => new[] { (byte)('A' + (pair / 25)), (byte)('A' + (pair % 25)) });
        IEnumerable<byte[]> others = Enumerable.Range(128, 128).Select(static value => new[] { (byte)value });
        byte[][] tokens = [.. ascii, .. pairs, .. others, [(byte)'a', 0xC3], [0xA9, (byte)'b'], "é"u8.ToArray(), "ê"u8.ToArray(), "éê"u8.ToArray(), "êê"u8.ToArray()];
        BpeVocabulary vocabulary = BpeTokenizer.Load(new MemoryStream(Encoding.UTF8.GetBytes(VocabularyFile.Of(tokens))), PreTokenizerGrammar.Gpt2).Vocabulary;
        Random random = new(12);
        IEnumerable<string> pieces = Enumerable.Range(0, 5000).Select(_ => string.Concat(random.GetItems("abAéêü".AsSpan(), random.Next(2, 12))));
        AssertAsWithHeap(vocabulary, pieces, 4000, random);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_text_of_new_pieces_is_as_many_tokens_as_encoding_it_gives(string encoding)
    {
        BpeTokenizer tokenizer = BpeTokenizer.FromName(encoding);
        Random random = new(7);
        for (int repeat = 0; repeat < 100; repeat++)
        {
            StringBuilder text = new();
            int pieces = random.Next(1, 1200);
            for (int piece = 0; piece < pieces; piece++)
            {
                text.Append(MakePiece(random, repeat + (piece / 300))).Append(random.Next(3) switch { 0 => ",\n", 1 => "-", _ => " " });
            }

            PieceGroups.AssertAsEncoded(tokenizer, text.ToString());
        }
    }

    [Fact]
    public void A_group_is_full_before_there_is_no_room()
    {
        if (!SymbolReader.IsSupported)
        {
            return;
        }

        byte* memory = stackalloc byte[PieceRow.MemoryLength];
        foreach (int length in (int[])[2, 3, 4, 31, 62])
        {
            PieceRow group = new(BpeTokenizer.O200kBase.Vocabulary, memory);
            byte[] piece = Encoding.UTF8.GetBytes(new string('~', length - 1) + "q");
            int expected = HeapMerging.Merge(BpeTokenizer.O200kBase.Vocabulary, piece).Length;
            while (!group.IsFull)
            {
                Assert.True(PieceGroups.TryAdd(ref group, piece, 0xFF));
            }

            int count = group.Count;
            uint[] counts = new uint[count];
            fixed (uint* tokenCounts = counts)
            {
                group.CountTokens(tokenCounts);
            }

            Assert.Equal(Math.Min(PieceRow.MaxCount, 1 + ((SymbolReader.MaxLength - 62 - 2) / (length + 1))), count);
            Assert.All(counts, actual => Assert.Equal((uint)expected, actual));
        }
    }

    [Fact]
    public void A_long_piece_is_taken_where_there_is_room()
    {
        if (!SymbolReader.IsSupported)
        {
            return;
        }

        byte* memory = stackalloc byte[PieceRow.MemoryLength];
        PieceRow group = new(BpeTokenizer.O200kBase.Vocabulary, memory);
        byte[] piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("xq~é", 52))[..(PieceRow.MaxLength * 4 / 5)]);
        uint expected = (uint)HeapMerging.Merge(BpeTokenizer.O200kBase.Vocabulary, piece).Length;
        for (int count = 0; count < (SymbolReader.MaxLength - 2) / (piece.Length + 1); count++)
        {
            Assert.False(group.IsFull);
            Assert.True(PieceGroups.TryAdd(ref group, piece, 0xFF));
        }

        Assert.False(PieceGroups.TryAdd(ref group, piece, 0xFF));
        Assert.False(PieceGroups.TryAdd(ref group, new byte[PieceRow.MaxLength + 1], 0xFF));
        uint[] counts = new uint[group.Count];
        fixed (uint* tokenCounts = counts)
        {
            group.CountTokens(tokenCounts);
        }

        Assert.All(counts, actual => Assert.Equal(expected, actual));
    }

    private static void AssertAsWithHeap(BpeVocabulary vocabulary, IEnumerable<string> pieces, int least, Random random)
    {
        if (!SymbolReader.IsSupported)
        {
            return;
        }

        int taken = PieceGroups.AssertRowsAsWithHeap(vocabulary, pieces, random);
        Assert.True(taken >= least, $"{taken} pieces");
    }

    private static string MakePiece(Random random, int kind)
    {
        StringBuilder piece = new(random.Next(4) == 0 ? " " : "");
        int alphabet = kind % Alphabets.Length;
        int length = piece.Length + random.Next(2, random.Next(40) switch { 0 => 90, < 5 => 16, _ => 7 });
        while (piece.Length < length)
        {
            (int first, int count) = Alphabets[alphabet];
            piece.Append(new Rune(first + random.Next(random.Next(5) == 0 ? Math.Min(count, 4) : count)));
            alphabet = kind % 3 == 0 ? random.Next(Alphabets.Length) : alphabet;
        }

        return piece.ToString();
    }
}
