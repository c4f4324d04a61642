using FastTokens.Generators;
using FastTokens.Tests.Generators;
using FastTokens.Tests.Support;

namespace FastTokens.Tests.Truncation;

/// <summary>
/// Byte-pair encoding by the book: the published pattern as a regular expression, and the textbook merge loop. With the vocabulary of
/// o200k_base where it lies beside the repository, else with a few dozen merges.
/// </summary>
internal sealed class TextbookTokenCounter : NaiveTokenCounter
{
    private const string Encoding = "o200k_base";

    private static readonly string[] FewTokens =
    [
        "th", "the", " t", " the", "in", "ing", "er", "re", "on", "at", "en", "an", "and", " and", " a", "  ", "    ", "\n\n", "ll", "he", "ell", "hell", "hello", "or", "wor", "ld", "world", " world",
        "12", "123", "--", "----", "\u00E4\u00B8", "\u00F0\u009F", "\u00F0\u009F\u0098", "\u00D0", "\u00D0\u00BF", "\u00D1\u0080", "es", "st", "est", "te", "text",
    ];

    private readonly PublishedVocabulary _vocabulary;

    // It keeps what it has split, so that each thread has one of its own.
    [ThreadStatic]
    private static TokenBoundaries? _threadBoundaries;

    internal TextbookTokenCounter()
    {
        string directory = Path.GetFullPath(RepositoryFiles.PathOf("..", "shared", "vocab"));
        (string _, string sha256) = PublishedVocabulary.Known.Single(static known => known.Name == Encoding);
        HasPublishedVocabulary = File.Exists(Path.Combine(directory, Encoding + ".tiktoken"));
        _vocabulary = HasPublishedVocabulary ? PublishedVocabulary.Load(directory, Encoding, sha256) : GeneratorFixture.Vocabulary(FewTokens);
    }

    internal bool HasPublishedVocabulary { get; }

    protected override int Count(string text) => Mark(text, new bool[text.Length]);

    // Where the tokens of the whole say; from there on it is back until the prefix itself fits.
    protected override int PrefixEnd(string text, IReadOnlyList<int> boundaries, int maxTokenCount)
    {
        bool[] begins = new bool[text.Length];
        Mark(text, begins);
        int place = 0;
        for (int tokens = 0; place + 1 < boundaries.Count; place++)
        {
            tokens += begins[boundaries[place]] ? 1 : 0;
            if (tokens > maxTokenCount)
            {
                break;
            }
        }

        while (place > 0 && Count(text[..boundaries[place]]) > maxTokenCount)
        {
            place--;
        }

        return boundaries[place];
    }

    protected override int SuffixStart(string text, IReadOnlyList<int> boundaries, int maxTokenCount)
    {
        bool[] begins = new bool[text.Length];
        Mark(text, begins);
        int place = boundaries.Count - 1;
        for (int tokens = 0; place > 0; place--)
        {
            tokens += begins[boundaries[place - 1]] ? 1 : 0;
            if (tokens > maxTokenCount)
            {
                break;
            }
        }

        while (place + 1 < boundaries.Count && Count(text[boundaries[place]..]) > maxTokenCount)
        {
            place++;
        }

        return boundaries[place];
    }

    private int Mark(string text, bool[] begins) => (_threadBoundaries ??= new TokenBoundaries(_vocabulary)).Mark(text, begins);
}
