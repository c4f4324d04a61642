namespace FastTokens;

/// <summary>The prices of a model, in US dollars for a million tokens, without surcharges for long prompts and without discounts for batches.</summary>
/// <param name="Input">Of input tokens that come from no cache.</param>
/// <param name="Output">Of output tokens, reasoning included.</param>
/// <param name="CacheRead">Of input tokens that are read from a cache, or <see langword="null"/> where the source states none.</param>
/// <param name="CacheWrite">Of input tokens that are written to a cache for its default lifetime, or <see langword="null"/> where the source states none.</param>
public readonly record struct ModelPrices(decimal Input, decimal Output, decimal? CacheRead = null, decimal? CacheWrite = null);
