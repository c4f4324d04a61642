using System.Text;

namespace FastTokens.Fuzz;

/// <summary>Exact counts against an oracle: pieces by the scalar machine, looked up whole, else merged from bytes with a heap. And what is built on them.</summary>
internal sealed class ExactCountTarget : IFuzzTarget
{
    private static readonly BpeTokenizer[] Tokenizers =
        [BpeTokenizer.O200kBase, BpeTokenizer.Cl100kBase, BpeTokenizer.R50kBase, BpeTokenizer.ClaudeLegacy];

    public string Name => "exact-count";

    public IReadOnlyList<byte[]> Seeds =>
    [
        .. ((string[])
        [
            "can't've DON'T's HTTPServer A中B 12345 \u0301a !\n//\n/#x  \n \n x", new string('a', 90), new string('─', 50) + "的的的", "zxcvbnmqwrtplkjhgfdszxcvbnmqwrtplkjhgfdszxcvbnmqwrtplkjhgfds",
            LongWord("abcdefghijklmnopqrstuvwxyz"), LongWord("=-*"), LongWord(" \t"), LongWord("абвгдежз"), LongWord("กขคง"),
        ]).Select(Encoding.UTF8.GetBytes),
    ];

    public IReadOnlyList<byte[]> Sequences => TextSequences.Utf8;

    public void Run(ReadOnlySpan<byte> input)
    {
        InputRandom random = new(input);
        BpeTokenizer tokenizer = Tokenizers[random.Next(Tokenizers.Length)];
        string repaired = Encoding.UTF8.GetString(input);
        byte[] utf8 = Encoding.UTF8.GetBytes(repaired);
        List<int> expected = Encode(tokenizer, utf8);
        int total = tokenizer.CountTokens(input);
        Check.Equal(expected.Count, total, $"{tokenizer.Name}, count of UTF-8");
        Check.Equal(expected.Count, tokenizer.CountTokens(repaired), $"{tokenizer.Name}, count of UTF-16");

        int[] ids = tokenizer.EncodeToIds(repaired);
        Check.That(expected.SequenceEqual(ids), $"{tokenizer.Name}: the ids are not those of the oracle");
        Check.That(tokenizer.Decode(ids) == repaired, $"{tokenizer.Name}: decoding the ids does not give the text again");

        CheckBudgets(tokenizer, input, total, ref random);
        CheckMeter(tokenizer, input, total, ref random);
    }

    /// <summary>A word of more than one window, in no order.</summary>
    private static string LongWord(string alphabet)
    {
        Random random = new(alphabet.Length);
        return string.Create(600, alphabet, (word, letters) => random.GetItems(letters, word));
    }

    private static void CheckBudgets(BpeTokenizer tokenizer, ReadOnlySpan<byte> text, int total, ref InputRandom random)
    {
        foreach (int budget in (ReadOnlySpan<int>)[0, Math.Max(0, total - 1), total, random.Next(total + 1)])
        {
            Check.That(tokenizer.Fits(text, budget) == (total <= budget), $"{tokenizer.Name}: Fits({budget}) of a text of {total} tokens");
            Check.Equal(Math.Min(total, budget + 1), tokenizer.CountUpTo(text, budget), $"{tokenizer.Name}: CountUpTo({budget})");

            int end = tokenizer.GetIndexByTokenCount(text, budget, out int prefixCount);
            Check.Equal(end, Utf8TextEncoding.FloorBoundary(text, end), $"{tokenizer.Name}: the prefix for {budget} ends inside a character");
            Check.Equal(tokenizer.CountTokens(text[..end]), prefixCount, $"{tokenizer.Name}: reported count of the prefix for {budget}");
            Check.AtMost(budget, prefixCount, $"{tokenizer.Name}: count of the prefix for {budget}");

            int start = tokenizer.GetIndexByTokenCountFromEnd(text, budget, out int suffixCount);
            Check.Equal(start, Utf8TextEncoding.FloorBoundary(text, start), $"{tokenizer.Name}: the suffix for {budget} begins inside a character");
            Check.Equal(tokenizer.CountTokens(text[start..]), suffixCount, $"{tokenizer.Name}: reported count of the suffix for {budget}");
            Check.AtMost(budget, suffixCount, $"{tokenizer.Name}: count of the suffix for {budget}");
        }
    }

    private static void CheckMeter(BpeTokenizer tokenizer, ReadOnlySpan<byte> text, int total, ref InputRandom random)
    {
        ExactTokenMeter meter = new(tokenizer);
        while (!text.IsEmpty)
        {
            int length = 1 + random.Next(Math.Min(text.Length, 70));
            meter.Append(text[..length]);
            text = text[length..];
        }

        Check.Equal(total, meter.Count, $"{tokenizer.Name}: count of the meter");
        Check.Equal(total, meter.Complete(), $"{tokenizer.Name}: final count of the meter");
    }

    private static unsafe List<int> Encode(BpeTokenizer tokenizer, byte[] utf8)
    {
        BpeVocabulary vocabulary = tokenizer.Vocabulary;
        List<int> ids = [];
        PieceReader reader = new(utf8) { LongRun = int.MaxValue };
        for (int start = 0; start < utf8.Length;)
        {
            int end = tokenizer.Grammar switch
            {
                PreTokenizerGrammar.Gpt2 => Gpt2PreTokenizer.PieceEnd(ref reader, start),
                PreTokenizerGrammar.Cl100k => Cl100kPreTokenizer.PieceEnd(ref reader, start),
                _ => O200kPreTokenizer.PieceEnd(ref reader, start),
            };
            uint whole = vocabulary.Find(utf8.AsSpan(start..end));
            if (whole != PairTable.None)
            {
                ids.Add(vocabulary.Ids.IdOf((int)whole));
            }
            else
            {
                uint[] symbols = [.. utf8.AsSpan(start..end).ToArray().Select(value => vocabulary.ByteSymbols[value])];
                fixed (uint* memory = symbols)
                {
                    int count = HeapMerger.Merge(vocabulary.Pairs, memory, symbols.Length);
                    ids.AddRange(symbols.Take(count).Select(symbol => vocabulary.Ids.IdOf((int)symbol)));
                }
            }

            start = end;
        }

        return ids;
    }
}
