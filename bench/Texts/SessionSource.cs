using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FastTokens.Caching;

namespace FastTokens.Bench;

/// <summary>
/// A session of an agent: requests of which each is a turn longer than the one before, with breakpoints at the end of the system prompt and of the conversation.
/// </summary>
internal static class SessionSource
{
    internal const string Model = "claude-sonnet-4-5";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly PromptFingerprintOptions Counting = new() { Counter = TokenEstimator.ForModel(Model) };

    /// <summary>Gets when a turn begins: one every 20 seconds.</summary>
    internal static DateTimeOffset TimeOf(int turn) => DateTimeOffset.UnixEpoch.AddSeconds(20 * turn);

    /// <summary>Returns the requests.</summary>
    internal static JsonObject[] CreateRequests(int turns)
    {
        JsonObject whole = JsonNode.Parse(RequestSource.CreateTurns(turns))!.AsObject();
        JsonObject[] requests = new JsonObject[turns];
        for (int turn = 0; turn < turns; turn++)
        {
            JsonObject request = whole.DeepClone().AsObject();
            JsonArray messages = request["messages"]!.AsArray();
            // A call and its result a turn.
            while (messages.Count > 2 * (turn + 1))
            {
                messages.RemoveAt(messages.Count - 1);
            }

            Mark(request["system"]!.AsArray());
            Mark(messages[^1]!["content"]!.AsArray());
            requests[turn] = request;
        }

        return requests;
    }

    /// <summary>Returns the fingerprints of the requests.</summary>
    internal static PromptFingerprint[] CreateFingerprints(int turns) => [.. CreateRequests(turns).Select(static request =>
    {
        PromptFingerprint prompt = new();
        prompt.Build(JsonSerializer.SerializeToUtf8Bytes(request, Relaxed), PromptFormat.AnthropicMessages, Counting);
        return prompt;
    })];

    /// <summary>Returns the captures of the session: a line a call, with the usage that the rules of the provider give.</summary>
    internal static byte[] CreateCaptures(int turns)
    {
        CacheSimulator simulator = new(CacheRules.ForModel(Model));
        PromptFingerprint[] prompts = CreateFingerprints(turns);
        using MemoryStream log = new();
        foreach ((int turn, JsonObject request) in CreateRequests(turns).Index())
        {
            CacheUsage usage = simulator.Send(prompts[turn], TimeOf(turn), outputTokens: 300);
            JsonObject line = new()
            {
                ["session"] = "generated",
                ["time"] = TimeOf(turn).ToString("O", CultureInfo.InvariantCulture),
                ["request"] = new JsonObject { ["body"] = request },
                ["response"] = new JsonObject
                {
                    ["model"] = Model,
                    ["usage"] = new JsonObject
                    {
                        ["input_tokens"] = usage.Uncached,
                        ["cache_read_input_tokens"] = usage.Read,
                        ["cache_creation_input_tokens"] = usage.Written,
                        ["output_tokens"] = usage.Output,
                    },
                },
            };
            JsonSerializer.Serialize(log, line, Relaxed);
            log.WriteByte((byte)'\n');
        }

        return log.ToArray();
    }

    private static void Mark(JsonArray blocks) => blocks[^1]!["cache_control"] = new JsonObject { ["type"] = "ephemeral" };
}
