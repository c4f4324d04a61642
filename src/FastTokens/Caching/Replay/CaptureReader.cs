using System.Text;
using System.Text.Json;

namespace FastTokens.Caching;

/// <summary>Captures: <c>request.body</c>, <c>response.usage</c> and, of a stream, <c>response.usage_start</c>; a time where one stands.</summary>
internal static class CaptureReader
{
    public static void Read(List<LogLine> lines, ReplayRun run)
    {
        List<Call> calls = [];
        foreach (LogLine line in lines)
        {
            if (ReadCall(line, run) is { } call)
            {
                calls.Add(call);
            }
        }

        // A stable sort: calls without a time stay where they stand.
        if (calls.TrueForAll(static call => call.Time is not null))
        {
            Call[] sorted = [.. calls];
            DateTimeOffset[] times = new DateTimeOffset[sorted.Length];
            for (int index = 0; index < sorted.Length; index++)
            {
                times[index] = sorted[index].Time!.Value.AddTicks(index);
            }

            Array.Sort(times, sorted);
            calls.Clear();
            calls.AddRange(sorted);
        }

        ThreadFinder threads = new();
        foreach (Call call in calls)
        {
            threads.Announce(call.Session, call.Model, call.Prompt);
        }

        foreach (Call call in calls)
        {
            string thread = threads.Find(call.Session, call.Model, call.Prompt);
            run.Add(call.Line, thread, call.Model, call.Time, call.Usage, call.Prompt, call.Body, call.WasClamped);
        }
    }

    private static Call? ReadCall(LogLine line, ReplayRun run)
    {
        JsonElement? response = line.Root.Member("response");
        JsonElement? body = line.Root.Member("request").Member("body");
        JsonElement? usage = UsageOf(response);
        if (body is null || usage is null)
        {
            // A call that failed, or one that is not about a prompt, is no error of the log.
            return null;
        }

        byte[] json = body.Value.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetBytes(body.Value.GetString()!) : body.Value.Utf8();
        try
        {
            CacheUsage tokens = CacheUsage.ParseClamped(usage.Value.Utf8(), null, out bool wasClamped);
            if (response.Member("usage") is { } final && final.ValueKind == JsonValueKind.Object)
            {
                // The input of a stream is known at its start, the output at its end.
                tokens = tokens with { Output = CacheUsage.ParseClamped(final.Utf8(), null, out _).Output };
            }

            if (tokens.Input == 0)
            {
                return null;
            }

            PromptFormat format = PromptReader.DetectFormat(json);
            PromptFingerprint prompt = new();
            string model = run.ModelOf(response.Member("model").Text() ?? ModelIn(json, format));
            prompt.Build(json, format, run.FingerprintsOf(model));
            return new Call(line.Number, SessionOf(line.Root, json), model, TimeOf(line.Root, response), tokens, prompt, json, wasClamped);
        }
        catch (FormatException e)
        {
            run.Fail(line.Number, e.Message);
            return null;
        }
    }

    // With server tools the final usage adds up several passes: the cached prefix is that of the start, where it is told.
    private static JsonElement? UsageOf(JsonElement? response)
    {
        JsonElement? start = response.Member("usage_start");
        bool hasStart = start.Member("cache_read_input_tokens") is not null || start.Member("cache_creation_input_tokens") is not null;
        JsonElement? usage = hasStart ? start : response.Member("usage") ?? response.Member("body").Member("usage") ?? start;
        return usage is { ValueKind: JsonValueKind.Object } ? usage : null;
    }

    private static string? ModelIn(byte[] json, PromptFormat format)
    {
        PromptReader reader = new(json, format, new byte[PromptReader.GetScratchLength(json.Length)]);
        while (reader.Read())
        {
        }

        return reader.Model;
    }

    private static string SessionOf(JsonElement root, byte[] body)
    {
        string name = root.Member("cassette").Text() ?? root.Member("session").Text() ?? root.Member("session_id").Text() ?? "";
        if (name.Length > 0)
        {
            return name;
        }

        using JsonDocument document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 256 });
        return ((JsonElement?)document.RootElement).Member("metadata").Member("user_id").Text() ?? "";
    }

    private static DateTimeOffset? TimeOf(JsonElement root, JsonElement? response) =>
        root.Member("time").Time() ?? response.Member("created").Time() ?? response.Member("headers").Member("date").Time();

    private sealed record Call(
        int Line, string Session, string Model, DateTimeOffset? Time, CacheUsage Usage, PromptFingerprint Prompt, byte[] Body, bool WasClamped);
}
