using System.Diagnostics;

namespace FastTokens.Bench;

/// <summary>The best of many short runs of an operation on one text.</summary>
internal sealed class QuickMeasurement(Func<TextPieces, long> run, TextPieces pieces)
{
    // Long against a tick of the clock, short against what else the machine does.
    private const double SecondsPerRun = 0.001;
    private const int Runs = 80;

    private int _calls = 1;
    private double _best = double.MaxValue;

    /// <summary>Gets the time of a call in nanoseconds.</summary>
    internal double Nanoseconds => _best * 1e9;

    /// <summary>Gets the bytes that a call allocates.</summary>
    internal double AllocatedBytes { get; private set; }

    /// <summary>Measures operations in turn, so that what slows the machine down for a while slows down all of them.</summary>
    internal static QuickMeasurement[] Measure(TextPieces pieces, TextForm form, params QuickOperation[] operations)
    {
        QuickMeasurement[] measurements = [.. operations.Select(operation => new QuickMeasurement(operation.For(form), pieces))];
        foreach (QuickMeasurement measurement in measurements)
        {
            measurement.Calibrate();
        }

        for (int index = 0; index < Runs; index++)
        {
            foreach (QuickMeasurement measurement in measurements)
            {
                measurement._best = Math.Min(measurement._best, measurement.TimeOfCall());
            }
        }

        foreach (QuickMeasurement measurement in measurements)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            measurement.TimeOfCall();
            measurement.AllocatedBytes = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / measurement._calls;
        }

        return measurements;
    }

    /// <summary>Finds how many calls make a run; all pieces have their turn, equally often.</summary>
    private void Calibrate()
    {
        _calls = pieces.Count;
        while (TimeOfCall() * _calls < SecondsPerRun / 2)
        {
            _calls *= 2;
        }
    }

    private double TimeOfCall()
    {
        long sum = 0;
        long start = Stopwatch.GetTimestamp();
        for (int call = 0; call < _calls; call++)
        {
            sum += run(pieces);
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        // The results are used: nothing may be left out.
        GC.KeepAlive(sum == long.MinValue ? this : null);
        return seconds / _calls;
    }
}
