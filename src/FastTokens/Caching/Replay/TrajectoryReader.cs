using System.Buffers;
using System.Text.Json;

namespace FastTokens.Caching;

/// <summary>Trajectories: one list of messages to which every call appended, with each answer's usage in <c>extra.response.usage</c>.</summary>
internal static class TrajectoryReader
{
    public static void Read(JsonElement root, JsonElement info, ReplayRun run)
    {
        ArrayBufferWriter<byte> buffer = new();
        Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { SkipValidation = true });
        writer.WriteStartObject();
        writer.WriteStartArray("messages");
        string? logged = info.Member("config").Member("model").Member("model_name").Text();
        int number = 0;
        foreach (JsonElement message in root.GetProperty("messages").EnumerateArray())
        {
            number++;
            JsonElement? response = message.Member("extra").Member("response");
            if (response.Member("usage") is { ValueKind: JsonValueKind.Object } usage)
            {
                writer.Flush();
                AddTurn(number, buffer.WrittenSpan, response, usage, run.ModelOf(response.Member("model").Text() ?? logged), run);
            }

            WriteMessage(writer, message);
        }
    }

    // The request of an answer: all messages before it.
    private static void AddTurn(int number, ReadOnlySpan<byte> messages, JsonElement? response, JsonElement usage, string model, ReplayRun run)
    {
        byte[] body = [.. messages, .. "]}"u8];
        try
        {
            CacheUsage tokens = CacheUsage.ParseClamped(usage.Utf8(), null, out bool wasClamped);
            PromptFingerprint prompt = new();
            prompt.Build(body, PromptFormat.OpenAIChatCompletions, run.FingerprintsOf(model));
            run.Add(number, "main", model, response.Member("created").Time(), tokens, prompt, body, wasClamped);
        }
        catch (FormatException e)
        {
            run.Fail(number, e.Message);
        }
    }

    // What the log noted beside the message was not sent.
    private static void WriteMessage(Utf8JsonWriter writer, JsonElement message)
    {
        writer.WriteStartObject();
        foreach (JsonProperty member in message.EnumerateObject())
        {
            if (member.Name is not ("extra" or "provider_specific_fields"))
            {
                member.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }
}
