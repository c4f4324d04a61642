namespace FastTokens.Fuzz;

/// <summary>The command line of the fuzzer.</summary>
internal static class Program
{
    private const string Usage = """
        usage: dotnet run -c Release --project fuzz -- COMMAND

          replay [CORPUS]
                   run every input of a corpus, a directory with one folder a target (default: fuzz/corpus), or one file
                   below a folder with the name of its target
          random --seconds N --seed S [--target T]
                   mutate the corpus for N seconds, shared by all targets or for T alone; the same seed makes the same inputs
          stdin TARGET
                   run one input from standard input, for AFL and its like

        Exit codes: 0 all held, 1 an input failed (it is kept below fuzz/findings), 2 wrong usage.
        """;

    public static int Main(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        try
        {
            return args switch
            {
                ["replay"] => ReplayDriver.Run(FuzzDirectory.Find().Corpus, Console.Out),
                ["replay", string corpus] => ReplayDriver.Run(corpus, Console.Out),
                ["random", .. string[] options] => RandomDriver.Run(RandomOptions.Parse(options), Console.Out),
                ["stdin", string target] => StandardInputDriver.Run(FuzzTargets.Get(target), Console.Out),
                ["help" or "--help" or "-h"] => ShowUsage(Console.Out, 0),
                _ => ShowUsage(Console.Error, 2),
            };
        }
        catch (UsageException failure)
        {
            Console.Error.WriteLine($"error: {failure.Message}");
            return 2;
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"error: {failure.Message}");
            return 1;
        }
    }

    private static int ShowUsage(TextWriter writer, int exitCode)
    {
        writer.WriteLine(Usage);
        return exitCode;
    }
}
