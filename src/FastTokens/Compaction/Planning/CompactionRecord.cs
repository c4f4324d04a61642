using FastTokens.Caching;

namespace FastTokens.Compaction;

/// <summary>What a compaction came to.</summary>
/// <param name="Level">The level that it was made for; <see cref="CompactionLevel.None"/> for one that the user asked for.</param>
/// <param name="Turn">When.</param>
/// <param name="TokensBefore">The tokens in the context before.</param>
/// <param name="TokensAfter">Those after it.</param>
/// <param name="SummaryUsage">What the summary request reported; all zeros where there was none.</param>
/// <param name="Succeeded">Whether it left usage below its threshold and freed more than a trace.</param>
public readonly record struct CompactionRecord(CompactionLevel Level, long Turn, long TokensBefore, long TokensAfter, CacheUsage SummaryUsage, bool Succeeded)
{
    /// <summary>Gets the tokens that it freed; negative where the context grew.</summary>
    public long FreedTokens => TokensBefore - TokensAfter;

    /// <summary>Gets the part of the summary request's input that was read from the cache, from 0 to 1.</summary>
    public double HitRatio => SummaryUsage.HitRatio;
}
