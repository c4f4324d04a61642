using System.Runtime.InteropServices;
using FastTokens.Caching;

namespace FastTokens.Compaction;

/// <summary>
/// Deletes old results of tools on the server, by edits of the provider's cache: locally the conversation stays as it is, and the cached prefix stays
/// valid. The state of one conversation; not safe for concurrent use.
/// </summary>
/// <remarks>
/// In the order of a turn: <see cref="Update"/> registers what is new and may queue an edit; <see cref="TryTake"/> gives it once; <see cref="Pin"/> says with
/// which message of the user it was sent, or <see cref="Release"/> that it was not; all of <see cref="Pinned"/> go with every later request; <see cref="Report"/>
/// takes the provider's count.
/// </remarks>
public sealed class CacheEditMicrocompactor
{
    private readonly List<ToolResultPlace> _live = [];
    private readonly HashSet<ulong> _known = [];
    private readonly List<CacheEdit> _pinned = [];
    private CacheEdit? _queued;
    private CacheEdit? _taken;
    private int _read;
    private long _baseline;

    /// <summary>Makes a microcompactor.</summary>
    /// <param name="options">How many results, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public CacheEditMicrocompactor(MicrocompactionOptions? options = null)
    {
        Options = options ?? MicrocompactionOptions.Default;
        Options.Validate();
    }

    /// <summary>Gets the options.</summary>
    public MicrocompactionOptions Options { get; }

    /// <summary>Gets the edits that were sent, in their order: they go with every later request, each at its message.</summary>
    public ReadOnlySpan<CacheEdit> Pinned => CollectionsMarshal.AsSpan(_pinned);

    /// <summary>Gets how many registered results no edit deletes.</summary>
    public int LiveCount => _live.Count;

    /// <summary>Gets whether an edit waits to be sent.</summary>
    public bool HasQueued => _queued is not null;

    /// <summary>Registers results that are new, message by message in their order, and queues one edit where there are more than the trigger allows.</summary>
    /// <param name="messages">The messages: those before, and new ones behind them. After they were rewritten, <see cref="Reset"/> comes first.</param>
    /// <param name="source">What sends the request; nothing is done outside the main thread. Here, a missing one counts as the main thread.</param>
    /// <param name="isSupported">Whether the model and the request allow cache edits: the caller's to know.</param>
    /// <returns>Whether an edit was queued.</returns>
    public bool Update<TMessages>(scoped in TMessages messages, string? source, bool isSupported)
        where TMessages : IMessageList, allows ref struct
    {
        if (!isSupported || (source is not null && !Options.IsMainThread(source)))
        {
            return false;
        }

        // The last message that was read may have grown.
        for (int message = Math.Max(0, Math.Min(_read, messages.Count) - 1); message < messages.Count; message++)
        {
            Register(messages, message);
        }

        _read = messages.Count;
        int keep = Math.Max(1, Options.CacheEditKeep);
        if (_queued is not null || _taken is not null || _live.Count <= Options.CacheEditTrigger || _live.Count <= keep)
        {
            return false;
        }

        int count = _live.Count - keep;
        ToolResultPlace[] deletions = new ToolResultPlace[count];
        _live.CopyTo(0, deletions, 0, count);
        _live.RemoveRange(0, count);
        long tokens = 0;
        foreach (ToolResultPlace deletion in deletions)
        {
            tokens += deletion.Tokens;
        }

        _queued = new CacheEdit(deletions, tokens);
        return true;
    }

    /// <summary>Gives the queued edit, once: for the request that is being made.</summary>
    /// <param name="edit">The edit.</param>
    /// <param name="detector">Told how much less the next response reads.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryTake(out CacheEdit edit, CacheBreakDetector? detector = null)
    {
        edit = _queued ?? default;
        if (_queued is null)
        {
            return false;
        }

        detector?.Announce(ExpectedDropKind.CacheEdit, edit.Tokens);
        (_taken, _queued) = (_queued, null);
        return true;
    }

    /// <summary>Notes that the edit that was taken was sent with a message of the user, where it stays.</summary>
    /// <exception cref="InvalidOperationException">No edit was taken.</exception>
    public void Pin(int userMessageIndex)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(userMessageIndex);
        _pinned.Add(Taken() with { UserMessageIndex = userMessageIndex });
        _taken = null;
    }

    /// <summary>Notes that the edit that was taken was not sent: it is queued again.</summary>
    /// <exception cref="InvalidOperationException">No edit was taken.</exception>
    public void Release()
    {
        _queued = Taken();
        _taken = null;
    }

    /// <summary>Takes the provider's count of deleted tokens, which adds up over the conversation.</summary>
    /// <param name="cumulativeTokens">The count, as the response reports it.</param>
    /// <returns>What was deleted since the last report; 0 where the count went back, as after a restart of the provider's.</returns>
    public long Report(long cumulativeTokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cumulativeTokens);
        long deleted = Math.Max(0, cumulativeTokens - _baseline);
        _baseline = cumulativeTokens;
        return deleted;
    }

    /// <summary>Forgets everything: after messages were rewritten, by <see cref="TimeBasedMicrocompactor"/> or a compaction.</summary>
    public void Reset()
    {
        _live.Clear();
        _known.Clear();
        _pinned.Clear();
        (_queued, _taken) = (null, null);
        _read = 0;
        _baseline = 0;
    }

    private void Register<TMessages>(scoped in TMessages messages, int message)
        where TMessages : IMessageList, allows ref struct
    {
        for (int position = 0; position < messages.ToolCountOf(message); position++)
        {
            ToolReference tool = messages.ToolOf(message, position);
            if (tool.IsResult && tool.IsCompactable && _known.Add(tool.Id))
            {
                _live.Add(new ToolResultPlace(message, position, tool.Id, tool.Tokens));
            }
        }
    }

    private CacheEdit Taken() => _taken ?? throw new InvalidOperationException("No edit was taken that could have been sent.");
}
