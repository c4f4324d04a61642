using System.Text.Encodings.Web;
using System.Text.Json;

namespace FastTokens.Bench;

/// <summary>
/// Requests that are measured: the file that <c>--request</c> names, else one as agents send it, of at least so many bytes: tools, a system prompt,
/// and turns of text, tool calls and tool results of code, prose and JSON.
/// </summary>
internal static class RequestSource
{
    // An environment variable reaches the processes that BenchmarkDotNet starts.
    private const string FileVariable = "FASTTOKENS_BENCH_REQUEST";

    internal static byte[] Create(int bytes)
    {
        string? path = Environment.GetEnvironmentVariable(FileVariable);
        return path is { Length: > 0 } ? File.ReadAllBytes(path) : Generate(bytes, int.MaxValue);
    }

    internal static void UseFile(string path) => Environment.SetEnvironmentVariable(FileVariable, Path.GetFullPath(path));

    /// <summary>Returns a request of so many turns.</summary>
    internal static byte[] CreateTurns(int turns) => Generate(int.MaxValue, turns);

    private static byte[] Generate(int bytes, int turns)
    {
        Texts texts = new();
        using MemoryStream stream = new();
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("model", "claude-sonnet-4-5");
        json.WriteStartArray("tools");
        for (int tool = 0; tool < 40; tool++)
        {
            json.WriteStartObject();
            json.WriteString("name", $"tool_{tool}");
            json.WriteString("description", texts.Next(TextKind.English, 900));
            json.WriteStartObject("input_schema");
            json.WriteString("type", "object");
            json.WriteStartObject("properties");
            foreach (string name in (string[])["path", "pattern", "limit"])
            {
                json.WriteStartObject(name);
                json.WriteString("type", "string");
                json.WriteString("description", texts.Next(TextKind.English, 80));
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("system");
        WriteText(json, texts.Next(TextKind.English, 14_000));
        json.WriteEndArray();
        json.WriteStartArray("messages");
        for (int turn = 0; turn < turns && stream.Length + json.BytesPending < bytes; turn++)
        {
            WriteTurn(json, texts, turn);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return stream.ToArray();
    }

    private static void WriteTurn(Utf8JsonWriter json, Texts texts, int turn)
    {
        json.WriteStartObject();
        json.WriteString("role", "assistant");
        json.WriteStartArray("content");
        WriteText(json, texts.Next(TextKind.English, 300));
        json.WriteStartObject();
        json.WriteString("type", "tool_use");
        json.WriteString("id", $"toolu_{turn}");
        json.WriteString("name", $"tool_{turn % 40}");
        json.WriteStartObject("input");
        json.WriteString("path", $"src/file{turn}.cs");
        json.WriteString("text", texts.Next(TextKind.Code, 200));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("role", "user");
        json.WriteStartArray("content");
        json.WriteStartObject();
        json.WriteString("type", "tool_result");
        json.WriteString("tool_use_id", $"toolu_{turn}");
        json.WriteString("content", texts.Next((turn % 3) switch { 0 => TextKind.Code, 1 => TextKind.Json, _ => TextKind.English }, 500 + (turn * 7919 % 9000)));
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    /// <summary>Gives out one long text of each kind piece by piece, so that none comes twice.</summary>
    private sealed class Texts
    {
        private const int Length = 4 << 20;

        private readonly Dictionary<TextKind, (string Text, int Position)> _texts = [];

        public string Next(TextKind kind, int length)
        {
            if (!_texts.TryGetValue(kind, out (string Text, int Position) entry) || entry.Position + length > entry.Text.Length)
            {
                entry = (entry.Text ?? TextPieces.Create(kind, Length).Utf16, 0);
            }

            _texts[kind] = (entry.Text, entry.Position + length);
            return entry.Text.Substring(entry.Position, Math.Min(length, entry.Text.Length - entry.Position));
        }
    }
}
