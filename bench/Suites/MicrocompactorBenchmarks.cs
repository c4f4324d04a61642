using BenchmarkDotNet.Attributes;
using FastTokens.Compaction;

namespace FastTokens.Bench;

/// <summary>Both microcompactors over a conversation of 1,000 messages: what every turn costs, and what clearing costs.</summary>
public class MicrocompactorBenchmarks
{
    private const string Source = "main";

    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    private readonly MessageIndex _messages = PlannerBenchmarks.CreateMessages(1000);
    private readonly TimeBasedMicrocompactor _timeBased = new(new MicrocompactionOptions { IsTimeBasedEnabled = true });
    private readonly CacheEditMicrocompactor _upToDate = new();
    private readonly CacheEditMicrocompactor _edits = new();
    private readonly List<ToolResultPlace> _cleared = [];
    private CompactionState _state;

    [GlobalSetup]
    public void Setup()
    {
        _messages.AddMessage(MessageRole.Assistant, 100, Start);
        _upToDate.Update(_messages, Source, isSupported: true);
    }

    [Benchmark]
    public bool IsDue() => _timeBased.IsDue(_messages, Start.AddMinutes(5), Source);

    [Benchmark]
    public int ClearAfterPause() => _timeBased.Compact(_messages, Start.AddDays(1), Source, _cleared, ref _state).Cleared;

    [Benchmark]
    public bool UpdateWithNothingNew() => _upToDate.Update(_messages, Source, isSupported: true);

    [Benchmark]
    public long UpdateFromTheStart()
    {
        _edits.Reset();
        _edits.Update(_messages, Source, isSupported: true);
        return _edits.TryTake(out CacheEdit edit) ? edit.Tokens : 0;
    }
}
