using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FastTokens.Caching;

namespace FastTokens.Tests.Caching;

/// <summary>Requests as agents send them, of any length, and their fingerprints.</summary>
internal static class SampleRequests
{
    private static readonly string[] Words =
        "the file reads every line and returns what follows from it when a test fails because some value was not set before a call".Split(' ');

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TokenEstimator Counter { get; } = new(TokenProfile.ClaudeLegacy);

    public static PromptFingerprintOptions Options { get; } = new() { Counter = Counter, Provider = "anthropic" };

    /// <summary>Makes a request of the Messages format: tools, two system blocks, turns of text, tool use and tool result; a marker on system and the last block.</summary>
    public static JsonObject Create(int seed, int tools = 6, int turns = 4)
    {
        Random random = new(seed);
        JsonArray toolArray = [];
        for (int index = 0; index < tools; index++)
        {
            toolArray.Add(new JsonObject
            {
                ["name"] = $"tool_{index}",
                ["description"] = Text(random, 40 + random.Next(60)),
                ["input_schema"] = new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject { ["path"] = new JsonObject { ["type"] = "string", ["description"] = Text(random, 8) } },
                },
            });
        }

        JsonArray messages = [];
        for (int turn = 0; turn < turns; turn++)
        {
            AppendTurn(messages, random, turn);
        }

        JsonObject request = new()
        {
            ["model"] = "claude-sonnet-4-5",
            ["max_tokens"] = 1000,
            ["tools"] = toolArray,
            ["system"] = new JsonArray
            {
                new JsonObject { ["type"] = "text", ["text"] = "You are an agent. " + Text(random, 30) },
                new JsonObject { ["type"] = "text", ["text"] = Text(random, 900), ["cache_control"] = Marker() },
            },
            ["messages"] = messages,
        };
        MarkLast(request);
        return request;
    }

    public static void AppendTurn(JsonArray messages, Random random, int number)
    {
        messages.Add(new JsonObject { ["role"] = "user", ["content"] = new JsonArray { TextBlock($"Question {number}: " + Text(random, 20)) } });
        messages.Add(new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = new JsonArray
            {
                TextBlock(Text(random, 10)),
                new JsonObject { ["type"] = "tool_use", ["id"] = $"toolu_{number}", ["name"] = "tool_1", ["input"] = new JsonObject { ["path"] = $"src/{number}.cs", ["lines"] = 10 + number } },
            },
        });
        messages.Add(new JsonObject
        {
            ["role"] = "user",
            ["content"] = new JsonArray { new JsonObject { ["type"] = "tool_result", ["tool_use_id"] = $"toolu_{number}", ["content"] = Text(random, 50 + random.Next(2000)) } },
        });
        messages.Add(new JsonObject { ["role"] = "assistant", ["content"] = Text(random, 30) });
    }

    /// <summary>Moves the marker of the messages to the last block.</summary>
    public static void MarkLast(JsonObject request)
    {
        foreach (JsonNode? message in request["messages"]!.AsArray())
        {
            if (message!["content"] is JsonArray blocks)
            {
                foreach (JsonNode? block in blocks)
                {
                    block!.AsObject().Remove("cache_control");
                }
            }
        }

        JsonObject last = request["messages"]!.AsArray()[^1]!.AsObject();
        if (last["content"] is JsonValue text)
        {
            last["content"] = new JsonArray { TextBlock(text.GetValue<string>()) };
        }

        last["content"]!.AsArray()[^1]!["cache_control"] = Marker();
    }

    public static JsonObject TextBlock(string text) => new() { ["type"] = "text", ["text"] = text };

    public static JsonObject Marker(string? ttl = null) => ttl is null ? new() { ["type"] = "ephemeral" } : new() { ["type"] = "ephemeral", ["ttl"] = ttl };

    public static byte[] Bytes(JsonNode request) => Encoding.UTF8.GetBytes(request.ToJsonString(Relaxed));

    public static PromptFingerprint Fingerprint(JsonNode request, PromptFingerprintOptions? options = null) => Fingerprint(Bytes(request), options);

    public static PromptFingerprint Fingerprint(byte[] body, PromptFingerprintOptions? options = null)
    {
        PromptFingerprint fingerprint = new();
        fingerprint.Build(body, PromptFormat.AnthropicMessages, options ?? Options);
        return fingerprint;
    }

    public static JsonObject Clone(JsonObject request) => request.DeepClone().AsObject();

    /// <summary>Returns so many words, none of which another text has in that order.</summary>
    public static string Text(Random random, int words)
    {
        StringBuilder text = new();
        for (int index = 0; index < words; index++)
        {
            text.Append(Words[random.Next(Words.Length)]).Append(random.Next(12) switch { 0 => ".\n", 1 => ", ", _ => " " });
        }

        return text.ToString();
    }
}
