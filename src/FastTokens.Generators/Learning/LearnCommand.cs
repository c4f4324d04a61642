using System.Globalization;
using System.Text;

namespace FastTokens.Generators;

/// <summary>Learns character tiers and bigram levels from published vocabularies and a corpus. The same inputs give the same files.</summary>
internal static class LearnCommand
{
    private const string Command = "dotnet run --project src/FastTokens.Generators -- learn VOCABULARY_DIR CORPUS.jsonl";
    private const string Version = "format 1";

    public static int Run(Repository repository, string vocabularyDirectory, string corpusPath, TextWriter output)
    {
        List<PublishedVocabulary> vocabularies = [];
        foreach ((string name, string sha256) in PublishedVocabulary.Known)
        {
            vocabularies.Add(PublishedVocabulary.Load(vocabularyDirectory, name, sha256));
        }

        CorpusFile corpus = CorpusFile.Load(corpusPath);
        DataDirectory data = new(repository);

        string tiers = CharacterTiers.Format(CharacterTiers.Build(vocabularies), TiersHeader(vocabularies));
        data.Write(CharacterTiers.Path, tiers, $"`learn`, from {string.Join(", ", vocabularies.Select(vocabulary => vocabulary.FileName))}", Version);
        output.WriteLine($"Data/{CharacterTiers.Path}: written");

        PublishedVocabulary first = vocabularies[0];
        PublishedVocabulary second = vocabularies[1];
        BigramStatistics statistics = Tokenize(corpus, first, second, output);
        string levels = BigramLevels.Format(BigramLevels.Build(statistics), LevelsHeader(first, second, corpus));
        data.Write(BigramLevels.Path, levels, $"`learn`, from {first.FileName}, {second.FileName} and the texts of {corpus.Name}", Version);
        output.WriteLine($"Data/{BigramLevels.Path}: written");
        data.SaveManifest();
        return 0;
    }

    private static BigramStatistics Tokenize(CorpusFile corpus, PublishedVocabulary first, PublishedVocabulary second, TextWriter output)
    {
        int longest = corpus.Documents.Max(document => document.Text.Length);
        bool[] firstBegins = new bool[longest];
        bool[] secondBegins = new bool[longest];
        TokenBoundaries firstBoundaries = new(first);
        TokenBoundaries secondBoundaries = new(second);
        BigramStatistics statistics = new();
        int compared = 0;
        int differing = 0;
        foreach (CorpusDocument document in corpus.Documents)
        {
            int firstCount = firstBoundaries.Mark(document.Text, firstBegins);
            int secondCount = secondBoundaries.Mark(document.Text, secondBegins);
            statistics.Add(document.Text, firstBegins, firstCount, secondBegins, secondCount);
            foreach ((PublishedVocabulary vocabulary, int count) in ((PublishedVocabulary, int)[])[(first, firstCount), (second, secondCount)])
            {
                if (document.Counts.TryGetValue(vocabulary.Name, out int reference))
                {
                    compared++;
                    differing += count == reference ? 0 : 1;
                }
            }
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{corpus.Documents.Count} texts tokenized; {differing} of {compared} counts differ from the corpus's."));
        return statistics;
    }

    private static string TiersHeader(IReadOnlyList<PublishedVocabulary> vocabularies)
    {
        StringBuilder header = new();
        header.Append(CultureInfo.InvariantCulture, $"# How well vocabularies know each character, 0 to 6. DO NOT EDIT. Written by: {Command}\n");
        AppendSources(header, vocabularies);
        return header.Append("# Each row: the first of 64 code points, hexadecimal, and a digit for each. Code points without a row have 0.\n").ToString();
    }

    private static string LevelsHeader(PublishedVocabulary first, PublishedVocabulary second, CorpusFile corpus)
    {
        StringBuilder header = new();
        header.Append(CultureInfo.InvariantCulture, $"# How likely a token begins at the second of two characters, in sevenths. DO NOT EDIT. Written by: {Command}\n");
        AppendSources(header, [first, second]);
        header.Append(CultureInfo.InvariantCulture, $"# Source: {corpus.Name}, SHA-256 {corpus.Sha256}\n");
        header.Append("# Each row: the previous class and a digit for each class, in the order of the rows. A class is named by its character, folded:\n");
        return header.Append("# letters and `{|}~DEL as 20 hexadecimal less, digits as 30, other controls as 00, and what is not ASCII (a row only) as 80.\n").ToString();
    }

    private static void AppendSources(StringBuilder header, IReadOnlyList<PublishedVocabulary> vocabularies)
    {
        foreach (PublishedVocabulary vocabulary in vocabularies)
        {
            header.Append(CultureInfo.InvariantCulture, $"# Source: {vocabulary.FileName}, SHA-256 {vocabulary.Sha256}\n");
        }
    }
}
