using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace FastTokens.Fuzz;

/// <summary>Runs mutations of the corpus for a time, a share of it for each target; a target that fails is left at its first failure.</summary>
internal static class RandomDriver
{
    internal static int Run(RandomOptions options, TextWriter output)
    {
        FuzzDirectory directory = FuzzDirectory.Find();
        using InputRunner runner = new(new FindingsDirectory(directory.Findings), output);
        TimeSpan share = TimeSpan.FromSeconds(options.Seconds / options.Targets.Count);
        foreach (IFuzzTarget target in options.Targets)
        {
            // The inputs of a target depend on the seed and its name, not on what ran before it.
            InputRandom name = new(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{target.Name} {options.Seed}")));
            InputMutator mutator = new(CorpusDirectory.Load(directory.Corpus, target), target.Sequences, new Random(name.Next(int.MaxValue)));
            Stopwatch elapsed = Stopwatch.StartNew();
            bool held = true;
            while (held && elapsed.Elapsed < share)
            {
                held = runner.Run(target, mutator.Next());
            }
        }

        return runner.Finish();
    }
}
