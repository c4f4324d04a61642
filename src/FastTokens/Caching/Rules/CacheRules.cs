using System.Collections.ObjectModel;

namespace FastTokens.Caching;

/// <summary>How a provider caches the prompts of a model, and what that costs: data with a date and sources.</summary>
/// <remarks>Immutable. The rules that come with the library are in its source as JSON; <see cref="CacheRulesSet.Load"/> reads others.</remarks>
public sealed record CacheRules
{
    /// <summary>Gets the name of the rules.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the provider, or <c>*</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the models that the rules are for: names, or beginnings of names with <c>*</c> behind them.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Gets the day from which the rules are known to hold.</summary>
    public required DateOnly Effective { get; init; }

    /// <summary>Gets what is kept.</summary>
    public required CacheMechanism Mechanism { get; init; }

    /// <summary>Gets the tokens that a prefix must have to be cached.</summary>
    public required int MinimumTokens { get; init; }

    /// <summary>Gets the step in which cached tokens are counted, at least 1.</summary>
    public required int StepTokens { get; init; }

    /// <summary>Gets how many breakpoints a request may have; 0 where they mean nothing.</summary>
    public required int MaximumBreakpoints { get; init; }

    /// <summary>Gets how many blocks before a breakpoint (itself included) are looked at for a cached prefix; 0 for no limit.</summary>
    public required int LookBackBlocks { get; init; }

    /// <summary>Gets whether the end of every request is a breakpoint of its own.</summary>
    public required bool HasImplicitBreakpoint { get; init; }

    /// <summary>Gets the default lifetime in seconds.</summary>
    public required int LifetimeSeconds { get; init; }

    /// <summary>Gets the longer lifetime that can be asked for, in seconds.</summary>
    public required int LongLifetimeSeconds { get; init; }

    /// <summary>Gets whether a read starts the lifetime anew.</summary>
    public required bool ReadsRefresh { get; init; }

    /// <summary>Gets the price of a write for the default lifetime, as a multiple of the input price.</summary>
    public required decimal WriteMultiplier { get; init; }

    /// <summary>Gets the price of a write for the longer lifetime, as a multiple of the input price.</summary>
    public required decimal LongWriteMultiplier { get; init; }

    /// <summary>Gets the price of a read, as a multiple of the input price.</summary>
    public required decimal ReadMultiplier { get; init; }

    /// <summary>Gets the parameters that are part of the key.</summary>
    public IReadOnlyList<CacheKeyParameter> KeyParameters { get; init; } = ReadOnlyCollection<CacheKeyParameter>.Empty;

    /// <summary>Gets the beginnings of system text that the provider strips before caching.</summary>
    public IReadOnlyList<string> StrippedPrefixes { get; init; } = ReadOnlyCollection<string>.Empty;

    /// <summary>Gets where the figures are from: names of members to a document.</summary>
    public IReadOnlyDictionary<string, string> Sources { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Gets the prices of the model, or <see langword="null"/> where the model catalog has none.</summary>
    public ModelPrices? Prices { get; init; }

    /// <summary>Gets the price of a token that is read from the cache, in US dollars, or <see langword="null"/>.</summary>
    public decimal? ReadPrice => Prices is { } prices ? (prices.CacheRead ?? (prices.Input * ReadMultiplier)) / PerMillion : null;

    /// <summary>Gets the price of a token that is neither read nor written, in US dollars, or <see langword="null"/>.</summary>
    public decimal? InputPrice => Prices?.Input / PerMillion;

    /// <summary>Gets the price of a token that is written for the default lifetime, in US dollars, or <see langword="null"/>.</summary>
    public decimal? WritePrice => Prices is { } prices ? (prices.CacheWrite ?? (prices.Input * WriteMultiplier)) / PerMillion : null;

    /// <summary>Gets the price of a token that is written for the longer lifetime, in US dollars, or <see langword="null"/>.</summary>
    public decimal? LongWritePrice => Prices is { } prices ? prices.Input * LongWriteMultiplier / PerMillion : null;

    /// <summary>Gets the price of an output token, in US dollars, or <see langword="null"/>.</summary>
    public decimal? OutputPrice => Prices?.Output / PerMillion;

    private static decimal PerMillion => 1_000_000m;

    /// <summary>Returns the rules of a model, from the data that come with the library.</summary>
    /// <param name="model">The name of the model, as <see cref="ModelCatalog.TryGetModel"/> understands it; need not be known.</param>
    /// <param name="provider">Who serves it, or <see langword="null"/> for the one who publishes it. <c>gateway</c> or any other name gives the rules for everyone else.</param>
    public static CacheRules ForModel(string model, string? provider = null) => CacheRulesSet.Default.ForModel(model, provider);

    /// <summary>Returns what a usage costs, in US dollars, or <see langword="null"/> where no prices are known.</summary>
    public decimal? CostOf(in CacheUsage usage) => Prices is null
        ? null
        : (usage.Uncached * InputPrice) + (usage.Read * ReadPrice) + ((usage.Write5Minutes + usage.WriteOther) * WritePrice)
            + (usage.Write1Hour * LongWritePrice) + (usage.Output * OutputPrice);

    /// <summary>Returns what it costs that tokens are written, or paid in full where nothing is written, instead of read; <see langword="null"/> where no prices are known.</summary>
    public decimal? CostOfLoss(long tokens, bool isLongLifetime = false)
    {
        decimal? instead = Mechanism == CacheMechanism.Prefix ? InputPrice : isLongLifetime ? LongWritePrice : WritePrice;
        return tokens * (instead - ReadPrice);
    }

    /// <summary>Returns the lifetime in seconds of what a breakpoint writes.</summary>
    public int LifetimeOf(CacheBreakpoint breakpoint) => breakpoint.LifetimeSeconds > 0 ? breakpoint.LifetimeSeconds : LifetimeSeconds;
}
