using System.Globalization;

namespace FastTokens.Caching;

/// <summary>What a response's usage says about its request's cache, compared with the forecast.</summary>
/// <param name="Kind">The verdict.</param>
/// <param name="ExpectedRead">The tokens that should have been read.</param>
/// <param name="ActualRead">The tokens that were read.</param>
/// <param name="LostTokens">The tokens that had been cached, were not announced to go, and were not read.</param>
/// <param name="LostCost">What that cost in US dollars, or <see langword="null"/> where no prices are known.</param>
/// <param name="Confidence">How sure it is, from 0 to 1.</param>
/// <param name="Evidence">What it rests on.</param>
/// <param name="Divergence">Where the prompt parts from the previous one.</param>
/// <param name="Gap">The time since the prefix was touched.</param>
public readonly record struct CacheVerdict(
    CacheVerdictKind Kind,
    long ExpectedRead,
    long ActualRead,
    long LostTokens,
    decimal? LostCost,
    double Confidence,
    CacheEvidence Evidence,
    PromptDivergence Divergence,
    TimeSpan Gap)
{
    /// <summary>Gets whether tokens were lost that nobody had announced.</summary>
    public bool IsBreak => Kind is not (CacheVerdictKind.AsExpected or CacheVerdictKind.ExpectedDrop) && LostTokens > 0;

    /// <summary>Returns the verdict as a line for people.</summary>
    public override string ToString()
    {
        string what = Kind switch
        {
            CacheVerdictKind.AsExpected when Evidence.HasFlag(CacheEvidence.FirstRequest) => "first request",
            CacheVerdictKind.AsExpected => "as expected",
            CacheVerdictKind.ExpectedDrop => "drop as announced",
            CacheVerdictKind.ClientChange => $"changed at {Divergence.Path}",
            CacheVerdictKind.ModelOrParameterChange => $"{Divergence.Path} changed",
            CacheVerdictKind.Expired => string.Create(CultureInfo.InvariantCulture, $"expired after {Gap.TotalMinutes:0.#} min"),
            CacheVerdictKind.BelowMinimum => "below the minimum",
            CacheVerdictKind.LookBackOverflow => "too many blocks since the last breakpoint",
            CacheVerdictKind.EvictedOrRoutedElsewhere => "evicted or routed elsewhere",
            CacheVerdictKind.AccountingMismatch => "reported tokens do not fit the prompt",
            _ => "inconclusive",
        };
        return LostTokens == 0 ? what : string.Create(CultureInfo.InvariantCulture, $"{what}, {LostTokens} tokens lost");
    }
}
