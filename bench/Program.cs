using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace FastTokens.Bench;

/// <summary>The command line of the benchmarks; exit codes: 0 done, 1 a benchmark failed or none ran, 2 wrong usage.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        try
        {
            BenchOptions options = BenchOptions.Parse(args);
            if (options.Help)
            {
                Console.WriteLine(BenchOptions.Usage);
                return 0;
            }

            if (options.PeerTextsDirectory is { } directory)
            {
                QuickPeers.Run(directory, Console.Out);
                return 0;
            }

            return options.Quick ? Measure(options) : RunSuites(options);
        }
        catch (InvalidDataException failure)
        {
            Console.Error.WriteLine($"error: {failure.Message}");
            Console.Error.WriteLine(BenchOptions.Usage);
            return 2;
        }
    }

    private static int Measure(BenchOptions options)
    {
        foreach ((string name, Func<TextWriter, string> run) in (ReadOnlySpan<(string, Func<TextWriter, string>)>)
            [
                ("estimator", QuickRun.Run), ("exact", QuickExact.Run), ("sampling", QuickSampling.Run), ("truncation", QuickTruncation.Run),
                ("caching", QuickCaching.Run), ("compaction", QuickPlanner.Run),
            ])
        {
            string report = run(Console.Error);
            Console.WriteLine(report);
            if (options.MarkdownDirectory is not null)
            {
                string directory = Path.Combine(options.MarkdownDirectory, Machine.FolderName);
                Directory.CreateDirectory(directory);
                File.WriteAllText(Path.Combine(directory, name + ".md"), report);
            }
        }

        return 0;
    }

    private static int RunSuites(BenchOptions options)
    {
        BenchmarkScope.Dry = options.Dry;
        Summary[] summaries =
            [.. BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run([.. options.Rest], new BenchmarkConfig(withJob: !options.HasJob))];
        bool failed = summaries.Any(static summary => summary.HasCriticalValidationErrors || summary.Reports.Any(static report => !report.Success));
        // A filter that matches nothing must not pass for a run.
        bool ran = summaries.Any(static summary => summary.Reports.Length > 0);
        return options.ListsOnly || (ran && !failed) ? 0 : 1;
    }
}
