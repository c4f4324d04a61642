namespace FastTokens.Caching;

/// <summary>What the provider itself says of why a prefix was not reused.</summary>
public enum ProviderDiagnosis
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The request begins like the one it was compared with.</summary>
    SamePrefix,

    /// <summary>The model or a setting differs.</summary>
    ModelOrParameterChanged,

    /// <summary>Tools, instructions or input differ.</summary>
    ContentChanged,

    /// <summary>The prefix is no longer kept.</summary>
    Expired,
}
