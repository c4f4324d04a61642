using System.Runtime.InteropServices;

namespace FastTokens.Compaction;

/// <summary>What the policies need to know of a conversation's messages, without their text: built from a fingerprint, or message by message.</summary>
/// <remarks>
/// Running sums and the places where a cut would part a call from its result are kept up to date, so that decisions need no walk over the messages. Not safe
/// for concurrent use while it is built. Allocates only where a buffer must grow.
/// </remarks>
public sealed partial class MessageIndex : IMessageList
{
    private readonly List<Entry> _messages = [];
    private readonly List<ToolReference> _tools = [];

    // Where calls were made, for their results; and those that wait for one, in the order of messages.
    private readonly Dictionary<ulong, (int Message, bool IsCompactable)> _calls = [];
    private readonly List<(ulong Id, int Message)> _open = [];
    private bool _hasResultsSinceCall;
    private long _tokens;

    /// <summary>Gets the tokens of tools and system prompt, messages of the system at the front included.</summary>
    public long FixedTokens { get; private set; }

    /// <summary>Gets the tokens of all messages.</summary>
    public long TokenCount => _tokens;

    /// <inheritdoc/>
    public int Count => _messages.Count;

    /// <summary>Forgets all messages.</summary>
    /// <param name="fixedTokens">The tokens of tools and system prompt; messages of the system that are added first are added to it.</param>
    public void Clear(long fixedTokens = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fixedTokens);
        FixedTokens = fixedTokens;
        _messages.Clear();
        _tools.Clear();
        _calls.Clear();
        _open.Clear();
        _hasResultsSinceCall = false;
        _tokens = 0;
    }

    /// <summary>Adds a message.</summary>
    /// <param name="role">Who speaks.</param>
    /// <param name="tokens">All its tokens, those of calls and results of tools included.</param>
    /// <param name="time">When it was made, if that is known.</param>
    public void AddMessage(MessageRole role, long tokens, DateTimeOffset? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        if (role == MessageRole.System && IsFirstBut(MessageRole.System))
        {
            FixedTokens += tokens;
        }

        // The conversation has gone on: nobody waits any more for what was not answered.
        if (role == MessageRole.User || (role == MessageRole.Assistant && _hasResultsSinceCall))
        {
            _open.Clear();
            _hasResultsSinceCall = false;
        }

        _hasResultsSinceCall |= role == MessageRole.Tool && _open.Count > 0;
        _messages.Add(new Entry(role, time, _tokens, _tools.Count, IsCutAllowed: true));
        _tokens += tokens;
    }

    /// <summary>Notes a call of a tool in the last message.</summary>
    /// <param name="id">Its id, see <see cref="ToolReference.IdOf"/>.</param>
    /// <param name="isCompactable">Whether results of the tool may be cleared, see <see cref="CompactableTools"/>.</param>
    /// <param name="tokens">Its tokens.</param>
    /// <exception cref="InvalidOperationException">There is no message.</exception>
    public void AddToolCall(ulong id, bool isCompactable, long tokens = 0)
    {
        RequireMessage();
        _tools.Add(new ToolReference(false, id, isCompactable, tokens));
        _calls[id] = (Count - 1, isCompactable);
        _open.Add((id, Count - 1));
    }

    /// <summary>Notes the result of a tool in the last message.</summary>
    /// <param name="id">The id of the call; whether the result may be cleared follows from it.</param>
    /// <param name="tokens">The tokens of the result.</param>
    /// <exception cref="InvalidOperationException">There is no message.</exception>
    public void AddToolResult(ulong id, long tokens)
    {
        RequireMessage();
        bool isKnown = _calls.TryGetValue(id, out (int Message, bool IsCompactable) call);
        _tools.Add(new ToolReference(true, id, isKnown && call.IsCompactable, tokens));
        if (!isKnown)
        {
            return;
        }

        Span<Entry> messages = CollectionsMarshal.AsSpan(_messages);
        for (int index = call.Message + 1; index < messages.Length; index++)
        {
            messages[index] = messages[index] with { IsCutAllowed = false };
        }

        for (int index = 0; index < _open.Count; index++)
        {
            if (_open[index].Id == id)
            {
                _open.RemoveAt(index);
                break;
            }
        }
    }

    /// <inheritdoc/>
    public MessageRole RoleOf(int index) => _messages[index].Role;

    /// <inheritdoc/>
    public long TokensBefore(int index) => index == Count ? _tokens : _messages[index].TokensBefore;

    /// <inheritdoc/>
    public DateTimeOffset? TimeOf(int index) => _messages[index].Time;

    /// <inheritdoc/>
    public int ToolCountOf(int index) => (index + 1 < Count ? _messages[index + 1].FirstTool : _tools.Count) - _messages[index].FirstTool;

    /// <inheritdoc/>
    public ToolReference ToolOf(int index, int position)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)position, (uint)ToolCountOf(index), nameof(position));
        return _tools[_messages[index].FirstTool + position];
    }

    /// <inheritdoc/>
    public bool IsCutAllowed(int index) => index == Count ? _open.Count == 0 : _messages[index].IsCutAllowed && (_open.Count == 0 || index <= _open[0].Message);

    private bool IsFirstBut(MessageRole role)
    {
        foreach (Entry message in CollectionsMarshal.AsSpan(_messages))
        {
            if (message.Role != role)
            {
                return false;
            }
        }

        return true;
    }

    private void ForbidCutBeforeLast()
    {
        ref Entry last = ref CollectionsMarshal.AsSpan(_messages)[^1];
        last = last with { IsCutAllowed = false };
    }

    private void RequireMessage()
    {
        if (Count == 0)
        {
            throw new InvalidOperationException("There is no message yet that the tool could belong to.");
        }
    }

    private readonly record struct Entry(MessageRole Role, DateTimeOffset? Time, long TokensBefore, int FirstTool, bool IsCutAllowed);
}
