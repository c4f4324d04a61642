namespace FastTokens.Caching;

/// <summary>How a log is replayed.</summary>
public sealed record ReplayOptions
{
    /// <summary>Gets the defaults.</summary>
    public static ReplayOptions Default { get; } = new();

    /// <summary>Gets who served the requests, or <see langword="null"/> for those who publish the models.</summary>
    public string? Provider { get; init; }

    /// <summary>Gets the model, or <see langword="null"/> for what the log says.</summary>
    public string? Model { get; init; }

    /// <summary>Gets the rules of providers.</summary>
    public CacheRulesSet Rules { get; init; } = CacheRulesSet.Default;

    /// <summary>Gets the models: where their profiles come from.</summary>
    public ModelCatalog Catalog { get; init; } = ModelCatalog.Default;
}
