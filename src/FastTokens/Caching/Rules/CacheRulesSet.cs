using System.Collections.ObjectModel;

namespace FastTokens.Caching;

/// <summary>Rules for many models; the first that fit a model hold. Immutable.</summary>
public sealed class CacheRulesSet
{
    private const int MaxFileBytes = 16 << 20;
    private const string Everyone = "*";

    private static readonly Lazy<CacheRulesSet> LazyDefault = new(static () => new CacheRulesSet(CacheRulesReader.Read(CacheRulesData.Utf8Json), ModelCatalog.Default));

    private readonly ReadOnlyCollection<CacheRules> _rules;
    private readonly ModelCatalog _catalog;

    private CacheRulesSet(CacheRules[] rules, ModelCatalog catalog)
    {
        _rules = Array.AsReadOnly(rules);
        _catalog = catalog;
    }

    /// <summary>Gets the rules that come with the library.</summary>
    public static CacheRulesSet Default => LazyDefault.Value;

    /// <summary>Gets the rules, in order.</summary>
    public IReadOnlyList<CacheRules> Rules => _rules;

    /// <summary>Reads rules, <c>{"format": 1, "rules": […]}</c>; they come before those of <see cref="Default"/>.</summary>
    /// <param name="utf8Json">UTF-8 JSON with comments, at most 16 MB. Read to its end, not disposed.</param>
    /// <param name="catalog">Where prices and minimums of models come from; <see langword="null"/> for <see cref="ModelCatalog.Default"/>.</param>
    /// <exception cref="InvalidDataException">The file is wrong; the message names the place and the reason.</exception>
    public static CacheRulesSet Load(Stream utf8Json, ModelCatalog? catalog = null)
    {
        ArgumentNullException.ThrowIfNull(utf8Json);
        using MemoryStream copy = new();
        utf8Json.CopyTo(copy);
        if (copy.Length > MaxFileBytes)
        {
            throw new InvalidDataException($"The cache rules are larger than {MaxFileBytes} bytes.");
        }

        CacheRules[] own = CacheRulesReader.Read(copy.GetBuffer().AsSpan(0, (int)copy.Length));
        CacheRules[] all = [.. own, .. Default._rules];
        return new CacheRulesSet(all, catalog ?? ModelCatalog.Default);
    }

    /// <summary>Returns the rules of a model, with its prices and its minimum from the model catalog.</summary>
    /// <param name="model">The name of the model; need not be known.</param>
    /// <param name="provider">Who serves it, or <see langword="null"/> for the one who publishes it.</param>
    public CacheRules ForModel(string model, string? provider = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ModelInfo? known = _catalog.TryGetModel(model, out ModelInfo? info) ? info : null;
        ReadOnlySpan<char> name = known is null ? ModelName.WithoutRoute(model) : known.Name;
        CacheRules rules = Find(name, provider);
        return rules with
        {
            Prices = known?.Prices?.Value,
            MinimumTokens = known?.MinCacheableTokens is { } minimum && rules.Provider == known.Provider ? minimum.Value : rules.MinimumTokens,
        };
    }

    private CacheRules Find(ReadOnlySpan<char> model, string? provider)
    {
        foreach (CacheRules rules in _rules)
        {
            bool isProvider = rules.Provider == Everyone || provider is null || string.Equals(rules.Provider, provider, StringComparison.OrdinalIgnoreCase);
            if (isProvider && Fits(rules, model))
            {
                return rules;
            }
        }

        throw new InvalidOperationException("The last rules are for every model.");
    }

    private static bool Fits(CacheRules rules, ReadOnlySpan<char> model)
    {
        foreach (string pattern in rules.Models)
        {
            bool fits = pattern.EndsWith('*')
                ? model.StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.OrdinalIgnoreCase)
                : model.Equals(pattern, StringComparison.OrdinalIgnoreCase);
            if (fits)
            {
                return true;
            }
        }

        return false;
    }
}
