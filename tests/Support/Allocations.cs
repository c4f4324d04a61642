namespace FastTokens.Tests.Support;

/// <summary>What calls allocate on their thread.</summary>
internal static class Allocations
{
    private const int Rounds = 4;

    /// <summary>Returns the bytes that repeated calls allocate, the least of a few rounds.</summary>
    /// <remarks>
    /// A collection may empty the pools that a path rents from, and the runtime may compile it anew, at any time on a busy machine: a round in which that
    /// happens allocates what no other does. What a path allocates by itself is there in every round.
    /// </remarks>
    /// <param name="call">The path.</param>
    /// <param name="warmUpCalls">The calls before the first round.</param>
    /// <param name="calls">The calls of a round.</param>
    internal static long Of(Func<long> call, int warmUpCalls, int calls)
    {
        long sum = 0;
        for (int turn = 0; turn < warmUpCalls; turn++)
        {
            sum += call();
        }

        long least = long.MaxValue;
        for (int round = 0; round < Rounds && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int turn = 0; turn < calls; turn++)
            {
                sum += call();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        GC.KeepAlive(sum);
        return least;
    }
}
