namespace FastTokens.Caching;

/// <summary>What a verdict rests on.</summary>
[Flags]
public enum CacheEvidence
{
    /// <summary>Nothing in particular.</summary>
    None = 0,

    /// <summary>The first request of the conversation: there was nothing to read that this detector knows of.</summary>
    FirstRequest = 1,

    /// <summary>The prompt begins with the whole of the previous one.</summary>
    AppendOnly = 2,

    /// <summary>The prompt parts from the previous one.</summary>
    Diverged = 4,

    /// <summary>No prompt was given: only usage is compared.</summary>
    NoPrompt = 8,

    /// <summary>Less was read than even the change explains.</summary>
    ReadLessThanForecast = 16,

    /// <summary>More was read than forecast: another session keeps the prefix warm, or it lived longer.</summary>
    ReadMoreThanForecast = 32,

    /// <summary>The provider's own diagnosis agrees.</summary>
    ProviderAgrees = 64,

    /// <summary>The provider's own diagnosis contradicts.</summary>
    ProviderDisagrees = 128,

    /// <summary>More was lost than had been announced.</summary>
    MoreThanAnnounced = 256,

    /// <summary>The read fell to the end of tools and system.</summary>
    FellToSystem = 512,
}
