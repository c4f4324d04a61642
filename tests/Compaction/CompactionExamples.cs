using System.Globalization;
using FastTokens.Caching;
using FastTokens.Compaction;

namespace FastTokens.Tests.Compaction;

/// <summary>The code examples of docs/compaction.md: each of its blocks equals a region here. <see cref="CompactionDocumentTests"/> compares what they write.</summary>
internal sealed class CompactionExamples
{
    /// <summary>Gets the examples by the names of their regions; the types have none of their own.</summary>
    internal static IReadOnlyDictionary<string, Action<CompactionExamples>> ByRegion { get; } = new Dictionary<string, Action<CompactionExamples>>
    {
        ["request"] = static examples => examples.Request(),
        ["meter"] = static examples => examples.Meter(),
        ["window"] = static examples => examples.Window(),
        ["planner"] = static examples => examples.Planner(),
        ["turn-start"] = static examples => examples.TurnStart(),
        ["guard"] = static examples => examples.Guard(),
        ["economics"] = static examples => examples.Economics(),
        ["breaker"] = static examples => examples.Breaker(),
        ["time"] = static examples => examples.Time(),
        ["edits"] = static examples => examples.Edits(),
        ["own"] = static examples => examples.Own(),
    };

    /// <summary>Gets what the examples have written, line by line.</summary>
    internal IEnumerable<string> Output => Console.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    // Takes the place of System.Console.
    private StringWriter Console { get; } = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

    private void Request()
    {
        #region request
        MessageTokenEstimator estimator = MessageTokenEstimator.ForModel("claude-sonnet-4-5");
        RequestTokenReport report = estimator.Measure("""
            {
              "model": "claude-sonnet-4-5",
              "tools": [{ "name": "read", "input_schema": { "type": "object" } }],
              "messages": [{ "role": "user", "content": [
                { "type": "text", "text": "What is on this picture?" },
                { "type": "image", "source": { "type": "base64", "media_type": "image/gif", "data": "R0lGODlhGAHSAAAA" } }
              ] }]
            }
            """u8);

        Console.WriteLine(report.TokensOf(RequestPart.Messages));   // 8
        Console.WriteLine(report.TokensOf(RequestPart.Attachments));   // 80
        Console.WriteLine(report.TokensOf(RequestPart.Overhead));   // 346
        Console.WriteLine(report.Total <= report.TotalAtMost);   // True
        #endregion
    }

    private void Meter()
    {
        #region meter
        ContextMeter meter = default;
        meter.Add(12_000);   // tools, system prompt and the first question, as estimated

        CacheUsage usage = CacheUsage.Parse("""{"input_tokens": 13500, "output_tokens": 400}"""u8);
        UsageObservation observation = meter.Report(usage, estimatedInput: 12_000);
        meter.Add(2_500);   // the result of a tool

        Console.WriteLine(meter.Tokens);   // 16400
        Console.WriteLine(observation.HasDrifted());   // True
        Console.WriteLine(observation.Ratio);   // 1.125
        #endregion
    }

    private void Window()
    {
        #region window
        ContextWindow window = new(size: 200_000, maxOutputTokens: 64_000);
        CompactionThresholds thresholds = new(window);

        Console.WriteLine(window.Usable);   // 180000
        Console.WriteLine(thresholds.LevelOf(134_999));   // None
        Console.WriteLine(thresholds.LevelOf(135_000));   // NormalFold
        Console.WriteLine(thresholds.LevelOf(177_000));   // Blocking
        #endregion
    }

    private void Planner()
    {
        #region planner
        CompactionPlanner planner = new(new ContextWindow(200_000));
        CompactionState state = default;   // one a conversation
        MessageIndex messages = new();
        for (int question = 1; question <= 30; question++)
        {
            ulong call = (ulong)question;
            messages.AddMessage(MessageRole.User, 200);
            messages.AddMessage(MessageRole.Assistant, 300);
            messages.AddToolCall(call, isCompactable: true);
            messages.AddMessage(MessageRole.Tool, 3_500);
            messages.AddToolResult(call, 3_500);
        }

        ContextSnapshot snapshot = new(usedTokens: 136_000, turn: 30) { FixedTokens = 16_000 };
        CompactionDecision decision = planner.Decide(snapshot, messages, ref state);
        Console.WriteLine(decision);   // 136000 of 180000 tokens (75.6%), normal fold at 135000: saves 80000 (prices or turns to come not known)
        Console.WriteLine(decision.CutMessageIndex);   // 63

        // Replace messages[..63] by a summary; say what came of it.
        CompactionRecord record = planner.Complete(decision, snapshot, tokensAfter: 56_500, ref state);
        Console.WriteLine(record.Succeeded);   // True
        #endregion
    }

    private void TurnStart()
    {
        #region turn-start
        CompactionPlanner planner = new(new ContextWindow(120_000));   // 100,000 usable
        CompactionState state = default;
        ContextSnapshot start = new(usedTokens: 91_000, turn: 1) { Moment = CompactionMoment.BeforeCall };

        CompactionDecision decision = planner.Decide(start, ref state);
        Console.WriteLine(decision.ShouldCompact);   // True
        planner.Complete(decision, start, tokensAfter: 86_000, ref state);   // it hardly helped

        Console.WriteLine(planner.Decide(start with { Turn = 4, UsedTokens = 92_000 }, ref state).Reason.Kind);   // TurnStartDisarmed
        Console.WriteLine(planner.Decide(start with { Turn = 4, UsedTokens = 96_000 }, ref state).ShouldCompact);   // True
        #endregion
    }

    private void Guard()
    {
        #region guard
        CompactionPlanner planner = new(new ContextWindow(120_000));
        CompactionState state = default;
        ContextSnapshot snapshot = new(usedTokens: 91_000, turn: 1) { Moment = CompactionMoment.BeforeCall };
        planner.Complete(planner.Decide(snapshot, ref state), snapshot, tokensAfter: 79_000, ref state);

        state = state.Restarted();   // whatever replaces the rest, the guard stays
        ContextSnapshot later = new(usedTokens: 81_000, turn: 1);
        Console.WriteLine(planner.Decide(later, ref state).Reason.Kind);   // AlreadyFoldedThisTurn
        Console.WriteLine(planner.Decide(later with { Turn = 2 }, ref state).ShouldCompact);   // True
        #endregion
    }

    private void Economics()
    {
        #region economics
        CompactionPrices? prices = CompactionPrices.From(CacheRules.ForModel("claude-sonnet-4-5"));
        CompactionPlanner planner = new(new ContextWindow(120_000), prices: prices);
        CompactionState state = default;
        ContextSnapshot snapshot = new(usedTokens: 76_000, turn: 1) { FixedTokens = 10_000, CachedTokens = 76_000 };

        Console.WriteLine(planner.Decide(snapshot with { ExpectedTurns = 5 }, ref state).Reason.Kind);   // DoesNotPayOff
        Console.WriteLine(planner.Decide(snapshot with { ExpectedTurns = 50 }, ref state).Reason.Kind);   // PaysOff

        SummaryRequestForecast summary = planner.ForecastSummary(snapshot, state);
        Console.WriteLine($"{summary.ReadTokens} of {summary.InputTokens} tokens, ${summary.Cost:0.000}");   // 76000 of 77000 tokens, $0.087
        #endregion
    }

    private void Breaker()
    {
        #region breaker
        CompactionPlanner planner = new(new ContextWindow(120_000));
        CompactionState state = default;
        for (int turn = 1; turn <= 3; turn++)
        {
            ContextSnapshot full = new(usedTokens: 98_000, turn);
            if (planner.Decide(full, ref state).ShouldCompact)
            {
                planner.Fail(full, ref state);   // no summary came back
            }
        }

        CompactionDecision decision = planner.Decide(new ContextSnapshot(98_000, turn: 4), ref state);
        Console.WriteLine(decision.Reason.Kind);   // TooManyFailures
        Console.WriteLine(decision.IsBlocked);   // True
        planner.Decide(new ContextSnapshot(60_000, turn: 5), ref state);   // the user made room
        Console.WriteLine(planner.Decide(new ContextSnapshot(98_000, turn: 6), ref state).ShouldCompact);   // True
        #endregion
    }

    private void Time()
    {
        #region time
        DateTimeOffset then = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
        MessageIndex messages = new();
        for (ulong call = 1; call <= 8; call++)
        {
            messages.AddMessage(MessageRole.Assistant, 50, then);
            messages.AddToolCall(call, CompactableTools.Default.Contains("Read"));
            messages.AddMessage(MessageRole.Tool, 2_000);
            messages.AddToolResult(call, 2_000);
        }

        TimeBasedMicrocompactor microcompactor = new(new MicrocompactionOptions { IsTimeBasedEnabled = true });
        List<ToolResultPlace> cleared = [];
        CompactionState state = default;
        MicrocompactionResult result = microcompactor.Compact(messages, then.AddHours(2), "main", cleared, ref state);

        Console.WriteLine($"{result.Cleared} cleared, {result.Kept} kept, {result.SavedTokens} tokens saved");   // 3 cleared, 5 kept, 5976 tokens saved
        Console.WriteLine(cleared[0].MessageIndex);   // 1
        Console.WriteLine(state.IsWarningSuppressed);   // True
        #endregion
    }

    private void Edits()
    {
        #region edits
        MessageIndex messages = new();
        for (ulong call = 1; call <= 25; call++)
        {
            messages.AddMessage(MessageRole.Assistant, 50);
            messages.AddToolCall(call, isCompactable: true);
            messages.AddMessage(MessageRole.Tool, 2_000);
            messages.AddToolResult(call, 2_000);
        }

        CacheEditMicrocompactor edits = new();
        edits.Update(messages, "main", isSupported: true);
        if (edits.TryTake(out CacheEdit edit))
        {
            Console.WriteLine($"{edit.Deletions.Length} deletions, {edit.Tokens} tokens");   // 20 deletions, 40000 tokens
            edits.Pin(userMessageIndex: 49);   // sent, and again with every later request
        }

        Console.WriteLine(edits.Pinned.Length);   // 1
        Console.WriteLine(edits.Report(cumulativeTokens: 39_500));   // 39500
        Console.WriteLine(edits.Report(cumulativeTokens: 39_500));   // 0
        #endregion
    }

    private void Own()
    {
        #region own
        long[] tokensBefore = [.. Enumerable.Range(0, 61).Select(message => message * 1_300L)];
        CompactionPlanner planner = new(new ContextWindow(120_000));
        CompactionState state = default;
        CompactionDecision decision = planner.Decide(new ContextSnapshot(78_000, turn: 9), new MyMessages(tokensBefore), ref state);
        Console.WriteLine($"{decision.Level}, cut before {decision.CutMessageIndex}");   // AggressiveFold, cut before 54
        #endregion
    }

    #region own-type
    internal readonly ref struct MyMessages(ReadOnlySpan<long> tokensBefore) : IMessageList
    {
        private readonly ReadOnlySpan<long> _tokensBefore = tokensBefore;

        public int Count => _tokensBefore.Length - 1;

        public MessageRole RoleOf(int index) => index % 2 == 0 ? MessageRole.User : MessageRole.Assistant;

        public long TokensBefore(int index) => _tokensBefore[index];

        public DateTimeOffset? TimeOf(int index) => null;

        public int ToolCountOf(int index) => 0;

        public ToolReference ToolOf(int index, int position) => throw new ArgumentOutOfRangeException(nameof(position));

        public bool IsCutAllowed(int index) => ToolPairs.AreWholeAt(this, index);
    }
    #endregion
}
