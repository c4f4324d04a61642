using System.Text;
using FastTokens.Compaction;

namespace FastTokens.Fuzz;

/// <summary>
/// The input as a conversation and a window: usage that moves as its bytes say, compactions that work or fail as its numbers say. Decisions stand when asked again, severity
/// follows usage, cuts part no call from its result, and nothing loops.
/// </summary>
internal sealed class PlannerTarget : IFuzzTarget
{
    private const int MaximumTurns = 600;

    public string Name => "planner";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("ucracra", 60))),
        [.. Enumerable.Range(0, 400).Select(static number => (byte)(number * 37))],
        [.. Enumerable.Repeat((byte)0xFF, 200)],
    ];

    public IReadOnlyList<byte[]> Sequences { get; } = [.. ((string[])["uacr", "cccrrr", "uuuu", "crcrcr", "\0\0\0\0", "ÿÿÿÿ"]).Select(Encoding.Latin1.GetBytes)];

    public void Run(ReadOnlySpan<byte> input)
    {
        InputRandom random = new(input);
        ContextWindow window = new(1 + random.Next(random.Next(2) == 0 ? 20_000 : 2_000_000), random.Next(3) == 0 ? null : 1 + random.Next(100_000));
        CompactionOptions options = new() { OverridePercent = random.Next(4) == 0 ? 1 + random.Next(100) : null, MinimumTurns = random.Next(5), KeepsPendingUserMessages = random.Next(2) == 0 };
        CompactionPlanner planner = new(window, options, random.Next(2) == 0 ? new CompactionPrices(random.Next(3), random.Next(9), random.Next(40)) : null);
        MessageIndex messages = new();
        CheckLevels(planner.Thresholds, ref random);
        Converse(input, planner, messages, ref random);
    }

    private static void CheckLevels(in CompactionThresholds thresholds, ref InputRandom random)
    {
        long used = random.Next((int)Math.Min(int.MaxValue, (2 * thresholds.Usable) + 1));
        long more = used + random.Next(1000);
        Check.That(thresholds.LevelOf(used) <= thresholds.LevelOf(more), "severity fell as usage grew");
        Check.AtMost(used, thresholds.FloorOf(thresholds.LevelOf(used)), "a level that was not reached");
    }

    private static void Converse(ReadOnlySpan<byte> input, CompactionPlanner planner, MessageIndex messages, ref InputRandom random)
    {
        CompactionState state = default;
        long usable = planner.Thresholds.Usable;
        long fixedTokens = random.Next((int)usable + 1);
        long used = fixedTokens;
        long last = long.MinValue / 2;
        int failures = 0;
        ulong calls = 0;
        ulong results = 0;
        for (int turn = 0; turn < Math.Min(input.Length, MaximumTurns); turn++)
        {
            long tokens = input[turn] * usable / (20 * 255);
            Add(messages, input[turn], tokens, ref calls, ref results);
            used = Math.Max(fixedTokens, random.Next(8) == 0 ? used - tokens : used + tokens);
            if (used < planner.Thresholds.NormalFold - planner.Thresholds.ClearMargin)
            {
                failures = 0;
            }

            ContextSnapshot snapshot = new(used, turn)
            {
                FixedTokens = fixedTokens,
                Moment = (CompactionMoment)random.Next(2),
                CachedTokens = random.Next((int)Math.Min(int.MaxValue, used) + 1),
                ExpectedTurns = random.Next(3) == 0 ? null : random.Next(100),
                IsDisabled = random.Next(16) == 0,
                IsCompactionRequest = random.Next(16) == 0,
            };
            CompactionDecision decision = planner.Decide(snapshot, messages, ref state);
            CompactionState again = state;
            Check.That(decision == planner.Decide(snapshot, messages, ref again) && state == again, "a decision that does not stand when asked again");
            Check.That(decision.Level == planner.Thresholds.LevelOf(used), "the level is no function of usage");
            Check.That(decision.ToString().Length > 0 && !decision.ToString().Contains('\n', StringComparison.Ordinal), "the reason is no line");
            if (!decision.ShouldCompact)
            {
                continue;
            }

            Check.That(!snapshot.IsDisabled && !snapshot.IsCompactionRequest, "a compaction that is switched off, or inside another");
            Check.That(turn > last && (turn - last >= planner.Options.MinimumTurns || used >= planner.Thresholds.Blocking), "a compaction too soon");
            Check.That(failures < planner.Options.MaximumFailures, "a compaction after too many failures");
            Check.That(decision.ExpectedTokens >= 0 && decision.ExpectedTokens < used, "a compaction that saves nothing");
            Check.That(decision.CutMessageIndex > 0 && messages.IsCutAllowed(decision.CutMessageIndex), "a cut between a call and its result");
            Check.That(ToolPairs.AreWholeAt(messages, decision.CutMessageIndex), "a cut that the walk over all messages forbids");
            last = turn;
            used = Finish(planner, decision, snapshot, ref state, ref failures, ref random);
            again = state;
            Check.That(!planner.Decide(snapshot with { UsedTokens = 2 * usable }, messages, ref again).ShouldCompact, "two folds in one turn");
            messages.Clear();
            (calls, results) = (0, 0);
        }
    }

    private static long Finish(
        CompactionPlanner planner, in CompactionDecision decision, in ContextSnapshot snapshot, ref CompactionState state, ref int failures, ref InputRandom random)
    {
        long after = random.Next(3) switch
        {
            0 => decision.ExpectedTokens,
            1 => snapshot.UsedTokens - random.Next((int)planner.Thresholds.ClearMargin + 1),
            _ => -1,
        };
        if (after < 0)
        {
            planner.Fail(snapshot, ref state);
            failures++;
            return snapshot.UsedTokens;
        }

        CompactionRecord record = planner.Complete(decision, snapshot, after, ref state);
        failures = record.Succeeded ? 0 : failures + 1;
        return after;
    }

    private static void Add(MessageIndex messages, byte value, long tokens, ref ulong calls, ref ulong results)
    {
        MessageRole role = (value & 7) switch { 0 or 1 => MessageRole.User, 2 => MessageRole.Other, 3 or 4 => MessageRole.Tool, _ => MessageRole.Assistant };
        messages.AddMessage(role, tokens);
        if (role == MessageRole.Assistant && (value & 8) != 0)
        {
            messages.AddToolCall(++calls, (value & 16) != 0, tokens / 2);
        }
        else if (role == MessageRole.Tool && results < calls)
        {
            messages.AddToolResult(++results, tokens / 2);
        }
    }
}
