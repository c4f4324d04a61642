namespace FastTokens.Fuzz;

/// <summary>Runs inputs from files, all of them.</summary>
internal static class ReplayDriver
{
    internal static int Run(string corpus, TextWriter output)
    {
        using InputRunner runner = new(new FindingsDirectory(FuzzDirectory.Find().Findings), output);
        foreach (CorpusInput input in CorpusDirectory.List(corpus))
        {
            if (!runner.Run(input.Target, File.ReadAllBytes(input.Path)))
            {
                output.WriteLine($"It came from {input.Path}.");
            }
        }

        return runner.Finish();
    }
}
