using System.Text.Json;

namespace FastTokens.Caching;

/// <summary>
/// Transcripts of a coding agent: a response spans many lines with the same id, whose input is the same on each and whose output grows; side chains
/// stand between; compaction has lines of its own.
/// </summary>
internal static class TranscriptReader
{
    private const string Main = "main";

    public static void Read(List<LogLine> lines, ReplayRun run)
    {
        List<Event> events = [];
        Dictionary<string, Event> byId = [];
        foreach (LogLine line in lines)
        {
            if (line.Root.ValueKind != JsonValueKind.Object)
            {
                run.Fail(line.Number, "not a JSON object");
                continue;
            }

            ReadLine(line, run, events, byId);
        }

        // Lines can be out of order. Each keeps its place among those of the same time, and what has no time goes with the line before.
        DateTimeOffset last = DateTimeOffset.MinValue;
        long[] order = new long[events.Count];
        for (int index = 0; index < order.Length; index++)
        {
            last = events[index].Time ?? last;
            order[index] = last.UtcTicks + index;
        }

        Event[] sorted = [.. events];
        Array.Sort(order, sorted);
        foreach (Event item in sorted)
        {
            if (item.Drop is { } drop)
            {
                run.Announce(item.Thread, drop);
            }
            else
            {
                run.Add(item.Line, item.Thread, item.Model, item.Time, item.Usage, wasClamped: item.WasClamped);
            }
        }
    }

    private static void ReadLine(LogLine line, ReplayRun run, List<Event> events, Dictionary<string, Event> byId)
    {
        JsonElement root = line.Root;
        DateTimeOffset? time = root.Member("timestamp").Time();
        string thread = root.Member("isSidechain").IsTrue() ? $"agent {root.Member("agentId").Text() ?? root.Member("sessionId").Text()}" : Main;
        ExpectedDropKind? drop = root.Member("subtype").Text() switch
        {
            "compact_boundary" => ExpectedDropKind.Compaction,
            "microcompact_boundary" => ExpectedDropKind.Deletion,
            _ => root.Member("isCompactSummary").IsTrue() ? ExpectedDropKind.Compaction : null,
        };
        if (drop is not null)
        {
            events.Add(new Event { Line = line.Number, Thread = thread, Model = "", Time = time, Drop = drop });
            return;
        }

        JsonElement? message = root.Member("message");
        if (root.Member("data").Member("message") is { } inner && inner.ValueKind == JsonValueKind.Object)
        {
            // Progress of a subagent, wrapped.
            message = inner.Member("message");
            thread = $"agent {root.Member("data").Member("agentId").Text() ?? root.Member("parentToolUseID").Text()}";
            time = inner.Member("timestamp").Time() ?? time;
        }

        string? model = message.Member("model").Text();
        if (message.Member("usage") is not { ValueKind: JsonValueKind.Object } usage || model == "<synthetic>")
        {
            return;
        }

        CacheUsage tokens;
        bool wasClamped;
        try
        {
            tokens = CacheUsage.ParseClamped(usage.Utf8(), null, out wasClamped);
        }
        catch (FormatException e)
        {
            run.Fail(line.Number, e.Message);
            return;
        }

        if (tokens.Input == 0)
        {
            return;
        }

        string? id = message.Member("id").Text();
        if (id is not null && byId.TryGetValue(id, out Event? known))
        {
            known.Usage = known.Usage with { Output = Math.Max(known.Usage.Output, tokens.Output) };
            return;
        }

        Event item = new() { Line = line.Number, Thread = thread, Model = run.ModelOf(model), Time = time, Usage = tokens, WasClamped = wasClamped };
        events.Add(item);
        if (id is not null)
        {
            byId.Add(id, item);
        }
    }

    private sealed class Event
    {
        public required int Line { get; init; }

        public required string Thread { get; init; }

        public required string Model { get; init; }

        public DateTimeOffset? Time { get; init; }

        public CacheUsage Usage { get; set; }

        public ExpectedDropKind? Drop { get; init; }

        public bool WasClamped { get; init; }
    }
}
