namespace FastTokens.Compaction;

/// <summary>Why a decision is what it is.</summary>
public enum CompactionReasonKind : byte
{
    /// <summary>Usage is below every threshold.</summary>
    BelowThreshold,

    /// <summary>Usage has reached a threshold that counts only after a response.</summary>
    WaitsForResponse,

    /// <summary>The request makes a summary itself.</summary>
    CompactionRequest,

    /// <summary>Automatic compaction is switched off.</summary>
    Disabled,

    /// <summary>Too many compactions in a row have failed.</summary>
    TooManyFailures,

    /// <summary>There was a fold in this turn.</summary>
    AlreadyFoldedThisTurn,

    /// <summary>The last compaction is too few turns ago.</summary>
    TooSoon,

    /// <summary>The fold before a call fired and is not armed again.</summary>
    TurnStartDisarmed,

    /// <summary>A summary would be no smaller than what it replaces.</summary>
    NothingToFold,

    /// <summary>Even without the messages that can go, usage would stay at the threshold: tools and system, or the tail, fill the window.</summary>
    WouldNotHelp,

    /// <summary>A fold would save too little.</summary>
    NotWorthIt,

    /// <summary>A fold would cost more than the expected turns save.</summary>
    DoesNotPayOff,

    /// <summary>A fold saves enough tokens; prices, or how many turns are to come, are not known.</summary>
    SavesEnough,

    /// <summary>A fold saves enough tokens, and the expected turns pay for it.</summary>
    PaysOff,

    /// <summary>The window is too full to ask whether it is worth it.</summary>
    HardLimit,
}
