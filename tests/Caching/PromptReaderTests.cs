using System.Text;
using System.Text.Json;
using FastTokens.Caching;
using Xunit;

namespace FastTokens.Tests.Caching;

public class PromptReaderTests
{
    private const string Anthropic = """
        {
          "messages": [
            { "content": "plain \"quoted\" \u00e9 \ud83d\ude00 \ud800", "role": "user" },
            { "role": "assistant", "content": [
              { "type": "thinking", "thinking": "hm", "signature": "sig==" },
              { "text": "calling", "type": "text", "citations": [ { "a" : 1 } ] },
              { "type": "tool_use", "id": "toolu_1", "name": "read", "input": { "path": "a\n\"b\"", "n": [ 1, 2.50, -1e3, true, null ] }, "cache_control": { "type": "ephemeral" } }
            ] },
            { "role": "user", "content": [
              { "type": "tool_result", "content": [ { "type": "text", "text": "one" }, { "type": "image", "source": { "type": "base64", "data": "AAAA" } } ], "tool_use_id": "toolu_1", "is_error": false, "cache_control": { "type": "ephemeral", "ttl": "1h" } },
              { "type": "tool_result", "tool_use_id": "toolu_2", "content": "two" },
              { "type": "tool_result", "tool_use_id": "toolu_3", "content": [] },
              { "type": "brand_new", "payload": { "x": [] } },
              { "type": "document", "source": { "type": "text", "data": "d" }, "title": "t" }
            ] }
          ],
          "system": [ { "type": "text", "text": "be brief", "cache_control": { "type": "ephemeral", "ttl": "5m" } } ],
          "tools": [ { "name": "read", "cache_control": { "type": "ephemeral" }, "input_schema": { "type" : "object" } } ],
          "model": "claude-opus-4-5", "max_tokens": 100, "from_the_future": { "k" : "v" }, "thinking": null
        }
        """;

    [Fact]
    public void Anthropic_messages() => Assert.Equal(
        [
            "messages[0].content UserText plain \"quoted\" é 😀 \uFFFD",
            "messages[1].content[0] Thinking hm id=sig==",
            "messages[1].content[1] AssistantText calling extra=\"citations\":[{\"a\":1}]",
            """messages[1].content[2] ToolUse {"path":"a\n\"b\"","n":[1,2.50,-1e3,true,null]} name=read id=toolu_1 @0""",
            "messages[2].content[0].content[0] ToolResult one id=toolu_1 extra=\"is_error\":false …",
            """messages[2].content[0].content[1] Image {"type":"base64","data":"AAAA"} id=toolu_1 @3600""",
            "messages[2].content[1] ToolResult two id=toolu_2",
            "messages[2].content[2] ToolResult  id=toolu_3",
            """messages[2].content[3] Other {"type":"brand_new","payload":{"x":[]}}""",
            """messages[2].content[4] Document {"type":"text","data":"d"} extra="title":"t" """.TrimEnd(),
            "system[0] SystemText be brief @300",
            """tools[0] Tool {"name":"read","input_schema":{"type":"object"}} name=read @0""",
            "max_tokens Parameter 100",
            """from_the_future Other {"k":"v"}""",
        ],
        Segments.Describe(Anthropic, PromptFormat.AnthropicMessages));

    [Fact]
    public void Chat_completions() => Assert.Equal(
        [
            "messages[0].content SystemText be brief",
            "messages[1].content[0] UserText look",
            """messages[1].content[1] Image {"url":"data:…"}""",
            "messages[2].reasoning_content Thinking hm",
            """messages[2].tool_calls[0] ToolUse {"path": "a"} name=read id=call_1""",
            "messages[2].tool_calls[1] ToolUse raw text name=shell id=call_2",
            "messages[2].refusal Other \"no\"",
            "messages[3].content ToolResult done id=call_1 @0",
            """tools[0] Tool {"type":"function","function":{"name":"read","parameters":{}}} name=read""",
            "stream Parameter true",
        ],
        Segments.Describe(
            """
            {"model":"gpt-5","messages":[
              {"role":"system","content":"be brief"},
              {"role":"user","content":[{"type":"text","text":"look"},{"type":"image_url","image_url":{"url":"data:…"}}]},
              {"content":null,"reasoning_content":"hm","role":"assistant","tool_calls":[
                {"id":"call_1","type":"function","index":0,"function":{"name":"read","arguments":"{\"path\": \"a\"}"}},
                {"type":"custom","custom":{"input":"raw text","name":"shell"},"id":"call_2"}],"function_call":null,"refusal":"no"},
              {"content":"done","tool_call_id":"call_1","role":"tool","cache_control":{"type":"ephemeral"}}],
             "tools":[{"type":"function","function":{"name":"read","parameters":{}}}],"stream":true}
            """,
            PromptFormat.OpenAIChatCompletions));

    [Fact]
    public void Responses()
    {
        const string Body = """
            {"model":"gpt-5.6-sol","instructions":"be brief","previous_response_id":"resp_1","input":[
              {"role":"user","content":"hello"},
              {"type":"message","role":"developer","content":[{"type":"input_text","text":"rules","prompt_cache_breakpoint":{"mode":"explicit"}}]},
              {"type":"reasoning","summary":[],"id":"rs_1"},
              {"type":"function_call","id":"fc_1","call_id":"call_1","name":"read","arguments":"{}","status":"completed"},
              {"type":"function_call_output","call_id":"call_1","output":"done"},
              {"type":"function_call_output","call_id":"call_2","output":[{"type":"input_text","text":"x"}]},
              {"type":"item_reference","id":"i"}],
             "tools":[{"type":"function","name":"read","parameters":{}}]}
            """;
        Assert.Equal(
            [
                "instructions SystemText be brief",
                "previous_response_id Parameter \"resp_1\"",
                "input[0].content UserText hello",
                "input[1].content[0] SystemText rules @0",
                """input[2] Thinking {"type":"reasoning","summary":[],"id":"rs_1"}""",
                "input[3] ToolUse {} name=read id=call_1",
                "input[4] ToolResult done id=call_1",
                "input[5].output[0] ToolResult x id=call_2",
                """input[6] Other {"type":"item_reference","id":"i"}""",
                """tools[0] Tool {"type":"function","name":"read","parameters":{}} name=read""",
            ],
            Segments.Describe(Body, PromptFormat.OpenAIResponses));

        byte[] body = Encoding.UTF8.GetBytes(Body);
        PromptReader reader = new(body, PromptFormat.OpenAIResponses, new byte[PromptReader.GetScratchLength(body.Length)]);
        while (reader.Read())
        {
        }

        Assert.True(reader.HasServerState);
        Assert.Equal("gpt-5.6-sol", reader.Model);
        Assert.Equal(body.Length, reader.BytesConsumed);
        Assert.Equal(["input UserText hi"], Segments.Describe("""{"input":"hi"}""", PromptFormat.OpenAIResponses));
    }

    [Theory]
    [InlineData("""{"model":"claude-x","messages":[]}""", PromptFormat.AnthropicMessages)]
    [InlineData("""{"messages":[],"system":"s"}""", PromptFormat.AnthropicMessages)]
    [InlineData("""{"messages":[{"role":"user","content":"x"}]}""", PromptFormat.OpenAIChatCompletions)]
    [InlineData("""{"tools":[{"type":"function","function":{}}],"messages":[]}""", PromptFormat.OpenAIChatCompletions)]
    [InlineData("""{"input":"x"}""", PromptFormat.OpenAIResponses)]
    public void The_format_shows_in_the_members(string body, PromptFormat format) =>
        Assert.Equal(format, PromptReader.DetectFormat(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void The_source_of_a_segment_is_its_value_in_the_body()
    {
        byte[] body = Encoding.UTF8.GetBytes(Anthropic);
        PromptReader reader = new(body, PromptFormat.AnthropicMessages, new byte[PromptReader.GetScratchLength(body.Length)]);
        int checkedValues = 0;
        while (reader.Read())
        {
            PromptSegment segment = reader.Current;
            if (segment.SourceLength > 0 && !segment.IsJson)
            {
                ReadOnlySpan<byte> source = body.AsSpan(segment.SourceOffset, segment.SourceLength);
                Assert.Equal((byte)'"', source[0]);
                Assert.Equal((byte)'"', source[^1]);
                checkedValues++;
            }
            else if (segment.SourceLength > 0)
            {
                using JsonDocument source = JsonDocument.Parse(body.AsMemory(segment.SourceOffset, segment.SourceLength));
                checkedValues++;
            }
        }

        Assert.True(checkedValues > 8);
    }

    [Fact]
    public void A_body_cut_at_any_byte_is_an_error_there()
    {
        byte[] body = Encoding.UTF8.GetBytes(Anthropic);
        for (int length = 0; length < body.Length; length++)
        {
            byte[] cut = body[..length];
            PromptFormatException error = Assert.Throws<PromptFormatException>(() => Segments.Count(cut, PromptFormat.AnthropicMessages));
            Assert.InRange(error.ByteOffset, 0, length);
        }
    }

    [Fact]
    public void A_changed_byte_is_refused_exactly_where_the_frameworks_reader_refuses_it()
    {
        byte[] body = Encoding.UTF8.GetBytes(Anthropic);
        byte[] replacements = [.. "{}[],:\"\\x0 -.eEn\n\0\u001f"u8, 0x7F, 0xC3, 0xFF];
        int refused = 0;
        for (int index = 0; index < body.Length; index++)
        {
            foreach (byte replacement in replacements)
            {
                byte[] changed = [.. body];
                changed[index] = replacement;
                bool isRefused = IsRefused(changed);
                Assert.True(IsRefusedByTheFramework(changed) == isRefused || (isRefused && IsNoRequest(changed)), $"byte {index} as {replacement}");
                refused += isRefused ? 1 : 0;
            }
        }

        Assert.True(refused > 10_000);
    }

    [Theory]
    [InlineData("[]", 0)]
    [InlineData("{}x", 2)]
    [InlineData("""{"messages":[1]}""", 13)]
    [InlineData("""{"a":01}""", 6)]
    [InlineData("""{"a":"\x"}""", 7)]
    [InlineData("""{"a":tru}""", 8)]
    public void An_error_names_the_byte(string body, int offset) => Assert.Equal(
        offset, Assert.Throws<PromptFormatException>(() => Segments.Count(Encoding.UTF8.GetBytes(body), PromptFormat.AnthropicMessages)).ByteOffset);

    [Fact]
    public void Nesting_has_a_limit_and_is_no_stack_overflow() => Assert.Contains(
        "deep",
        Assert.Throws<PromptFormatException>(() => Segments.Count(Encoding.UTF8.GetBytes("{\"a\":" + new string('[', 100_000)), PromptFormat.AnthropicMessages)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Canonical_json_and_text_are_what_the_framework_reads()
    {
        Random random = new(5);
        for (int turn = 0; turn < 2000; turn++)
        {
            string text = RandomText(random);
            string escaped = Escape(text, random);
            byte[] body = Encoding.UTF8.GetBytes($$"""{"system":"{{escaped}}","tools":[{ "a" : "{{escaped}}" }]}""");
            List<string> lines = Segments.Describe(body, PromptFormat.AnthropicMessages);
            using JsonDocument document = JsonDocument.Parse(body);
            Assert.Equal("system SystemText " + document.RootElement.GetProperty("system").GetString(), lines[0]);
            using JsonDocument tool = JsonDocument.Parse(lines[1]["tools[0] Tool ".Length..]);
            Assert.Equal(text, tool.RootElement.GetProperty("a").GetString());
        }
    }

    private static string RandomText(Random random)
    {
        StringBuilder text = new();
        int length = random.Next(70);
        for (int index = 0; index < length; index++)
        {
            text.Append(random.Next(8) switch
            {
                0 => "\"",
                1 => "\\",
                2 => ((char)random.Next(32)).ToString(),
                3 => "é",
                4 => "😀",
                _ => ((char)random.Next(32, 127)).ToString(),
            });
        }

        return text.ToString();
    }

    private static string Escape(string text, Random random)
    {
        StringBuilder escaped = new();
        foreach (char unit in text)
        {
            bool mustEscape = unit is '"' or '\\' or < ' ';
            if (mustEscape || random.Next(6) == 0 || char.IsSurrogate(unit))
            {
                escaped.Append(unit is '"' or '\\' && random.Next(2) == 0 ? $"\\{unit}" : $"\\u{(int)unit:x4}");
            }
            else
            {
                escaped.Append(unit);
            }
        }

        return escaped.ToString();
    }

    private static bool IsRefused(byte[] body)
    {
        try
        {
            Segments.Count(body, PromptFormat.AnthropicMessages);
            return false;
        }
        catch (PromptFormatException)
        {
            return true;
        }
    }

    private static bool IsRefusedByTheFramework(byte[] body)
    {
        if (!System.Text.Unicode.Utf8.IsValid(body))
        {
            return true;
        }

        try
        {
            Utf8JsonReader reader = new(body, new JsonReaderOptions { MaxDepth = 128 });
            while (reader.Read())
            {
            }

            return false;
        }
        catch (JsonException)
        {
            return true;
        }
    }

    // Well-formed, but a message is no object.
    private static bool IsNoRequest(byte[] body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        return !document.RootElement.TryGetProperty("messages", out JsonElement messages)
            || messages.EnumerateArray().Any(static message => message.ValueKind != JsonValueKind.Object);
    }
}
