namespace FastTokens.Generators;

/// <summary>Writes the tables and pictures of docs/accuracy.md from a corpus and the figures of the benchmarks.</summary>
internal static class AccuracyCommand
{
    public const string Document = "docs/accuracy.md";
    public const string TruthChart = "docs/images/estimate-against-truth.svg";
    public const string ThroughputChart = "docs/images/error-against-throughput.svg";

    public static int Run(Repository repository, string corpusPath, TextWriter output)
    {
        foreach ((string path, string content) in Files(repository, CorpusFile.Load(corpusPath)))
        {
            string file = Path.Combine(repository.Root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, content);
            output.WriteLine($"{path}: written");
        }

        return 0;
    }

    /// <summary>Returns what the files are to hold.</summary>
    /// <exception cref="InvalidDataException">The document has no place for the tables.</exception>
    public static IEnumerable<(string Path, string Content)> Files(Repository repository, CorpusFile corpus)
    {
        CalibrateCommand.RequireCounts(corpus, CalibrateCommand.BuiltInFamilies);
        string text = File.ReadAllText(Path.Combine(repository.Root, Document)).ReplaceLineEndings("\n");
        int begin = text.IndexOf(AccuracyReport.Begin, StringComparison.Ordinal);
        int end = text.IndexOf(AccuracyReport.End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            throw new InvalidDataException($"{Document} has no place for the tables, between '{AccuracyReport.Begin.Trim()}' and '{AccuracyReport.End.Trim()}'.");
        }

        yield return (Document, text[..(begin + AccuracyReport.Begin.Length)] + "\n" + AccuracyReport.Format(corpus) + "\n" + text[end..]);
        yield return (TruthChart, AccuracyCharts.EstimateAgainstTruth(corpus));
        yield return (ThroughputChart, AccuracyCharts.ErrorAgainstThroughput(corpus, ThroughputFigures.Read(repository)));
    }
}
