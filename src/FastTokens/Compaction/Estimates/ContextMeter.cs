using FastTokens.Caching;

namespace FastTokens.Compaction;

/// <summary>How many tokens a context has: what the provider last reported of it, and the estimate of what came since. The default value is an empty context.</summary>
public record struct ContextMeter
{
    private ulong _anchorResponse;

    /// <summary>Gets whether there is a report to stand on.</summary>
    public bool HasAnchor { get; private set; }

    /// <summary>Gets what the last usable report says: input, reads and writes, and the output, which is part of the context from then on; 0 without one.</summary>
    public long AnchorTokens { get; private set; }

    /// <summary>Gets the estimate of what came behind it.</summary>
    public long EstimatedTokens { get; private set; }

    /// <summary>Gets the tokens in the context.</summary>
    public readonly long Tokens => AnchorTokens + EstimatedTokens;

    /// <summary>Adds what is new in the context by its estimate: a message, and before the first report also tools and system prompt.</summary>
    /// <param name="estimatedTokens">Its tokens.</param>
    /// <param name="responseId">The id of the response that it is of, if it is of one (any number but 0, see <see cref="ToolReference.IdOf"/>): what the report of that response covers is not counted twice.</param>
    public void Add(long estimatedTokens, ulong responseId = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(estimatedTokens);
        if (!HasAnchor || responseId == 0 || responseId != _anchorResponse)
        {
            EstimatedTokens += estimatedTokens;
        }
    }

    /// <summary>Takes the usage that a response reported. Where it says something, it is the new anchor, and what comes next is added to it.</summary>
    /// <param name="usage">The usage.</param>
    /// <param name="estimatedInput">What the request had been estimated at, for the pair that is returned; 0 if it was not.</param>
    /// <param name="responseId">
    /// The id of the response, or 0. A response that is split into several messages reports its usage with each: the anchor is the first, so that results of tools
    /// between them count, and later ones only raise its output.
    /// </param>
    public UsageObservation Report(in CacheUsage usage, long estimatedInput = 0, ulong responseId = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(estimatedInput);
        if (usage.Input <= 0)
        {
            return new UsageObservation(estimatedInput, 0, false);
        }

        long reported = usage.Input + usage.Output;
        if (HasAnchor && responseId != 0 && responseId == _anchorResponse)
        {
            AnchorTokens = Math.Max(AnchorTokens, reported);
        }
        else
        {
            (AnchorTokens, EstimatedTokens) = (reported, 0);
            _anchorResponse = responseId;
            HasAnchor = true;
        }

        return new UsageObservation(estimatedInput, usage.Input, true);
    }

    /// <summary>Starts anew, with an estimate of what is there: after a compaction, or where content was cleared.</summary>
    public void Restart(long estimatedTokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(estimatedTokens);
        this = default;
        EstimatedTokens = estimatedTokens;
    }
}
