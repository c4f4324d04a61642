namespace FastTokens;

/// <summary>How the tool results of a message are shown. Immutable.</summary>
public sealed class ToolResultPlan
{
    internal ToolResultPlan(PlannedToolResult[] results, int maxTokenCount)
    {
        Results = results;
        MaxTokenCount = maxTokenCount;
        foreach (PlannedToolResult result in results)
        {
            TokenCount += result.Decision.TokenCount;
        }
    }

    /// <summary>Gets the results in the order of the message.</summary>
    public IReadOnlyList<PlannedToolResult> Results { get; }

    /// <summary>Gets the budget of the message in tokens.</summary>
    public int MaxTokenCount { get; }

    /// <summary>Gets the tokens of all results as they are shown, each counted by itself.</summary>
    public long TokenCount { get; }

    /// <summary>Gets whether the message is within its budget. It may not be: what was shown in an earlier request is not cut any more.</summary>
    public bool IsWithinBudget => TokenCount <= MaxTokenCount;
}
