namespace FastTokens.Compaction;

/// <summary>What the request that makes a summary is expected to report, if it repeats tools, system and messages and appends the instruction.</summary>
/// <param name="InputTokens">Its input.</param>
/// <param name="ReadTokens">What of it the cache should give.</param>
/// <param name="OutputTokens">The summary.</param>
/// <param name="Cost">What it costs, or <see langword="null"/> where prices are not known.</param>
public readonly record struct SummaryRequestForecast(long InputTokens, long ReadTokens, long OutputTokens, double? Cost)
{
    /// <summary>Gets the part of the input that should be read from the cache, from 0 to 1.</summary>
    public double HitRatio => InputTokens == 0 ? 0 : (double)ReadTokens / InputTokens;
}
