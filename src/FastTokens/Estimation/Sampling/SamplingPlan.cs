namespace FastTokens;

/// <summary>
/// Which parts of a text are counted exactly: one block in each stratum, at a place in it that looks random and depends on the stratum's number alone.
/// Strata grow with the text: the error falls with the number of blocks, not with their share.
/// </summary>
internal static class SamplingPlan
{
    /// <summary>The bytes within which the pieces of a block begin.</summary>
    internal const int BlockLength = 384;

    /// <summary>The bytes before a block that its price depends on: a character.</summary>
    internal const int ContextLength = 4;

    /// <summary>How far the ends of a block may move to lie between pieces.</summary>
    internal const int ReachLength = 128;

    /// <summary>The zones of strata of one length.</summary>
    internal const int ZoneCount = 4;

    // Where the zones end, but for the last, which never does.
    private static ReadOnlySpan<long> ZoneEnds => [128 << 10, 512 << 10, 8 << 20];

    // The length of strata in blocks: the share that is counted exactly is one of so many.
    private static ReadOnlySpan<int> BlocksOfStratum => [8, 16, 32, 64];

    /// <summary>Returns the zone of a stratum that begins at an offset.</summary>
    internal static int ZoneOf(long offset)
    {
        int zone = 0;
        while (zone < ZoneCount - 1 && offset >= ZoneEnds[zone])
        {
            zone++;
        }

        return zone;
    }

    /// <summary>Returns the length of the strata of a zone in bytes.</summary>
    internal static int StratumLength(int zone) => BlocksOfStratum[zone] * BlockLength;

    /// <summary>Returns where the block of a stratum begins, from the stratum's beginning, so that all it needs lies before that of the next.</summary>
    internal static int BlockOffset(long stratum, int zone)
    {
        // SplitMix64: systematic places would meet the same column of every record of a table.
        ulong mixed = (ulong)(stratum + 1) * 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        mixed ^= mixed >> 31;
        return (int)(mixed % (ulong)(StratumLength(zone) - (ContextLength + BlockLength + ReachLength) + 1));
    }
}
