namespace FastTokens.Fuzz;

/// <summary>Runs one input from standard input.</summary>
internal static class StandardInputDriver
{
    internal static int Run(IFuzzTarget target, TextWriter output)
    {
        using Stream input = Console.OpenStandardInput();
        using MemoryStream content = new();
        input.CopyTo(content);
        using InputRunner runner = new(new FindingsDirectory(FuzzDirectory.Find().Findings), output);
        runner.Run(target, content.ToArray());
        return runner.Finish();
    }
}
