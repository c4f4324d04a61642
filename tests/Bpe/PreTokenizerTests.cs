using System.Runtime.Intrinsics.X86;
using System.Text;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Bpe;

/// <summary>The machine that reads blocks agrees with the one that reads characters, at every width and for every cut of the text.</summary>
public sealed class PreTokenizerTests : IDisposable
{
    private readonly ProtectedMemory _memory = new(1 << 14);

    public static TheoryData<PreTokenizerGrammar> Grammars => [PreTokenizerGrammar.Gpt2, PreTokenizerGrammar.Cl100k, PreTokenizerGrammar.O200k];

    private static IReadOnlyList<(string Name, Splitter Split)> Machines { get; } = FindMachines();

    private unsafe delegate int Splitter(PreTokenizerGrammar grammar, byte* text, int start, int end, bool isEnd, int* starts, int capacity);

    public void Dispose() => _memory.Dispose();

    [Theory]
    [MemberData(nameof(Grammars))]
    public void Blocks_agree_with_characters(PreTokenizerGrammar grammar) => Properties.ForAllTexts(text =>
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        CheckAll(grammar, utf8);
        CheckAll(grammar, [.. Enumerable.Repeat(utf8, 4).SelectMany(static copy => copy)]);
    });

    [Theory]
    [MemberData(nameof(Grammars))]
    public void Every_offset_in_a_block_gives_the_same_pieces(PreTokenizerGrammar grammar)
    {
        string[] seeds =
        [
            "can't've", "DON'T's", "'ll'Re", " (foo", "\t(foo", "((foo", "!\n//\n/#x", "a\n  \n  b", "  \n", "1234567", "٣٤٥٦", "A中B", "aB中Cd", "\u0301a",
            "é\u0301\u0302B", "“smart”", "，中文", "\u00A0\u00A0x", "\u3000文", "x'\u017Fy", "😀a", "𝔘𝔫B", "ﬁABc", "ǅab", "HTTPServer", " \r\n\r\n ", "'", "\0",
        ];
        foreach (string seed in seeds)
        {
            for (int before = 0; before < 70; before++)
            {
                foreach (string pad in (string[])["x", " ", "1", ".", "\n", "Ab ", "中"])
                {
                    CheckAll(grammar, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(pad, before)) + seed));
                    CheckAll(grammar, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(pad, before)) + seed + " tail of the text, long enough for a block and more than that."));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Grammars))]
    public void Long_runs_give_the_same_pieces(PreTokenizerGrammar grammar)
    {
        // What runs are made of, with now and then something that ends one, or that masks do not decide.
        string[] alphabets = ["az", "AZ", "zA", "!+.'/", " \t", " \r\n", "бЯ", "中文", "한글", "กี", "éÉ", "\u0301\u0302", "\u017Fs", "😀👍", "٣٤", "中B", "a\u0301", "123"];
        Random random = new(20261121);
        foreach (string alphabet in alphabets)
        {
            Rune[] runes = [.. alphabet.EnumerateRunes()];
            for (int repeat = 0; repeat < 40; repeat++)
            {
                StringBuilder text = new(repeat % 3 == 0 ? " " : repeat % 3 == 1 ? "." : "");
                while (text.Length < 60 + (repeat * 9))
                {
                    text.Append(runes[random.Next(runes.Length)]);
                    if (repeat % 2 == 0 && random.Next(100) == 0)
                    {
                        text.Append(alphabets[random.Next(alphabets.Length)]);
                    }
                }

                CheckAll(grammar, Encoding.UTF8.GetBytes(text.ToString()));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Grammars))]
    public void Every_character_gives_the_same_pieces(PreTokenizerGrammar grammar)
    {
        // Between letters of both cases and signs, a few to a text, so that characters stand at all places of a block.
        StringBuilder text = new();
        for (int codePoint = 0; codePoint <= 0x1FFFF; codePoint++)
        {
            if (Rune.IsValid(codePoint))
            {
                string character = new Rune(codePoint).ToString();
                text.Append('a').Append(character).Append("B ").Append(character).Append('中').Append(character).Append(character).Append('.');
            }

            if (codePoint % 31 == 30)
            {
                CheckAll(grammar, Encoding.UTF8.GetBytes(text.ToString()));
                text.Clear();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Grammars))]
    public void Characters_of_many_alphabets_in_turn_give_the_same_pieces(PreTokenizerGrammar grammar)
    {
        // Each character once, in an order in which neighbours have little in common; of those beyond U+FFFF one in eleven.
        const int Step = 0x9E379;
        const int Count = 1 << 21;
        StringBuilder text = new();
        int length = 0;
        for (int index = 0; index < Count; index++)
        {
            int codePoint = (int)((long)index * Step % Count);
            if (Rune.IsValid(codePoint) && (codePoint < 0x10000 || codePoint % 11 == 0))
            {
                text.Append(new Rune(codePoint)).Append(codePoint % 5 == 0 ? "a" : "");
                length++;
            }

            if (length == 100 || index == Count - 1)
            {
                CheckAll(grammar, Encoding.UTF8.GetBytes(text.ToString()));
                text.Clear();
                length = 0;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Grammars))]
    public void Characters_of_all_kinds_beside_each_other_give_the_same_pieces(PreTokenizerGrammar grammar)
    {
        string[][] kinds =
        [
            ["1", "²", "٣", "①", "௧", "𝟏", " ", "a"],
            [" ", "\t", "\n", "\r", "\u0085", "\u00A0", "\u2003", "\u2028", "\u3000", "a", ".", "1"],
            ["a", "B", "é", "Я", "中", "ǅ", "ʰ", "ſ", "\u0301", "'s", "'LL", "1", "."],
            [".", "/", "\n", "\u0301", "\uFE0F", "a", "B", " ", "😀", "❤", "1", "\u00A0"],
        ];
        kinds = [.. kinds, [.. kinds.SelectMany(static each => each).Distinct()]];
        Random random = new(20261123);
        for (int repeat = 0; repeat < 10_000; repeat++)
        {
            StringBuilder text = new();
            int length = random.Next(1, 90);
            string[] used = random.GetItems(kinds[repeat % kinds.Length], random.Next(2, 8));
            while (text.Length < length)
            {
                text.Append(used[random.Next(used.Length)]);
            }

            CheckAll(grammar, Encoding.UTF8.GetBytes(text.ToString()));
        }
    }

    [Theory]
    [MemberData(nameof(Grammars))]
    public unsafe void What_is_settled_of_a_beginning_is_so_in_the_whole(PreTokenizerGrammar grammar) => Properties.ForAllTexts(text =>
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        List<int> whole = Naive(grammar, utf8);
        for (int cut = 0; cut <= utf8.Length; cut += 1 + (utf8.Length / 7))
        {
            int end = Utf8TextEncoding.FloorBoundary(utf8, Math.Min(cut, utf8.Length));
            List<int> settled = Split(PieceDispatch.Split, grammar, utf8.AsSpan(0, end), isEnd: false, capacity: int.MaxValue);
            Assert.Equal(whole.Take(settled.Count), settled);
        }
    });

    [Fact]
    public unsafe void A_small_capacity_only_stops_earlier() => Properties.ForAllTexts(text =>
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        List<int> ends = [];
        int[] starts = new int[100];
        fixed (byte* bytes = utf8)
        fixed (int* memory = starts)
        {
            for (int position = 0; position < utf8.Length;)
            {
                int count = PieceDispatch.Split(PreTokenizerGrammar.O200k, bytes, position, utf8.Length, isEnd: true, memory, 3);
                ends.AddRange(starts.AsSpan(1, count));
                position = starts[count];
            }
        }

        Assert.Equal(Naive(PreTokenizerGrammar.O200k, utf8), ends);
    });

    private static List<int> Naive(PreTokenizerGrammar grammar, byte[] utf8)
    {
        List<int> ends = [];
        PieceReader reader = new(utf8) { LongRun = int.MaxValue };
        for (int start = 0; start < utf8.Length; start = ends[^1])
        {
            ends.Add(TextbookTokenizer.PieceEnd(grammar, ref reader, start));
        }

        return ends;
    }

    private static unsafe List<int> Split(Splitter split, PreTokenizerGrammar grammar, ReadOnlySpan<byte> utf8, bool isEnd, int capacity)
    {
        int[] starts = new int[utf8.Length + 70];
        fixed (byte* bytes = utf8)
        fixed (int* memory = starts)
        {
            int count = split(grammar, bytes, 0, utf8.Length, isEnd, memory, capacity);
            return [.. starts.AsSpan(1, count)];
        }
    }

    private static unsafe List<(string Name, Splitter Split)> FindMachines()
    {
        List<(string Name, Splitter Split)> machines = [("scalar", SplitWith<ScalarBlockOps>), ("128 bits", SplitWith<Vector128BlockOps>), ("256 bits", SplitWith<Vector256BlockOps>)];
        if (Avx512BW.IsSupported)
        {
            machines.Add(("512 bits", SplitWith<Vector512BlockOps>));
        }

        return machines;
    }

    private static unsafe int SplitWith<TOps>(PreTokenizerGrammar grammar, byte* text, int start, int end, bool isEnd, int* starts, int capacity)
        where TOps : struct, IBlockOps => grammar switch
        {
            PreTokenizerGrammar.Gpt2 => PieceSplitter<Gpt2PreTokenizer, TOps>.Split(text, start, end, isEnd, starts, capacity),
            PreTokenizerGrammar.Cl100k => PieceSplitter<Cl100kPreTokenizer, TOps>.Split(text, start, end, isEnd, starts, capacity),
            _ => PieceSplitter<O200kPreTokenizer, TOps>.Split(text, start, end, isEnd, starts, capacity),
        };

    private unsafe void CheckAll(PreTokenizerGrammar grammar, byte[] utf8)
    {
        List<int> expected = Naive(grammar, utf8);
        foreach ((string name, Splitter split) in Machines)
        {
            List<int> actual = Split(split, grammar, utf8.Length <= _memory.Length ? _memory.AtEnd<byte>(utf8) : utf8, isEnd: true, capacity: int.MaxValue);
            Assert.True(expected.SequenceEqual(actual), $"{grammar}, {name}: [{string.Join(' ', actual)}], not [{string.Join(' ', expected)}], for {Encoding.UTF8.GetString(utf8)}");
        }
    }
}
