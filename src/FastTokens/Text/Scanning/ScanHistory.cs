namespace FastTokens;

/// <summary>What a chunk must know of the 64 characters before it, beside their classes: the last words of two planes.</summary>
internal struct ScanHistory
{
    /// <summary>Where a class equals the one before it.</summary>
    internal ulong Equal;

    internal ulong Digits;
}
