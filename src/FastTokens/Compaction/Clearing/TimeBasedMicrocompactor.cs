using FastTokens.Caching;

namespace FastTokens.Compaction;

/// <summary>Clears old results of tools after a pause so long that the provider's cache has expired: then it costs nothing.</summary>
/// <remarks>
/// Runs before <see cref="CacheEditMicrocompactor"/>; where it has cleared something, that one is reset and has nothing to do. Immutable and safe for
/// concurrent use.
/// </remarks>
public sealed class TimeBasedMicrocompactor
{
    /// <summary>Makes a microcompactor.</summary>
    /// <param name="options">Whether, when and how many, or <see langword="null"/> for the defaults, which leave it off.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public TimeBasedMicrocompactor(MicrocompactionOptions? options = null)
    {
        Options = options ?? MicrocompactionOptions.Default;
        Options.Validate();
    }

    /// <summary>Gets the options.</summary>
    public MicrocompactionOptions Options { get; }

    /// <summary>Returns whether the pause since the model's last message is long enough, in the main thread. Looks at the end of the messages only.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="now">The time.</param>
    /// <param name="source">What sends the request. The main thread must be named: nothing is cleared where it is not known.</param>
    public bool IsDue<TMessages>(scoped in TMessages messages, DateTimeOffset now, string? source)
        where TMessages : IMessageList, allows ref struct =>
        Options.IsTimeBasedEnabled && Options.IsMainThread(source) && LastAnswer(messages) is { } last && now - last >= Options.GapThreshold;

    /// <summary>Says which results are to be cleared, if the pause is long enough: all that may be but the last ones. The caller puts <see cref="MicrocompactionOptions.ClearedText"/> in their place.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="now">The time.</param>
    /// <param name="source">What sends the request.</param>
    /// <param name="cleared">Receives the results to clear, in their order; emptied first.</param>
    /// <param name="state">The state of the conversation: its warnings are no longer held back, and are again where something is cleared.</param>
    /// <param name="edits">Reset where something is cleared: its deletions are of content that is gone.</param>
    /// <param name="detector">Told to expect that the next response reads less, however much.</param>
    /// <returns>How many; none where it is not due, or would save nothing.</returns>
    public MicrocompactionResult Compact<TMessages>(
        scoped in TMessages messages,
        DateTimeOffset now,
        string? source,
        List<ToolResultPlace> cleared,
        ref CompactionState state,
        CacheEditMicrocompactor? edits = null,
        CacheBreakDetector? detector = null)
        where TMessages : IMessageList, allows ref struct
    {
        ArgumentNullException.ThrowIfNull(cleared);
        cleared.Clear();
        state.IsWarningSuppressed = false;
        if (!IsDue(messages, now, source))
        {
            return default;
        }

        int candidates = 0;
        for (int message = 0; message < messages.Count; message++)
        {
            for (int position = 0; position < messages.ToolCountOf(message); position++)
            {
                candidates += messages.ToolOf(message, position) is { IsResult: true, IsCompactable: true } ? 1 : 0;
            }
        }

        int kept = Math.Min(candidates, Math.Max(1, Options.KeepRecent));
        long saved = Collect(messages, candidates - kept, cleared);
        if (cleared.Count == 0)
        {
            return default;
        }

        state.IsWarningSuppressed = true;
        edits?.Reset();
        // The prefix parts at the first result that is cleared, and has expired besides: any drop is expected.
        detector?.Announce(ExpectedDropKind.Deletion);
        return new MicrocompactionResult(cleared.Count, candidates - cleared.Count, saved);
    }

    // Of the first so many results that may be cleared, those that are longer than what takes their place.
    private long Collect<TMessages>(scoped in TMessages messages, int count, List<ToolResultPlace> cleared)
        where TMessages : IMessageList, allows ref struct
    {
        long saved = 0;
        for (int message = 0; count > 0; message++)
        {
            for (int position = 0; position < messages.ToolCountOf(message) && count > 0; position++)
            {
                ToolReference tool = messages.ToolOf(message, position);
                if (!tool.IsResult || !tool.IsCompactable)
                {
                    continue;
                }

                count--;
                if (tool.Tokens > Options.ClearedTextTokens)
                {
                    cleared.Add(new ToolResultPlace(message, position, tool.Id, tool.Tokens));
                    saved += tool.Tokens - Options.ClearedTextTokens;
                }
            }
        }

        return saved;
    }

    // Unset and boundary values are no times.
    private static DateTimeOffset? LastAnswer<TMessages>(scoped in TMessages messages)
        where TMessages : IMessageList, allows ref struct
    {
        for (int index = messages.Count - 1; index >= 0; index--)
        {
            if (messages.RoleOf(index) == MessageRole.Assistant)
            {
                DateTimeOffset? time = messages.TimeOf(index);
                return time > DateTimeOffset.MinValue && time < DateTimeOffset.MaxValue ? time : null;
            }
        }

        return null;
    }
}
