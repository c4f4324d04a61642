namespace FastTokens.Caching;

/// <summary>One response of a log.</summary>
public sealed record ReplayTurn
{
    /// <summary>Gets the line of the log, from 1, or the number of the request in a trace.</summary>
    public required int Line { get; init; }

    /// <summary>Gets the conversation: turns of one follow one another.</summary>
    public required string Thread { get; init; }

    /// <summary>Gets the model.</summary>
    public required string Model { get; init; }

    /// <summary>Gets when it was, or <see langword="null"/> where the log does not say.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Gets what the response reported; for a block trace, what the simulation gives.</summary>
    public required CacheUsage Usage { get; init; }

    /// <summary>
    /// Gets the tokens of tools and system prompt, messages of the system at the front included, in proportion to the reported input; or <see langword="null"/> where the
    /// log has no bodies.
    /// </summary>
    public long? FixedTokens { get; init; }

    /// <summary>Gets what it should have reported.</summary>
    public required CacheForecast Forecast { get; init; }

    /// <summary>Gets how the two compare.</summary>
    public required CacheVerdict Verdict { get; init; }

    /// <summary>Gets what was changed, where the log has the bodies and the request does not just append.</summary>
    public PromptChange? Change { get; init; }

    /// <summary>Gets what it cost in US dollars, or <see langword="null"/> where no prices are known.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Gets whether figures of the usage contradicted each other and were mended.</summary>
    public bool WasClamped { get; init; }
}
