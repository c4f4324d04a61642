namespace FastTokens.Compaction;

/// <summary>The messages of a conversation, as the policies see them. Implemented by a struct, or a ref struct over the caller's own, nothing is boxed.</summary>
/// <remarks><see cref="MessageIndex"/> is a ready one. Members are called with indices from 0 to <see cref="Count"/> - 1 where nothing else is said.</remarks>
public interface IMessageList
{
    /// <summary>Gets the number of messages.</summary>
    int Count { get; }

    /// <summary>Returns who speaks in a message.</summary>
    MessageRole RoleOf(int index);

    /// <summary>Returns the tokens of all messages before one; of all messages for <see cref="Count"/>. With running sums at hand a decision takes nanoseconds.</summary>
    long TokensBefore(int index);

    /// <summary>Returns when a message was made, or <see langword="null"/> if nobody knows.</summary>
    DateTimeOffset? TimeOf(int index);

    /// <summary>Returns the number of calls and results of tools in a message.</summary>
    int ToolCountOf(int index);

    /// <summary>Returns one of them, in their order.</summary>
    ToolReference ToolOf(int index, int position);

    /// <summary>Returns whether a cut may come before a message, or behind the last one for <see cref="Count"/>: no call of a tool stands before it whose result is behind it or still to come.</summary>
    /// <remarks><see cref="ToolPairs.AreWholeAt"/> answers that for any list, by looking at all messages. A list may forbid more, such as to part reasoning from what it led to.</remarks>
    bool IsCutAllowed(int index);
}
