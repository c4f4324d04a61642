using FastTokens.Caching;

namespace FastTokens.Compaction;

/// <summary>What fills one request: tools, system, each message, attachments, overhead. Filled by <see cref="MessageTokenEstimator"/>, and again for the next request.</summary>
public sealed class RequestTokenReport
{
    private const double Confidence = 0.95;

    private readonly long[] _parts = new long[(int)RequestPart.Overhead + 1];
    private ErrorQuantiles? _errorQuantiles;

    /// <summary>Gets the request's fingerprint, with the tokens of every segment.</summary>
    public PromptFingerprint Prompt { get; } = new();

    /// <summary>Gets its messages, as the policies see them.</summary>
    public MessageIndex Messages { get; } = new();

    /// <summary>Gets the tokens of the whole request.</summary>
    public long Total { get; private set; }

    /// <summary>
    /// Gets how far the counts of text may be off, in percent of them: the 95th percentile of the profile's error on texts that it was not fitted to, 0 for exact counts,
    /// or <see langword="null"/> where that is not known.
    /// </summary>
    public double? ErrorPercent { get; private set; }

    /// <summary>Gets what the whole request has at most with a confidence of 95%, see <see cref="AtMost"/>.</summary>
    public long TotalAtMost => AtMost(Confidence);

    /// <summary>Returns a bound that the whole request stays below with the given confidence, by the profile's error on texts of that length.</summary>
    /// <param name="confidence">The share of requests that are to stay below: 0 to 1; more than the profile has measured counts as that.</param>
    /// <returns>At least the total, and the total itself where counts are exact or the profile does not know its error.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is not from 0 to 1.</exception>
    public long AtMost(double confidence)
    {
        ErrorQuantiles.ThrowIfNotAConfidence(confidence);
        if (_errorQuantiles is not { } quantiles)
        {
            return Total;
        }

        long overhead = TokensOf(RequestPart.Overhead);
        return overhead + quantiles.UpperBound(Total - overhead, long.MaxValue, Math.Min(confidence, quantiles.Confidences[^1]));
    }

    /// <summary>Returns the tokens of a part.</summary>
    public long TokensOf(RequestPart part) => _parts[(int)part];

    /// <summary>Returns the tokens of a message, attachments included.</summary>
    /// <param name="index">The message, as in <see cref="Messages"/>.</param>
    public long TokensOfMessage(int index) => Messages.TokensBefore(index + 1) - Messages.TokensBefore(index);

    /// <summary>Returns by how much the total differs from what the response reported, as a share of that: positive where too much was counted; 0 where nothing was reported.</summary>
    public double DeviationFrom(in CacheUsage usage) => usage.Input == 0 ? 0 : (double)(Total - usage.Input) / usage.Input;

    /// <summary>Returns between how many tokens a part can have had, if the response reported so many for the whole.</summary>
    /// <remarks>
    /// The part is what the others leave of the reported total, and each count is off by at most <see cref="ErrorPercent"/>. Where both cannot be true, the report
    /// decides: then something else is in the request that nobody counted.
    /// </remarks>
    public TokenRange RangeOf(RequestPart part, in CacheUsage usage)
    {
        long tokens = TokensOf(part);
        long reported = usage.Input;
        if (ErrorPercent is not { } percent)
        {
            return new TokenRange(0, reported);
        }

        double error = percent / 100;
        long others = Total - tokens;
        long least = Math.Max(0, reported - (long)Math.Ceiling(others * (1 + error)));
        long most = Math.Max(0, reported - (long)Math.Floor(others * (1 - error)));
        long ownLeast = (long)Math.Floor(tokens * (1 - error));
        long ownMost = (long)Math.Ceiling(tokens * (1 + error));
        return least <= ownMost && ownLeast <= most ? new TokenRange(Math.Max(least, ownLeast), Math.Min(most, ownMost)) : new TokenRange(least, most);
    }

    internal void Fill(MessageTokenEstimator estimator)
    {
        Messages.Build(Prompt);
        MessageOverhead overhead = estimator.Options.Overhead;
        long attachments = 0;
        long tools = 0;
        foreach (ref readonly FingerprintSegment segment in Prompt.Segments)
        {
            tools += segment.Section == PromptSection.Tools ? segment.Tokens : 0;
            attachments += segment.Kind is PromptSegmentKind.Image or PromptSegmentKind.Document ? segment.Tokens : 0;
        }

        _parts[(int)RequestPart.Tools] = tools;
        _parts[(int)RequestPart.System] = Messages.FixedTokens - tools;
        _parts[(int)RequestPart.Attachments] = attachments;
        _parts[(int)RequestPart.Messages] = Prompt.TokenCount - Messages.FixedTokens - attachments;
        _parts[(int)RequestPart.Overhead] = overhead.PerRequest + ((long)overhead.PerMessage * Messages.Count) + (tools > 0 ? overhead.WithTools : 0);
        Total = Prompt.TokenCount + TokensOf(RequestPart.Overhead);
        _errorQuantiles = (estimator.Counter as TokenEstimator)?.Profile.ErrorQuantiles;
        ErrorPercent = estimator.Counter switch
        {
            TokenEstimator rough => rough.Profile.ReferenceError?.P95Percent,
            BpeTokenizer => 0,
            _ => null,
        };
    }
}
