namespace FastTokens.Generators;

/// <summary>Writes the files of the repository that are made from data, and makes the data that are learned.</summary>
internal static class Program
{
    private const string Usage = """
        usage: dotnet run --project src/FastTokens.Generators -- COMMAND

          write    write every generated file of the repository
          check    generate every file in memory; fail when a committed file or an input differs
          vocabularies DIR
                   make the vocabularies that the library embeds from the published files (*.tiktoken) of a directory
          learn VOCABULARY_DIR CORPUS.jsonl
                   learn character tiers and tables of pairs from the published vocabularies (*.tiktoken)
                   and the texts of a corpus, into Data
          calibrate CORPUS.jsonl [--output FOLDER] [--validate]
                   fit the profiles to the reference counts of a corpus and print their errors, into Data, or
                   of whatever families the corpus counts into files of FOLDER, which the library loads;
                   with --validate, write nothing
          accuracy CORPUS.jsonl
                   write the tables and pictures of docs/accuracy.md from the counts of a corpus that the
                   profiles were not fitted to, and the figures of bench/results
          performance [FOLDER]
                   write the figures of README.md and docs/performance.md and their charts from the results
                   of a folder of bench/results, without one from the newest

        Exit codes: 0 done, 1 failed, 2 wrong usage.
        """;

    public static int Main(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return Run(args, Console.Out, Console.Error);
    }

    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        try
        {
            return arguments switch
            {
                ["write"] => GeneratedFiles.Write(Repository.Find(), GeneratedFiles.All, output, error),
                ["check"] => Check(Repository.Find(), output, error),
                ["vocabularies", string directory] => EmbeddedVocabularies.Write(Repository.Find(), directory, output),
                ["learn", string vocabularies, string corpus] => LearnCommand.Run(Repository.Find(), vocabularies, corpus, output),
                ["calibrate", string corpus] => CalibrateCommand.Run(Repository.Find(), corpus, null, false, output),
                ["calibrate", string corpus, "--validate"] => CalibrateCommand.Run(Repository.Find(), corpus, null, true, output),
                ["calibrate", string corpus, "--output", string folder] => CalibrateCommand.Run(Repository.Find(), corpus, folder, false, output),
                ["calibrate", string corpus, "--output", string folder, "--validate"] => CalibrateCommand.Run(Repository.Find(), corpus, folder, true, output),
                ["accuracy", string corpus] => AccuracyCommand.Run(Repository.Find(), corpus, output),
                ["performance"] => PerformanceCommand.Run(Repository.Find(), null, output),
                ["performance", string folder] => PerformanceCommand.Run(Repository.Find(), folder, output),
                ["help" or "--help" or "-h"] => ShowUsage(output, 0),
                _ => ShowUsage(error, 2),
            };
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"error: {failure.Message}");
            return 1;
        }
    }

    private static int Check(Repository repository, TextWriter output, TextWriter error) =>
        GeneratedFiles.Check(repository, GeneratedFiles.All, output, error) | Math.Min(1, EmbeddedVocabularies.Check(repository, output, error));

    private static int ShowUsage(TextWriter writer, int exitCode)
    {
        writer.WriteLine(Usage);
        return exitCode;
    }
}
