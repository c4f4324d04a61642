namespace FastTokens.Cli;

/// <summary>Counts many texts on all processors; the results come in the order of the inputs.</summary>
internal static class ParallelCounter
{
    public static FileOutcome[] Count(IReadOnlyList<TextInput> inputs, ProfileSelection selection, CliConsole console, WorkProgress progress)
    {
        FileOutcome[] outcomes = new FileOutcome[inputs.Count];
        int next = 0;
        ParallelOptions options = new()
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = console.CancellationToken,
        };

        // Each worker fetches the next input by itself: a large file holds up one worker, not the range of files behind it.
        int workerCount = Math.Min(inputs.Count, Environment.ProcessorCount);
        Parallel.For(0, workerCount, options, _ =>
        {
            using FileCounter counter = new(selection, console, progress);
            for (int index = Interlocked.Increment(ref next) - 1; index < inputs.Count; index = Interlocked.Increment(ref next) - 1)
            {
                outcomes[index] = counter.Count(inputs[index]);
            }
        });
        return outcomes;
    }
}
