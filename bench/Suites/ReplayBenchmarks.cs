using System.Text.Json;
using BenchmarkDotNet.Attributes;
using FastTokens.Caching;
using FastTokens.Compaction;

namespace FastTokens.Bench;

/// <summary><see cref="SessionReplay"/> over the captures of a session, beside what only parses its lines; and what the planner would have done in it.</summary>
public class ReplayBenchmarks
{
    private byte[] _log = [];
    private ReplayResult _replay = null!;

    public static IEnumerable<int> TurnCounts => BenchmarkScope.Cases(8, 64);

    [ParamsSource(nameof(TurnCounts))]
    public int Turns { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _log = SessionSource.CreateCaptures(Turns);
        _replay = SessionReplay.Run(_log);
        if (_replay.Turns.Count != Turns || _replay.Failures.Count > 0)
        {
            throw new InvalidOperationException($"{_replay.Turns.Count} of {Turns} turns were replayed, {_replay.Failures.Count} lines failed.");
        }
    }

    [Benchmark(Baseline = true)]
    public int ParseJson()
    {
        int lines = 0;
        for (ReadOnlyMemory<byte> log = _log; !log.IsEmpty; lines++)
        {
            int end = log.Span.IndexOf((byte)'\n');
            using JsonDocument line = JsonDocument.Parse(log[..end]);
            log = log[(end + 1)..];
        }

        return lines;
    }

    [Benchmark]
    public int Replay() => SessionReplay.Run(_log).Turns.Count;

    [Benchmark]
    public int PlanCompaction() => CompactionReplay.Run(_replay).Count;
}
