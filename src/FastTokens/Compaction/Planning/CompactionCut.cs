namespace FastTokens.Compaction;

/// <summary>Finds the message before which a conversation is cut.</summary>
internal static class CompactionCut
{
    /// <summary>Returns the first message that is no message of the system at the front.</summary>
    public static int FirstFoldable<TMessages>(scoped in TMessages messages)
        where TMessages : IMessageList, allows ref struct
    {
        int first = 0;
        while (first < messages.Count && messages.RoleOf(first) == MessageRole.System)
        {
            first++;
        }

        return first;
    }

    /// <summary>Returns the first message that stays: the tail has at most the budget where a cut can be made there at all.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="first">The first one that may go.</param>
    /// <param name="tailTokens">The budget, in tokens of the list.</param>
    /// <param name="keepsPending">Whether messages of the user at the end stay in any case.</param>
    /// <param name="reach">How many messages further the cut may move to stand at one of the user.</param>
    /// <remarks>A binary search over the running sums, then some messages onward. Only where no cut is allowed from there to the end does it go back.</remarks>
    public static int Find<TMessages>(scoped in TMessages messages, int first, long tailTokens, bool keepsPending, int reach)
        where TMessages : IMessageList, allows ref struct
    {
        int last = messages.Count;
        while (keepsPending && last > first && messages.RoleOf(last - 1) == MessageRole.User)
        {
            last--;
        }

        int start = Math.Min(last, FirstWithin(messages, first, messages.TokensBefore(messages.Count) - tailTokens));
        int allowed = -1;
        for (int index = start; index <= last && (index - start <= reach || allowed < 0); index++)
        {
            if (messages.IsCutAllowed(index))
            {
                if (index < messages.Count && messages.RoleOf(index) == MessageRole.User)
                {
                    return index;
                }

                allowed = allowed < 0 ? index : allowed;
            }
        }

        for (int index = start - 1; allowed < 0 && index > first; index--)
        {
            allowed = messages.IsCutAllowed(index) ? index : -1;
        }

        return allowed < 0 ? first : allowed;
    }

    // The first message with at least so many tokens before it.
    private static int FirstWithin<TMessages>(scoped in TMessages messages, int first, long tokens)
        where TMessages : IMessageList, allows ref struct
    {
        int low = first;
        int high = messages.Count;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (messages.TokensBefore(middle) >= tokens)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
