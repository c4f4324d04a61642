using BenchmarkDotNet.Attributes;
using FastTokens.Compaction;

namespace FastTokens.Bench;

/// <summary>A decision about compaction: where nothing is to be done, and where a conversation of 1,000 messages is cut.</summary>
public class PlannerBenchmarks
{
    private readonly CompactionPlanner _planner = new(new ContextWindow(200_000), prices: new CompactionPrices(0.3, 3.75, 15));
    private readonly MessageIndex _messages = CreateMessages(1000);
    private CompactionState _state;

    [Benchmark]
    public long NothingToDo() => _planner.Decide(Snapshot(100_000), _messages, ref _state).ExpectedTokens;

    [Benchmark]
    public long FoldWithoutMessages() => _planner.Decide(Snapshot(140_000), ref _state).ExpectedTokens;

    [Benchmark]
    public int FoldAndCut() => _planner.Decide(Snapshot(140_000), _messages, ref _state).CutMessageIndex;

    internal static ContextSnapshot Snapshot(long used) => new(used, 1) { FixedTokens = 12_000, CachedTokens = 100_000, ExpectedTurns = 60 };

    /// <summary>An agent's conversation: questions, calls, results, answers.</summary>
    internal static MessageIndex CreateMessages(int count)
    {
        MessageIndex messages = new();
        for (int index = 0; index < count; index++)
        {
            bool isCall = index % 8 is 1 or 3 or 5;
            bool isResult = index % 8 is 2 or 4 or 6;
            messages.AddMessage(index % 8 == 0 ? MessageRole.User : isResult ? MessageRole.Tool : MessageRole.Assistant, 20 + (index * 7919 % 250));
            if (isCall)
            {
                messages.AddToolCall((ulong)index, isCompactable: true);
            }
            else if (isResult)
            {
                messages.AddToolResult((ulong)index - 1, 100);
            }
        }

        return messages;
    }
}
