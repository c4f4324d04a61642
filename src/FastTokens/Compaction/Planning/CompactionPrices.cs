using FastTokens.Caching;

namespace FastTokens.Compaction;

/// <summary>What tokens cost, for weighing a fold: any currency.</summary>
/// <param name="Read">A token that is read from the cache.</param>
/// <param name="Write">A token that is written to it, or paid as new where writes are free.</param>
/// <param name="Output">An output token.</param>
public readonly record struct CompactionPrices(double Read, double Write, double Output)
{
    /// <summary>Returns the prices of a model in US dollars, or <see langword="null"/> where they are not known.</summary>
    public static CompactionPrices? From(CacheRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return rules is { ReadPrice: { } read, WritePrice: { } write, OutputPrice: { } output } ? new CompactionPrices((double)read, (double)write, (double)output) : null;
    }

    /// <summary>Returns what the input of a summary request costs at the present warmth of the cache.</summary>
    /// <param name="inputTokens">Its input.</param>
    /// <param name="cachedTokens">What of it the cache holds.</param>
    public double SummaryInputCost(long inputTokens, long cachedTokens)
    {
        long read = Math.Clamp(cachedTokens, 0, inputTokens);
        return (read * Read) + ((inputTokens - read) * Write);
    }

    /// <summary>Returns after how many turns a fold has paid for itself.</summary>
    /// <remarks>
    /// n* = (S + σ·p_out + (T − P)·w + P·r − V·r) / ((V − T)·r): the summary request and the first turn after it, less what that turn would have cost, over what
    /// every later turn saves. Infinite where no turn saves anything; negative where the fold is cheaper at once.
    /// </remarks>
    /// <param name="usedTokens">V, the tokens in view now.</param>
    /// <param name="expectedTokens">T, those after the fold.</param>
    /// <param name="fixedTokens">P, those of tools and system, which stay cached.</param>
    /// <param name="summaryTokens">σ, those of the summary.</param>
    /// <param name="summaryInputCost">S, see <see cref="SummaryInputCost"/>.</param>
    public double BreakEvenTurns(long usedTokens, long expectedTokens, long fixedTokens, long summaryTokens, double summaryInputCost)
    {
        double cost = summaryInputCost + (summaryTokens * Output) + ((expectedTokens - fixedTokens) * Write) + (fixedTokens * Read) - (usedTokens * Read);
        double saving = (usedTokens - expectedTokens) * Read;
        return saving > 0 ? cost / saving : cost < 0 ? double.NegativeInfinity : double.PositiveInfinity;
    }
}
