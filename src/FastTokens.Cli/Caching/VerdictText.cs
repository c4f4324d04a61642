using System.Globalization;
using FastTokens.Caching;

namespace FastTokens.Cli;

/// <summary>Verdicts in words.</summary>
internal static class VerdictText
{
    /// <summary>Returns a verdict as a line: what happened, where, and what was lost.</summary>
    public static string Of(ReplayTurn turn)
    {
        CacheVerdict verdict = turn.Verdict;
        string text = verdict.ToString();
        return turn.Change is { } change && verdict.Kind == CacheVerdictKind.ClientChange ? $"{ChangeNames.Of(change.Kind)}: {text}" : text;
    }

    /// <summary>Returns the cause in one or two words.</summary>
    public static string Cause(CacheVerdictKind kind) => kind switch
    {
        CacheVerdictKind.ClientChange => "client change",
        CacheVerdictKind.ModelOrParameterChange => "model or parameter",
        CacheVerdictKind.Expired => "expired",
        CacheVerdictKind.BelowMinimum => "below minimum",
        CacheVerdictKind.LookBackOverflow => "look-back overflow",
        CacheVerdictKind.EvictedOrRoutedElsewhere => "provider miss",
        CacheVerdictKind.AccountingMismatch => "accounting",
        CacheVerdictKind.Inconclusive => "unexplained",
        CacheVerdictKind.ExpectedDrop => "announced",
        _ => "as expected",
    };

    /// <summary>Returns what a reader should know of a break, and do about it.</summary>
    public static string Explain(ReplayTurn turn)
    {
        CacheVerdict verdict = turn.Verdict;
        return verdict.Kind switch
        {
            CacheVerdictKind.ClientChange => ExplainChange(turn),
            CacheVerdictKind.ModelOrParameterChange => $"{verdict.Divergence.Path} is another one than before: what was cached belongs to the old one.",
            CacheVerdictKind.Expired => string.Create(
                CultureInfo.InvariantCulture, $"Nothing touched the prefix for {verdict.Gap.TotalMinutes:0.#} minutes, longer than it is kept. A longer lifetime or a request in between keeps it."),
            CacheVerdictKind.LookBackOverflow => "More blocks came since the last breakpoint than the provider looks back over. Set a breakpoint in between.",
            CacheVerdictKind.EvictedOrRoutedElsewhere => "The request begins like the one before and came in time: the provider dropped the prefix or sent the request where it was not.",
            CacheVerdictKind.BelowMinimum => "The prefix is shorter than what the provider caches.",
            CacheVerdictKind.AccountingMismatch => "The reported tokens do not fit the request.",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"The read fell to {verdict.ActualRead:#,0} tokens where {turn.Forecast.Potential:#,0} had been cached. The log has no request bodies, so the cause cannot be told: a change, or a miss of the provider."),
        };
    }

    private static string ExplainChange(ReplayTurn turn)
    {
        string what = turn.Change?.Kind switch
        {
            PromptChangeKind.Mutated => "has another content",
            PromptChangeKind.Inserted => "was inserted between what was there",
            PromptChangeKind.Deleted => "was deleted",
            PromptChangeKind.Reordered => "begins another order of the same parts",
            PromptChangeKind.Moved => "stands elsewhere now",
            PromptChangeKind.KeyOrder => "has the same value with its keys in another order",
            PromptChangeKind.Volatile => "differs only in a date, an id or a number",
            _ => "differs",
        };
        return $"{turn.Verdict.Divergence.Path} {what}: everything behind it was paid anew.";
    }
}
