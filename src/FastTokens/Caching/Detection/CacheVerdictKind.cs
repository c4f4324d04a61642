namespace FastTokens.Caching;

/// <summary>What the usage of a response says about its request's cache.</summary>
public enum CacheVerdictKind
{
    /// <summary>As much was read as could be.</summary>
    AsExpected,

    /// <summary>Less was read, and a compaction, deletion or cache edit had been announced that explains it.</summary>
    ExpectedDrop,

    /// <summary>The client changed what had been cached.</summary>
    ClientChange,

    /// <summary>The model or a parameter that is part of the key is another one.</summary>
    ModelOrParameterChange,

    /// <summary>Nothing touched the prefix for longer than it is kept.</summary>
    Expired,

    /// <summary>The prefix has fewer tokens than are cached at all.</summary>
    BelowMinimum,

    /// <summary>More blocks came behind the last breakpoint than the provider looks back.</summary>
    LookBackOverflow,

    /// <summary>Nothing changed here: the provider dropped the prefix or sent the request where it was not.</summary>
    EvictedOrRoutedElsewhere,

    /// <summary>The reported tokens do not fit the prompt.</summary>
    AccountingMismatch,

    /// <summary>What is known does not suffice: no prompt to compare, or state that the server keeps.</summary>
    Inconclusive,
}
