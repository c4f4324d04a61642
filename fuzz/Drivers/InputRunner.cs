using System.Globalization;

namespace FastTokens.Fuzz;

/// <summary>Runs inputs against both protected pages and keeps those that fail: also the one that kills the process, and the one that never ends.</summary>
internal sealed class InputRunner : IDisposable
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(20);

    private readonly TextWriter _output;
    private readonly FindingsDirectory _findings;
    private readonly Dictionary<string, int> _counts = [];
    private readonly Timer _watchdog;
    private GuardedMemory _memory = new(InputMutator.MaximumLength);

    internal InputRunner(FindingsDirectory findings, TextWriter output)
    {
        _output = output;
        _findings = findings;
        _watchdog = new Timer(_ => Abandon());
        foreach (string left in findings.AdoptInputsOfDeadRuns())
        {
            output.WriteLine($"An earlier run died on {left}.");
            output.WriteLine(FindingsDirectory.HowToReplay(left));
        }
    }

    /// <summary>Gets the number of inputs that failed.</summary>
    internal int Failures { get; private set; }

    /// <summary>Runs an input twice, against the page behind it and the page in front of it; returns whether all held.</summary>
    internal bool Run(IFuzzTarget target, ReadOnlySpan<byte> input)
    {
        if (input.Length > _memory.Capacity)
        {
            _memory.Dispose();
            _memory = new GuardedMemory(input.Length);
        }

        _counts[target.Name] = _counts.GetValueOrDefault(target.Name) + 1;
        _findings.Begin(target, input);
        _watchdog.Change(LongestRun, Timeout.InfiniteTimeSpan);
        try
        {
            target.Run(_memory.PlaceAtEnd(input));
            target.Run(_memory.PlaceAtStart(input));
            return true;
        }
        // Whatever comes out of a target is a finding.
#pragma warning disable CA1031
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Failures++;
            string path = _findings.Keep(target, input);
            _output.WriteLine($"{target.Name} FAILED on {path} ({input.Length} bytes)");
            _output.WriteLine(failure is FuzzFailureException ? failure.Message : failure.ToString());
            _output.WriteLine(FindingsDirectory.HowToReplay(path));
            return false;
        }
        finally
        {
            _watchdog.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Writes how many inputs each target ran and returns the exit code.</summary>
    internal int Finish()
    {
        IEnumerable<string> counts = FuzzTargets.All
            .Where(target => _counts.ContainsKey(target.Name))
            .Select(target => string.Create(CultureInfo.InvariantCulture, $"{target.Name} {_counts[target.Name]}"));
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Inputs run: {string.Join(", ", counts)}; {Failures} failed"));
        return Failures == 0 ? 0 : 1;
    }

    public void Dispose()
    {
        _watchdog.Dispose();
        _findings.Dispose();
        _memory.Dispose();
    }

    // The thread that hangs cannot be stopped; the input is on disk already.
    private void Abandon()
    {
        _output.WriteLine($"FAILED: an input takes longer than {LongestRun.TotalSeconds} seconds: {_findings.Current}");
        _output.WriteLine(FindingsDirectory.HowToReplay(_findings.Current!));
        Environment.Exit(1);
    }
}
