using System.Text;
using CommunityToolkit.HighPerformance.Buffers;

namespace FastTokens.Caching;

/// <summary>
/// Reads the body of a request segment by segment, in the order of the document, without allocating: Anthropic Messages, OpenAI Chat Completions
/// and OpenAI Responses.
/// </summary>
/// <remarks>
/// <para>
/// A bare string and a list of one text block give the same segment, but for its path. What the reader does not know is kept: blocks and members of messages
/// as <see cref="PromptSegmentKind.Other"/>, members of blocks as <see cref="PromptSegment.Extra"/>, members of the request as segments of
/// <see cref="PromptSection.Parameters"/>. Members that are <c>null</c> count as absent.
/// </para>
/// <para>The time is linear in the body. Lone surrogates in escapes become U+FFFD; ill-formed UTF-8 is an error, as JSON has it.</para>
/// </remarks>
public ref partial struct PromptReader
{
    private readonly PromptFormat _format;
    private readonly Span<byte> _scratch;
    private JsonCursor _json;
    private State _state;
    private int _tail;
    private int _extraTail;

    // Where in the request: the top-level array, the message, its content, the parts of a tool result.
    private bool _isFirstMember = true;
    private Level _elements;
    private Level _members;
    private Level _parts;
    private Level _leaves;
    private string _root = "";
    private PromptSection _section;
    private MessageHead _message;
    private bool _isMessageStart;

    // The tool result whose parts are being read, and where the document goes on behind it.
    private Block _result;
    private int _resume;

    private PromptSegment _current;

    /// <summary>Starts reading.</summary>
    /// <param name="utf8Json">The body: one JSON object in UTF-8.</param>
    /// <param name="format">Its shape; see <see cref="DetectFormat"/>.</param>
    /// <param name="scratch">Memory for text without its escapes, of at least <see cref="GetScratchLength"/> bytes.</param>
    /// <exception cref="ArgumentException"><paramref name="scratch"/> is too short.</exception>
    /// <exception cref="PromptFormatException">The body is not well-formed UTF-8.</exception>
    public PromptReader(ReadOnlySpan<byte> utf8Json, PromptFormat format, Span<byte> scratch)
    {
        if (scratch.Length < GetScratchLength(utf8Json.Length))
        {
            throw new ArgumentException("The scratch memory is shorter than GetScratchLength says.", nameof(scratch));
        }

        _format = format;
        _scratch = scratch;
        _json = new JsonCursor(utf8Json);
        _json.RequireUtf8();
    }

    private enum State
    {
        Start,
        Members,
        Elements,
        MessageMembers,
        Content,
        ToolCalls,
        ResultParts,
        End,
    }

    /// <summary>Gets the segment that <see cref="Read"/> read; valid until the next one is.</summary>
    public readonly PromptSegment Current => _current;

    /// <summary>Gets the model that the request names, as far as it has been read; <see langword="null"/> where it names none.</summary>
    public string? Model { get; private set; }

    /// <summary>Gets whether the request, as far as it has been read, goes on from state that the server keeps (<c>previous_response_id</c>, <c>conversation</c>, …).</summary>
    public bool HasServerState { get; private set; }

    /// <summary>Gets the breakpoint that the request sets for its last block without naming it (Anthropic's <c>cache_control</c> on the request).</summary>
    public CacheBreakpoint AutomaticBreakpoint { get; private set; }

    /// <summary>Gets the offset in bytes up to which the body has been read.</summary>
    public readonly int BytesConsumed => _json.Position;

    /// <summary>Returns how much scratch memory a body needs.</summary>
    public static int GetScratchLength(int bodyLength) => checked(2 * (bodyLength + (4 * JsonCursor.Slack)));

    /// <summary>Reads the next segment.</summary>
    /// <returns>Whether there was one; if not, the body has been read to its end and is well-formed.</returns>
    /// <exception cref="PromptFormatException">The body is not well-formed JSON, or not a request; says where.</exception>
    public bool Read()
    {
        while (true)
        {
            _tail = 0;
            _extraTail = _scratch.Length / 2;
            switch (_state)
            {
                case State.Start:
                    if (_json.PeekKind() != JsonKind.Object)
                    {
                        _json.Throw("a request is a JSON object");
                    }

                    _json.Open();
                    _state = State.Members;
                    break;
                case State.Members:
                    if (ReadRequestMember())
                    {
                        return true;
                    }

                    break;
                case State.Elements:
                    if (!_elements.MoveNext(ref _json))
                    {
                        _state = State.Members;
                    }
                    else if (ReadElement())
                    {
                        return true;
                    }

                    break;
                case State.MessageMembers:
                    if (ReadMessageMember())
                    {
                        return true;
                    }

                    break;
                case State.Content:
                    if (!_parts.MoveNext(ref _json))
                    {
                        _state = State.MessageMembers;
                    }
                    else if (ReadBlock())
                    {
                        return true;
                    }

                    break;
                case State.ToolCalls:
                    if (!_parts.MoveNext(ref _json))
                    {
                        _state = State.MessageMembers;
                    }
                    else
                    {
                        ReadToolCall(new PromptPath(_root, _elements.Index, "tool_calls", _parts.Index));
                        return true;
                    }

                    break;
                case State.ResultParts:
                    ReadResultPart();
                    return true;
                default:
                    return false;
            }
        }
    }

    private bool ReadRequestMember()
    {
        if (!_json.NextMember(ref _isFirstMember, out ReadOnlySpan<byte> name))
        {
            _json.RequireEnd();
            _state = State.End;
            return false;
        }

        JsonKind kind = _json.PeekKind();
        bool isArray = kind == JsonKind.Array;
        if (kind == JsonKind.Null)
        {
            _json.SkipValue();
            return false;
        }

        if (isArray && (name.SequenceEqual("tools"u8) || name.SequenceEqual("functions"u8)))
        {
            Enter(name.Length == 5 ? "tools" : "functions", PromptSection.Tools);
            return false;
        }

        bool isResponses = _format == PromptFormat.OpenAIResponses;
        if (isArray && name.SequenceEqual(isResponses ? "input"u8 : "messages"u8))
        {
            Enter(isResponses ? "input" : "messages", PromptSection.Messages);
            return false;
        }

        if (isResponses && name.SequenceEqual("input"u8))
        {
            return SetText(PromptSegmentKind.UserText, PromptSection.Messages, new PromptPath("input"));
        }

        if (isResponses && kind == JsonKind.String && name.SequenceEqual("instructions"u8))
        {
            return SetText(PromptSegmentKind.SystemText, PromptSection.System, new PromptPath("instructions"));
        }

        if (_format == PromptFormat.AnthropicMessages)
        {
            if (name.SequenceEqual("system"u8))
            {
                if (!isArray)
                {
                    return SetText(PromptSegmentKind.SystemText, PromptSection.System, new PromptPath("system"));
                }

                Enter("system", PromptSection.System);
                return false;
            }

            if (name.SequenceEqual("cache_control"u8))
            {
                AutomaticBreakpoint = ReadBreakpoint();
                return false;
            }
        }

        if (kind == JsonKind.String && name.SequenceEqual("model"u8))
        {
            Model = StringPool.Shared.GetOrAdd(CopyText(), Encoding.UTF8);
            return false;
        }

        HasServerState |= IsServerState(name);
        return SetJson(
            IsKnownParameter(name) ? PromptSegmentKind.Parameter : PromptSegmentKind.Other, PromptSection.Parameters, new PromptPath(NameOf(name)));
    }

    private void Enter(string root, PromptSection section)
    {
        _root = root;
        _section = section;
        _json.Open();
        _elements = Level.Start;
        _state = State.Elements;
    }

    private bool ReadElement()
    {
        switch (_section)
        {
            case PromptSection.Tools:
                ReadTool();
                return true;
            case PromptSection.System:
                _message = new MessageHead { Role = Role.System };
                _parts = default;
                return ReadBlock();
            default:
                if (_json.PeekKind() != JsonKind.Object)
                {
                    _json.Throw("a message is a JSON object");
                }

                _message = ReadMessageHead();
                _isMessageStart = true;
                if (_message.Item is not ItemKind.Message)
                {
                    return ReadItem();
                }

                _json.Open();
                _members = Level.Start;
                _state = State.MessageMembers;
                return false;
        }
    }

    private bool ReadMessageMember()
    {
        if (!_members.MoveNextMember(ref _json, out ReadOnlySpan<byte> name))
        {
            _state = State.Elements;
            return false;
        }

        JsonKind kind = _json.PeekKind();
        if (kind == JsonKind.Null || IsOneOf(name, "role"u8, "type"u8, "cache_control"u8, "tool_call_id"u8))
        {
            _json.SkipValue();
            return false;
        }

        if (name.SequenceEqual("content"u8))
        {
            if (kind == JsonKind.Array)
            {
                _json.Open();
                _parts = Level.Start;
                _state = State.Content;
                return false;
            }

            return SetText(_message.TextKind, _section, new PromptPath(_root, _elements.Index, "content"));
        }

        if (kind == JsonKind.Array && name.SequenceEqual("tool_calls"u8))
        {
            _json.Open();
            _parts = Level.Start;
            _state = State.ToolCalls;
            return false;
        }

        PromptPath path = new(_root, _elements.Index, NameOf(name));
        if (kind == JsonKind.Object && name.SequenceEqual("function_call"u8))
        {
            ReadToolCall(path);
            return true;
        }

        return kind == JsonKind.String && IsOneOf(name, "reasoning_content"u8, "reasoning"u8)
            ? SetText(PromptSegmentKind.Thinking, _section, path)
            : SetJson(PromptSegmentKind.Other, _section, path);
    }

    // A bare string where blocks could stand, as a segment of its own.
    private bool SetText(PromptSegmentKind kind, PromptSection section, PromptPath path)
    {
        if (_json.PeekKind() != JsonKind.String)
        {
            return SetJson(PromptSegmentKind.Other, section, path);
        }

        int start = _json.Position;
        ReadOnlySpan<byte> text = CopyText();
        Set(new Block { Content = new Region(0, text.Length), SourceOffset = start, SourceLength = _json.Position - start }, kind, section, path);
        return true;
    }

    private bool SetJson(PromptSegmentKind kind, PromptSection section, PromptPath path)
    {
        _json.PeekKind();
        int start = _json.Position;
        Region content = CopyCanonical();
        Set(
            new Block { Content = content, IsJson = true, SourceOffset = start, SourceLength = _json.Position - start }, kind, section, path);
        return true;
    }

    private void Set(in Block block, PromptSegmentKind kind, PromptSection section, PromptPath path, bool isBlockEnd = true)
    {
        bool isInMessage = section == PromptSection.Messages;
        CacheBreakpoint breakpoint = block.Breakpoint.IsSet ? block.Breakpoint : isInMessage && IsLastOfMessage() ? _message.Breakpoint : default;
        _current = new PromptSegment
        {
            Kind = kind,
            Section = section,
            Path = path,
            Content = Bytes(block.Content),
            Name = Bytes(block.Name),
            Id = block.Id.Length == 0 && kind == PromptSegmentKind.ToolResult ? _message.ToolCallId : Bytes(block.Id),
            Extra = Bytes(block.Extra),
            IsJson = block.IsJson,
            Breakpoint = breakpoint,
            IsBlockEnd = isBlockEnd,
            IsMessageStart = isInMessage && _isMessageStart,
            SourceOffset = block.SourceOffset,
            SourceLength = block.SourceLength,
        };
        if (isInMessage)
        {
            _isMessageStart = false;
        }
    }

    // A marker on a whole message stands on the last segment of its content.
    private bool IsLastOfMessage() => _message.Breakpoint.IsSet && (_state != State.Content || _json.IsAtLastElement());

    private readonly ReadOnlySpan<byte> Bytes(Region region) => _scratch.Slice(region.Start, region.Length);

    private static string NameOf(ReadOnlySpan<byte> name) => StringPool.Shared.GetOrAdd(name, Encoding.UTF8);
}
