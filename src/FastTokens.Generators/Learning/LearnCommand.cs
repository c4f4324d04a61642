using System.Globalization;
using System.Text;

namespace FastTokens.Generators;

/// <summary>Learns character tiers and the tables of pairs from published vocabularies and a corpus. The same inputs give the same files.</summary>
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

        PairTables tables = PairLearning.Learn(ProblemOf(repository, corpus, vocabularies[0], vocabularies[1], output));
        data.Write(
            PairTables.Path,
            tables.Format(TablesHeader(vocabularies[0], vocabularies[1], corpus)),
            $"`learn`, from {vocabularies[0].FileName}, {vocabularies[1].FileName}, the texts of {corpus.Name} and their counts",
            Version);
        output.WriteLine($"Data/{PairTables.Path}: written");
        data.SaveManifest();
        return 0;
    }

    private static PairProblem ProblemOf(Repository repository, CorpusFile corpus, PublishedVocabulary first, PublishedVocabulary second, TextWriter output)
    {
        IReadOnlyList<string> families = CalibrateCommand.BuiltInFamilies;
        CalibrateCommand.RequireCounts(corpus, families);
        IReadOnlyList<CorpusDocument> documents = corpus.Documents;
        PairStatistics statistics = Tokenize(corpus, first, second, output);
        double[,] probabilities = new double[PairClasses.Count * PairClasses.Count, families.Count];
        for (int pair = 0; pair < probabilities.GetLength(0); pair++)
        {
            double mean = (statistics.ProbabilityOf(0, pair) + statistics.ProbabilityOf(1, pair)) / 2;
            for (int family = 0; family < families.Count; family++)
            {
                probabilities[pair, family] =
                    families[family] == first.Name ? statistics.ProbabilityOf(0, pair) : families[family] == second.Name ? statistics.ProbabilityOf(1, pair) : mean;
            }
        }

        // What is not a pair is counted by the library: it does not depend on what is learned here.
        GeneratorInputs inputs = new(repository.DataDirectory);
        FeaturePrior[][] priors = [.. families.Select(family => FeaturePriors.Build(inputs, family, pairs: null))];
        double[,] otherPriors = new double[FeatureLayout.Count - FeatureLayout.PairCount, families.Count];
        for (int other = 0; other < otherPriors.GetLength(0); other++)
        {
            for (int family = 0; family < families.Count; family++)
            {
                otherPriors[other, family] = priors[family][FeatureLayout.PairCount + other].Tokens;
            }
        }

        double[,] targets = new double[documents.Count, families.Count];
        (int[] Features, double[] Counts)[] others = new (int[], double[])[documents.Count];
        for (int text = 0; text < documents.Count; text++)
        {
            long[] counts = FeatureReader.Read(documents[text].Text)[FeatureLayout.PairCount..];
            int[] features = [.. Enumerable.Range(0, counts.Length).Where(feature => counts[feature] != 0)];
            others[text] = (features, [.. features.Select(feature => (double)counts[feature])]);
            for (int family = 0; family < families.Count; family++)
            {
                targets[text, family] = documents[text].Counts[families[family]];
            }
        }

        return new PairProblem
        {
            Texts = [.. documents.Select(document => PairStatistics.PairsOf(document.Text))],
            Others = others,
            OtherPriors = otherPriors,
            Targets = targets,
            TextWeights = WeightsOf(documents),
            Probabilities = probabilities,
        };
    }

    /// <summary>Texts of large sources weigh less, so that the source does not make the tables: the fourth root of the texts of the source less.</summary>
    private static double[] WeightsOf(IReadOnlyList<CorpusDocument> documents)
    {
        Dictionary<string, int> sizes = documents.CountBy(document => document.Source).ToDictionary(StringComparer.Ordinal);
        double[] weights = [.. documents.Select(document => Math.Pow(sizes[document.Source], -0.25))];
        double mean = weights.Average();
        return [.. weights.Select(weight => weight / mean)];
    }

    private static PairStatistics Tokenize(CorpusFile corpus, PublishedVocabulary first, PublishedVocabulary second, TextWriter output)
    {
        int longest = corpus.Documents.Max(document => document.Text.Length);
        bool[] firstBegins = new bool[longest];
        bool[] secondBegins = new bool[longest];
        TokenBoundaries firstBoundaries = new(first);
        TokenBoundaries secondBoundaries = new(second);
        PairStatistics statistics = new(2);
        int compared = 0;
        int differing = 0;
        foreach (CorpusDocument document in corpus.Documents)
        {
            int firstCount = firstBoundaries.Mark(document.Text, firstBegins);
            int secondCount = secondBoundaries.Mark(document.Text, secondBegins);
            statistics.Add(document.Text, firstBegins, secondBegins);
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

    private static string TablesHeader(PublishedVocabulary first, PublishedVocabulary second, CorpusFile corpus)
    {
        StringBuilder header = new();
        header.Append(CultureInfo.InvariantCulture, $"# What pairs of neighbouring characters say about tokens. DO NOT EDIT. Written by: {Command}\n");
        AppendSources(header, [first, second]);
        header.Append(CultureInfo.InvariantCulture, $"# Source: {corpus.Name}, SHA-256 {corpus.Sha256}\n");
        header.Append("# previous, current: a code and its factors. character: in hexadecimal, its code as the one before and as the one itself; 80 is all\n");
        return header.Append("# that is not ASCII. weights: tokens a unit of each product of factors, by family.\n").ToString();
    }

    private static void AppendSources(StringBuilder header, IReadOnlyList<PublishedVocabulary> vocabularies)
    {
        foreach (PublishedVocabulary vocabulary in vocabularies)
        {
            header.Append(CultureInfo.InvariantCulture, $"# Source: {vocabulary.FileName}, SHA-256 {vocabulary.Sha256}\n");
        }
    }
}
