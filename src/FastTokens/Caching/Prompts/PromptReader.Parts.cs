namespace FastTokens.Caching;

// What the reader looks ahead for, the names it knows, and its small parts.
public ref partial struct PromptReader
{
    /// <summary>Says which format a body most likely has, by its members; reads no further than it must.</summary>
    /// <exception cref="PromptFormatException">The body is not well-formed JSON as far as it was read.</exception>
    public static PromptFormat DetectFormat(ReadOnlySpan<byte> utf8Json)
    {
        JsonCursor json = new(utf8Json);
        if (json.PeekKind() != JsonKind.Object)
        {
            json.Throw("a request is a JSON object");
        }

        bool hasMessages = false;
        bool hasInput = false;
        bool isAnthropic = false;
        bool isChat = false;
        json.Open();
        for (bool isFirst = true; json.NextMember(ref isFirst, out ReadOnlySpan<byte> name);)
        {
            JsonKind kind = json.PeekKind();
            int start = json.Position;
            json.SkipValue();
            ReadOnlySpan<byte> value = json.Since(start);
            hasMessages |= name.SequenceEqual("messages"u8);
            hasInput |= kind != JsonKind.Null && IsOneOf(name, "input"u8, "instructions"u8);
            isAnthropic |= IsOneOf(name, "system"u8, "anthropic_version"u8, "thinking"u8, "stop_sequences"u8)
                || (name.SequenceEqual("tools"u8) && value.IndexOf("\"input_schema\""u8) >= 0)
                || (name.SequenceEqual("messages"u8)
                    && (value.IndexOf("\"tool_use_id\""u8) >= 0 || value.IndexOf("\"tool_use\""u8) >= 0))
                || (name.SequenceEqual("model"u8) && value.StartsWith("\"claude"u8));
            isChat |= IsOneOf(name, "functions"u8, "stream_options"u8, "max_completion_tokens"u8, "response_format"u8)
                || (name.SequenceEqual("tools"u8) && value.IndexOf("\"function\""u8) >= 0)
                || (name.SequenceEqual("messages"u8) && value.IndexOf("\"tool_call"u8) >= 0);
        }

        return hasInput && !hasMessages ? PromptFormat.OpenAIResponses
            : isAnthropic && !isChat ? PromptFormat.AnthropicMessages
            : PromptFormat.OpenAIChatCompletions;
    }

    /// <summary>Whether a member of the request says that the server knows the text before it.</summary>
    private static bool IsServerState(ReadOnlySpan<byte> name) =>
        IsOneOf(name, "previous_response_id"u8, "conversation"u8) || IsOneOf(name, "container"u8, "prompt"u8);

    private static bool IsKnownParameter(ReadOnlySpan<byte> name) => name.Length switch
    {
        1 => name.SequenceEqual("n"u8),
        3 => name.SequenceEqual("top"u8),
        4 => IsOneOf(name, "stop"u8, "seed"u8, "user"u8, "text"u8),
        5 => IsOneOf(name, "top_p"u8, "top_k"u8, "store"u8, "usage"u8) || name.SequenceEqual("speed"u8),
        6 => IsOneOf(name, "stream"u8, "effort"u8, "prompt"u8),
        7 => IsOneOf(name, "include"u8, "betas"u8),
        _ => IsOneOf(name, "max_tokens"u8, "temperature"u8, "metadata"u8, "thinking"u8)
            || IsOneOf(name, "tool_choice"u8, "reasoning"u8, "reasoning_effort"u8, "verbosity"u8)
            || IsOneOf(name, "max_completion_tokens"u8, "max_output_tokens"u8, "stop_sequences"u8, "stream_options"u8)
            || IsOneOf(name, "parallel_tool_calls"u8, "response_format"u8, "service_tier"u8, "output_config"u8)
            || IsOneOf(name, "prompt_cache_key"u8, "prompt_cache_retention"u8, "prompt_cache_options"u8, "previous_response_id"u8)
            || IsOneOf(name, "frequency_penalty"u8, "presence_penalty"u8, "logit_bias"u8, "logprobs"u8)
            || IsOneOf(name, "top_logprobs"u8, "truncation"u8, "background"u8, "safety_identifier"u8)
            || IsOneOf(name, "anthropic_version"u8, "anthropic_beta"u8, "output_format"u8, "diagnostics"u8)
            || IsOneOf(name, "conversation"u8, "container"u8, "modalities"u8, "max_tool_calls"u8),
    };

    private static bool IsOneOf(
        ReadOnlySpan<byte> name, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c = default, ReadOnlySpan<byte> d = default) =>
        name.SequenceEqual(a) || name.SequenceEqual(b) || (!c.IsEmpty && name.SequenceEqual(c)) || (!d.IsEmpty && name.SequenceEqual(d));

    // The members that decide how the others are read may stand behind them: a look ahead, and back.
    private MessageHead ReadMessageHead()
    {
        MessageHead head = default;
        int start = _json.Position;
        _json.Open();
        for (bool isFirst = true; _json.NextMember(ref isFirst, out ReadOnlySpan<byte> name);)
        {
            JsonKind kind = _json.PeekKind();
            if (name.SequenceEqual("cache_control"u8))
            {
                head.Breakpoint = ReadBreakpoint();
                continue;
            }

            int value = _json.Position;
            _json.SkipValue();
            if (kind != JsonKind.String)
            {
                continue;
            }

            ReadOnlySpan<byte> text = _json.Since(value)[1..^1];
            if (name.SequenceEqual("role"u8))
            {
                head.Role = RoleOf(text);
                if (_format == PromptFormat.AnthropicMessages)
                {
                    break;
                }
            }
            else if (name.SequenceEqual("tool_call_id"u8))
            {
                head.ToolCallId = text;
            }
            else if (_format == PromptFormat.OpenAIResponses && name.SequenceEqual("type"u8))
            {
                head.Item = ItemKindOf(text);
            }
        }

        _json.Position = start;
        return head;
    }

    private BlockType PeekBlockType()
    {
        int start = _json.Position;
        BlockType type = BlockType.Other;
        _json.Open();
        for (bool isFirst = true; _json.NextMember(ref isFirst, out ReadOnlySpan<byte> name);)
        {
            JsonKind kind = _json.PeekKind();
            int value = _json.Position;
            _json.SkipValue();
            if (kind == JsonKind.String && name.SequenceEqual("type"u8))
            {
                type = BlockTypeOf(_json.Since(value)[1..^1]);
                break;
            }
        }

        _json.Position = start;
        return type;
    }

    private static Role RoleOf(ReadOnlySpan<byte> role) =>
        role.SequenceEqual("user"u8) ? Role.User
        : IsOneOf(role, "assistant"u8, "model"u8) ? Role.Assistant
        : IsOneOf(role, "system"u8, "developer"u8) ? Role.System
        : IsOneOf(role, "tool"u8, "function"u8) ? Role.Tool
        : Role.Other;

    private static ItemKind ItemKindOf(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("message"u8) ? ItemKind.Message
        : IsOneOf(type, "function_call"u8, "custom_tool_call"u8) ? ItemKind.ToolCall
        : IsOneOf(type, "function_call_output"u8, "custom_tool_call_output"u8) ? ItemKind.ToolResult
        : type.SequenceEqual("reasoning"u8) ? ItemKind.Reasoning
        : ItemKind.Other;

    private static BlockType BlockTypeOf(ReadOnlySpan<byte> type) =>
        IsOneOf(type, "text"u8, "input_text"u8, "output_text"u8, "refusal"u8) ? BlockType.Text
        : type.SequenceEqual("tool_result"u8) ? BlockType.ToolResult
        : IsOneOf(type, "tool_use"u8, "server_tool_use"u8, "mcp_tool_use"u8) ? BlockType.ToolUse
        : IsOneOf(type, "thinking"u8, "redacted_thinking"u8) ? BlockType.Thinking
        : IsOneOf(type, "image"u8, "image_url"u8, "input_image"u8) ? BlockType.Image
        : IsOneOf(type, "document"u8, "file"u8, "input_file"u8) ? BlockType.Document
        : BlockType.Other;

    private enum Role : byte
    {
        Other,
        User,
        Assistant,
        System,
        Tool,
    }

    private enum ItemKind : byte
    {
        Message,
        ToolCall,
        ToolResult,
        Reasoning,
        Other,
    }

    private enum BlockType : byte
    {
        Other,
        Text,
        Thinking,
        ToolUse,
        ToolResult,
        Image,
        Document,
    }

    // A piece of the scratch memory.
    private readonly record struct Region(int Start, int Length);

    // An object or array that is being read.
    private struct Level
    {
        private bool _isFirst;

        public static Level Start => new() { _isFirst = true, Index = -1 };

        public int Index { get; private set; }

        public bool MoveNext(ref JsonCursor json)
        {
            Index++;
            return json.NextElement(ref _isFirst);
        }

        public bool MoveNextMember(ref JsonCursor json, out ReadOnlySpan<byte> name) => json.NextMember(ref _isFirst, out name);
    }

    private struct Block
    {
        public Region Content;
        public Region Name;
        public Region Id;
        public Region Extra;
        public CacheBreakpoint Breakpoint;
        public bool IsJson;
        public int SourceOffset;
        public int SourceLength;
    }

    private ref struct MessageHead
    {
        public Role Role;
        public ItemKind Item;
        public CacheBreakpoint Breakpoint;
        public ReadOnlySpan<byte> ToolCallId;

        public readonly PromptSegmentKind TextKind => Role switch
        {
            Role.User => PromptSegmentKind.UserText,
            Role.Assistant => PromptSegmentKind.AssistantText,
            Role.System => PromptSegmentKind.SystemText,
            Role.Tool => PromptSegmentKind.ToolResult,
            _ => PromptSegmentKind.Other,
        };
    }
}
