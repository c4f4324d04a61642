namespace FastTokens.Caching;

// Tools, content blocks, tool calls, items.
public ref partial struct PromptReader
{
    private bool ReadBlock()
    {
        PromptPath path = _section == PromptSection.System
            ? new PromptPath(_root, _elements.Index)
            : new PromptPath(_root, _elements.Index, "content", _parts.Index);
        PromptSection section = _section;
        if (_json.PeekKind() != JsonKind.Object)
        {
            return SetText(_message.TextKind, section, path);
        }

        return ReadBlock(path, section, _message.TextKind, isBlockEnd: true);
    }

    private bool ReadBlock(PromptPath path, PromptSection section, PromptSegmentKind textKind, bool isBlockEnd)
    {
        switch (PeekBlockType())
        {
            case BlockType.Text:
                ReadMembers("text"u8, "refusal"u8, isText: true, out Block text);
                Set(text, textKind, section, path, isBlockEnd);
                return true;
            case BlockType.Thinking:
                ReadMembers("thinking"u8, "data"u8, isText: true, out Block thinking);
                Set(thinking, PromptSegmentKind.Thinking, section, path, isBlockEnd);
                return true;
            case BlockType.ToolUse:
                ReadMembers("input"u8, "arguments"u8, isText: false, out Block use);
                Set(use, PromptSegmentKind.ToolUse, section, path, isBlockEnd);
                return true;
            case BlockType.Image:
                ReadMembers("source"u8, "image_url"u8, isText: false, out Block image);
                Set(image, PromptSegmentKind.Image, section, path, isBlockEnd);
                return true;
            case BlockType.Document:
                ReadMembers("source"u8, "file"u8, isText: false, out Block document);
                Set(document, PromptSegmentKind.Document, section, path, isBlockEnd);
                return true;
            case BlockType.ToolResult:
                return ReadToolResult(path, section);
            default:
                ReadWhole(out Block other);
                Set(other, PromptSegmentKind.Other, section, path, isBlockEnd);
                return true;
        }
    }

    private void ReadTool()
    {
        PromptPath path = new(_root, _elements.Index);
        ReadWhole(out Block tool);
        tool.Name = FindToolName(tool.Content);
        Set(tool, PromptSegmentKind.Tool, PromptSection.Tools, path);
    }

    // The name of a tool stands in it or in its member "function"; the copy has been checked.
    private readonly Region FindToolName(Region content)
    {
        JsonCursor copy = new(Bytes(content));
        if (copy.PeekKind() != JsonKind.Object)
        {
            return default;
        }

        copy.Open();
        for (bool isFirst = true; copy.NextMember(ref isFirst, out ReadOnlySpan<byte> name);)
        {
            JsonKind kind = copy.PeekKind();
            if (kind == JsonKind.String && name.SequenceEqual("name"u8))
            {
                int start = copy.Position;
                copy.SkipValue();
                return new Region(content.Start + start + 1, copy.Position - start - 2);
            }

            if (kind == JsonKind.Object && name.SequenceEqual("function"u8))
            {
                int start = copy.Position;
                copy.SkipValue();
                return FindToolName(new Region(content.Start + start, copy.Position - start));
            }

            copy.SkipValue();
        }

        return default;
    }

    // {"id": …, "type": "function", "function": {"name": …, "arguments": "…"}}, or the inner object alone.
    private void ReadToolCall(PromptPath path)
    {
        if (_json.PeekKind() != JsonKind.Object)
        {
            SetJson(PromptSegmentKind.Other, _section, path);
            return;
        }

        Block call = default;
        ReadToolCallMembers(ref call, isOuter: true);
        Set(call, PromptSegmentKind.ToolUse, _section, path);
    }

    private void ReadToolCallMembers(ref Block call, bool isOuter)
    {
        _json.Open();
        for (bool isFirst = true; _json.NextMember(ref isFirst, out ReadOnlySpan<byte> name);)
        {
            JsonKind kind = _json.PeekKind();
            if (isOuter && kind == JsonKind.Object && IsOneOf(name, "function"u8, "custom"u8))
            {
                ReadToolCallMembers(ref call, isOuter: false);
            }
            else if (IsOneOf(name, "arguments"u8, "input"u8))
            {
                int start = _json.Position;
                call.Content = kind == JsonKind.String ? CopyDecoded() : CopyCanonical();
                call.IsJson = kind != JsonKind.String;
                (call.SourceOffset, call.SourceLength) = (start, _json.Position - start);
            }
            else
            {
                ReadOtherMember(ref call, name, kind);
            }
        }
    }

    // A known block: one member is its content; those that identify it and the unknown ones are kept apart.
    private void ReadMembers(scoped ReadOnlySpan<byte> content, scoped ReadOnlySpan<byte> alternative, bool isText, out Block block)
    {
        block = default;
        _json.PeekKind();
        block.SourceOffset = _json.Position;
        _json.Open();
        for (bool isFirst = true; _json.NextMember(ref isFirst, out ReadOnlySpan<byte> name);)
        {
            JsonKind kind = _json.PeekKind();
            if (kind != JsonKind.Null && (name.SequenceEqual(content) || name.SequenceEqual(alternative)))
            {
                int start = _json.Position;
                bool isDecoded = kind == JsonKind.String && (isText || name.SequenceEqual("arguments"u8));
                block.Content = isDecoded ? CopyDecoded() : CopyCanonical();
                block.IsJson = !isDecoded;
                (block.SourceOffset, block.SourceLength) = (start, _json.Position - start);
            }
            else
            {
                ReadOtherMember(ref block, name, kind);
            }
        }
    }

    private void ReadOtherMember(ref Block block, scoped ReadOnlySpan<byte> name, JsonKind kind)
    {
        if (kind == JsonKind.Null || name.SequenceEqual("type"u8))
        {
            _json.SkipValue();
        }
        else if (IsOneOf(name, "cache_control"u8, "prompt_cache_breakpoint"u8))
        {
            block.Breakpoint = ReadBreakpoint();
        }
        else if (kind == JsonKind.String && name.SequenceEqual("name"u8))
        {
            block.Name = CopyDecoded();
        }
        else if (kind == JsonKind.String && IsOneOf(name, "id"u8, "tool_use_id"u8, "call_id"u8, "signature"u8))
        {
            // A Responses item has an id of its own beside that of its call: the call's is the one that results refer to.
            bool isCallId = !name.SequenceEqual("id"u8);
            Region id = CopyDecoded();
            block.Id = isCallId || block.Id.Length == 0 ? id : block.Id;
        }
        else if (IsOneOf(name, "index"u8, "status"u8))
        {
            _json.SkipValue();
        }
        else
        {
            AppendExtra(ref block);
        }
    }

    // "name":value. They stand together in the second half of the scratch memory, wherever they stand in the block.
    private void AppendExtra(ref Block block)
    {
        int start = block.Extra.Length > 0 ? block.Extra.Start : _extraTail;
        _extraTail += _json.CopyName(_scratch[_extraTail..]);
        _extraTail += _json.CopyCanonical(_scratch[_extraTail..]);
        block.Extra = new Region(start, _extraTail - start);
    }

    private bool ReadToolResult(PromptPath path, PromptSection section)
    {
        Block result = default;
        int parts = -1;
        _json.PeekKind();
        result.SourceOffset = _json.Position;
        _json.Open();
        for (bool isFirst = true; _json.NextMember(ref isFirst, out ReadOnlySpan<byte> name);)
        {
            JsonKind kind = _json.PeekKind();
            if (kind == JsonKind.Null || !IsOneOf(name, "content"u8, "output"u8))
            {
                ReadOtherMember(ref result, name, kind);
            }
            else if (kind == JsonKind.Array)
            {
                // Read when the members behind it are known.
                parts = _json.Position;
                _json.SkipValue();
            }
            else
            {
                int start = _json.Position;
                result.Content = kind == JsonKind.String ? CopyDecoded() : CopyCanonical();
                result.IsJson = kind != JsonKind.String;
                (result.SourceOffset, result.SourceLength) = (start, _json.Position - start);
            }
        }

        if (parts >= 0)
        {
            _resume = _json.Position;
            _json.Position = parts;
            _json.Open();
            if (!_json.IsAtLastElement())
            {
                _result = Keep(result);
                _leaves = Level.Start;
                _state = State.ResultParts;
                ReadResultPart();
                return true;
            }

            _json.Position = _resume;
        }

        Set(result, PromptSegmentKind.ToolResult, section, path);
        return true;
    }

    // Parts are read one at a time, and what belongs to the whole result must outlive that: it stays at the end of the scratch memory.
    private readonly Block Keep(Block result)
    {
        int end = _scratch.Length;
        result.Id = Move(result.Id, ref end);
        result.Extra = Move(result.Extra, ref end);
        result.Name = Move(result.Name, ref end);
        return result;
    }

    private readonly Region Move(Region region, ref int end)
    {
        end -= region.Length;
        Bytes(region).CopyTo(_scratch[end..]);
        return new Region(end, region.Length);
    }

    private void ReadResultPart()
    {
        _leaves.MoveNext(ref _json);
        bool isItem = _message.Item == ItemKind.ToolResult;
        PromptPath path = isItem
            ? new PromptPath(_root, _elements.Index, "output", _leaves.Index)
            : new PromptPath(_root, _elements.Index, "content", _parts.Index, "content", _leaves.Index);
        bool isFirst = _leaves.Index == 0;
        Block whole = _result;
        bool isBlock = _json.PeekKind() == JsonKind.Object && PeekBlockType() is BlockType.Text or BlockType.Image or BlockType.Document;
        PromptSection section = PromptSection.Messages;
        if (isBlock)
        {
            ReadBlock(path, section, PromptSegmentKind.ToolResult, isBlockEnd: false);
        }
        else
        {
            SetText(PromptSegmentKind.ToolResult, section, path);
        }

        bool isLast = _json.IsAtLastElement();
        PromptSegment part = _current;
        _current = new PromptSegment
        {
            Kind = part.Kind,
            Section = part.Section,
            Path = part.Path,
            Content = part.Content,
            Name = part.Name,
            Id = whole.Id.Length > 0 ? Bytes(whole.Id) : part.Id,
            Extra = isFirst && whole.Extra.Length > 0 ? Bytes(whole.Extra) : part.Extra,
            IsJson = part.IsJson,
            Breakpoint = isLast && whole.Breakpoint.IsSet ? whole.Breakpoint : part.Breakpoint,
            IsBlockEnd = isLast,
            IsMessageStart = part.IsMessageStart,
            SourceOffset = part.SourceOffset,
            SourceLength = part.SourceLength,
        };
        if (isLast)
        {
            _json.Position = _resume;
            _state = isItem ? State.Elements : State.Content;
        }
    }

    // An item of a Responses request that is not a message.
    private bool ReadItem()
    {
        PromptPath path = new(_root, _elements.Index);
        switch (_message.Item)
        {
            case ItemKind.ToolCall:
                ReadMembers("arguments"u8, "input"u8, isText: true, out Block call);
                Set(call, PromptSegmentKind.ToolUse, _section, path);
                return true;
            case ItemKind.ToolResult:
                return ReadToolResult(path, _section);
            default:
                ReadWhole(out Block whole);
                Set(whole, _message.Item == ItemKind.Reasoning ? PromptSegmentKind.Thinking : PromptSegmentKind.Other, _section, path);
                return true;
        }
    }

    // An object as JSON, but for the marker.
    private void ReadWhole(out Block block)
    {
        block = default;
        JsonKind kind = _json.PeekKind();
        int source = _json.Position;
        if (kind != JsonKind.Object)
        {
            block.Content = CopyCanonical();
        }
        else
        {
            int start = _tail;
            _scratch[_tail++] = (byte)'{';
            _json.Open();
            for (bool isFirst = true; _json.NextMember(ref isFirst, out ReadOnlySpan<byte> name);)
            {
                if (IsOneOf(name, "cache_control"u8, "prompt_cache_breakpoint"u8))
                {
                    block.Breakpoint = ReadBreakpoint();
                    continue;
                }

                if (_tail > start + 1)
                {
                    _scratch[_tail++] = (byte)',';
                }

                _tail += _json.CopyName(_scratch[_tail..]);
                CopyCanonical();
            }

            _scratch[_tail++] = (byte)'}';
            block.Content = new Region(start, _tail - start);
        }

        block.IsJson = true;
        (block.SourceOffset, block.SourceLength) = (source, _json.Position - source);
    }

    // {"type": "ephemeral", "ttl": "1h"}; anything but null and false is a marker.
    private CacheBreakpoint ReadBreakpoint()
    {
        JsonKind kind = _json.PeekKind();
        if (kind != JsonKind.Object)
        {
            _json.SkipValue();
            return new CacheBreakpoint(kind is not (JsonKind.Null or JsonKind.False));
        }

        int lifetime = 0;
        _json.Open();
        for (bool isFirst = true; _json.NextMember(ref isFirst, out ReadOnlySpan<byte> name);)
        {
            _json.PeekKind();
            int start = _json.Position;
            _json.SkipValue();
            if (name.SequenceEqual("ttl"u8))
            {
                lifetime = ParseLifetime(_json.Since(start));
            }
        }

        return new CacheBreakpoint(true, lifetime);
    }

    // "5m", "1h", "30m", "24h", "300s", or a number of seconds; 0 for anything else.
    private static int ParseLifetime(ReadOnlySpan<byte> value)
    {
        value = value.Trim((byte)'"');
        if (!System.Buffers.Text.Utf8Parser.TryParse(value, out int number, out int length) || number <= 0)
        {
            return 0;
        }

        int unit = value[length..] switch
        {
            [] or [(byte)'s'] => 1,
            [(byte)'m'] => 60,
            [(byte)'h'] => 3600,
            _ => 0,
        };
        return (int)Math.Min(int.MaxValue, (long)number * unit);
    }

    private ReadOnlySpan<byte> CopyText() => Bytes(CopyDecoded());

    private Region CopyDecoded()
    {
        int start = _tail;
        _tail += _json.CopyText(_scratch[start..]);
        return new Region(start, _tail - start);
    }

    private Region CopyCanonical()
    {
        int start = _tail;
        _tail += _json.CopyCanonical(_scratch[start..]);
        return new Region(start, _tail - start);
    }
}
