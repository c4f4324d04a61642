namespace FastTokens.Caching;

/// <summary>What a response is expected to report, before the request is sent.</summary>
/// <param name="Read">Tokens that should be read.</param>
/// <param name="Written">Tokens that should be written.</param>
/// <param name="Uncached">Tokens that should be paid in full.</param>
/// <param name="Potential">Tokens that could be read had nothing changed and nothing expired: what the previous response read and wrote.</param>
/// <param name="Cause">Why less than that should be read; <see cref="CacheVerdictKind.AsExpected"/> where it is not.</param>
/// <param name="Divergence">Where the prompt parts from the previous one of the conversation.</param>
/// <param name="Gap">The time since the prefix was touched.</param>
/// <param name="Evidence">What the forecast rests on.</param>
/// <param name="LostCost">What reading less costs in US dollars, or <see langword="null"/> where no prices are known.</param>
public readonly record struct CacheForecast(
    long Read,
    long Written,
    long Uncached,
    long Potential,
    CacheVerdictKind Cause,
    PromptDivergence Divergence,
    TimeSpan Gap,
    CacheEvidence Evidence,
    decimal? LostCost)
{
    /// <summary>Gets the tokens that should have to be paid anew although they had been cached.</summary>
    public long Lost => Math.Max(0, Potential - Read);
}
