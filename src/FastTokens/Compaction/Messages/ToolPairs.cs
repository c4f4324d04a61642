namespace FastTokens.Compaction;

/// <summary>Calls of tools and their results belong together: a request with one of them alone is refused.</summary>
public static class ToolPairs
{
    /// <summary>Returns whether no call before a message has its result in it, behind it, or still to come. Looks at all messages.</summary>
    /// <param name="messages">The messages; <see cref="IMessageList.IsCutAllowed"/> is not asked.</param>
    /// <param name="index">The message, or the count of messages for the end.</param>
    public static bool AreWholeAt<TMessages>(scoped in TMessages messages, int index)
        where TMessages : IMessageList, allows ref struct
    {
        for (int message = 0; message < index; message++)
        {
            for (int position = 0; position < messages.ToolCountOf(message); position++)
            {
                ToolReference call = messages.ToolOf(message, position);
                if (!call.IsResult && !IsAnswered(messages, call.Id, message, index))
                {
                    return false;
                }
            }
        }

        return true;
    }

    // A call without a result waits for it only while the conversation has not gone on: nobody waits for that of an interrupted call.
    private static bool IsAnswered<TMessages>(scoped in TMessages messages, ulong id, int from, int index)
        where TMessages : IMessageList, allows ref struct
    {
        for (int message = from; message < messages.Count; message++)
        {
            for (int position = 0; position < messages.ToolCountOf(message); position++)
            {
                ToolReference result = messages.ToolOf(message, position);
                if (result.IsResult && result.Id == id)
                {
                    return message < index;
                }
            }
        }

        bool hasResults = false;
        for (int message = from + 1; message < messages.Count; message++)
        {
            MessageRole role = messages.RoleOf(message);
            if (role == MessageRole.User || (role == MessageRole.Assistant && hasResults))
            {
                return true;
            }

            hasResults |= role == MessageRole.Tool;
        }

        return false;
    }
}
