using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary>The cold start of exact counting: the tables of a vocabulary made from its embedded form, and a first count with them.</summary>
public class ExactLoadBenchmarks
{
    public static IEnumerable<string> Encodings => BenchmarkScope.Cases([.. BpeTokenizer.EncodingNames]);

    [ParamsSource(nameof(Encodings))]
    public string Encoding { get; set; } = string.Empty;

    [Benchmark]
    public long Load()
    {
        BpeVocabulary vocabulary = new(new CompactVocabularySource(Encoding + ".bpe"));
        return TextCounter.Count(vocabulary, PreTokenizerGrammar.O200k, "The first text that is counted."u8, long.MaxValue - 1);
    }
}
