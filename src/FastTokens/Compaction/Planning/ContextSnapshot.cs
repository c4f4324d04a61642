namespace FastTokens.Compaction;

/// <summary>What a decision about compaction rests on. No text: all figures are known already.</summary>
public readonly record struct ContextSnapshot
{
    /// <summary>Makes a snapshot.</summary>
    /// <param name="usedTokens">The tokens in the context now, see <see cref="ContextMeter.Tokens"/>.</param>
    /// <param name="turn">The number of the turn; never goes down within a conversation.</param>
    public ContextSnapshot(long usedTokens, long turn)
    {
        UsedTokens = usedTokens;
        Turn = turn;
    }

    /// <summary>Gets the tokens in the context now.</summary>
    public long UsedTokens { get; init; }

    /// <summary>Gets the number of the turn: one fold a turn. Never goes down within a conversation.</summary>
    public long Turn { get; init; }

    /// <summary>Gets the tokens of tools and system prompt, which no fold can remove, in the unit of <see cref="UsedTokens"/>.</summary>
    public long FixedTokens { get; init; }

    /// <summary>Gets when the decision is asked for.</summary>
    public CompactionMoment Moment { get; init; }

    /// <summary>Gets whether the request is itself one that makes a summary: it never triggers another.</summary>
    public bool IsCompactionRequest { get; init; }

    /// <summary>Gets whether the user has switched automatic compaction off.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Gets the tokens from the front of the context that the provider's cache holds now: what a summary request would read.</summary>
    public long CachedTokens { get; init; }

    /// <summary>Gets how many more calls the conversation is expected to have, or <see langword="null"/> if nobody knows.</summary>
    public double? ExpectedTurns { get; init; }

    /// <summary>Gets the tokens that the summary is expected to have, or <see langword="null"/> for those of the last one or <see cref="CompactionOptions.SummaryTokens"/>.</summary>
    public long? SummaryTokens { get; init; }
}
