using System.Diagnostics.CodeAnalysis;

namespace FastTokens;

/// <summary>
/// Remembers how the tool results of a conversation were shown, so that every later request shows them the same way: what changes in the
/// middle of a prompt breaks the prompt cache there. Not safe for concurrent use.
/// </summary>
public sealed class ToolResultLedger
{
    private readonly Dictionary<string, ToolResultDecision> _decisions;

    /// <summary>Makes an empty ledger.</summary>
    public ToolResultLedger()
        : this(new Dictionary<string, ToolResultDecision>(StringComparer.Ordinal))
    {
    }

    internal ToolResultLedger(Dictionary<string, ToolResultDecision> decisions) => _decisions = decisions;

    /// <summary>Gets the number of results that were decided on.</summary>
    public int Count => _decisions.Count;

    internal Dictionary<string, ToolResultDecision>.ValueCollection Decisions => _decisions.Values;

    /// <summary>Reads a ledger that <see cref="Save"/> wrote.</summary>
    /// <param name="stream">JSON in UTF-8; read to its end.</param>
    /// <exception cref="InvalidDataException">The file is no ledger; the message says where and why.</exception>
    public static ToolResultLedger Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ToolResultLedgerFile.Read(stream);
    }

    /// <summary>Writes the ledger as JSON, ordered by id.</summary>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ToolResultLedgerFile.Write(this, stream);
    }

    /// <summary>Returns a ledger of the same decisions that goes its own way, for a conversation that is forked.</summary>
    public ToolResultLedger Copy() => new(new Dictionary<string, ToolResultDecision>(_decisions, _decisions.Comparer));

    /// <summary>Finds the decision on a result.</summary>
    public bool TryGetDecision(string id, [NotNullWhen(true)] out ToolResultDecision? decision)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _decisions.TryGetValue(id, out decision);
    }

    /// <summary>
    /// Says how the tool results of a message are shown, and remembers it. What was cut before is cut the same way, what was shown whole stays
    /// whole. New results share what that leaves of the budget: the largest are cut first, to no less than the next largest, until the
    /// message is within its budget.
    /// </summary>
    /// <param name="results">The results of the message, in its order.</param>
    /// <param name="maxTokenCount">The budget of the message in tokens.</param>
    /// <param name="truncator">Counts and cuts new results.</param>
    /// <param name="minTokenCount">What a new result is cut to at the least, though the message go over its budget.</param>
    /// <exception cref="ArgumentException">An id is empty, ill-formed or stands there twice, or a text is missing.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public ToolResultPlan Decide(IReadOnlyList<ToolResult> results, int maxTokenCount, TokenTruncator truncator, int minTokenCount = 0)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(truncator);
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokenCount);
        ArgumentOutOfRangeException.ThrowIfNegative(minTokenCount);
        ThrowUnlessValid(results);

        PlannedToolResult[] planned = new PlannedToolResult[results.Count];
        List<NewToolResult> undecided = [];
        long left = maxTokenCount;
        for (int index = 0; index < results.Count; index++)
        {
            ToolResult result = results[index];
            if (_decisions.TryGetValue(result.Id, out ToolResultDecision? decision) && decision.IsFor(result.Text))
            {
                planned[index] = new PlannedToolResult(decision, decision.IsCut ? ToolResultOrigin.Repeated : ToolResultOrigin.Left);
                left -= decision.TokenCount;
            }
            else
            {
                undecided.Add(new NewToolResult(index, truncator.Counter.CountTokens(result.Text)));
            }
        }

        // The smallest first: what one does not use of its share is the others'. Equal ones in the order of the message.
        undecided.Sort(static (one, other) => (one.TokenCount, one.Index).CompareTo((other.TokenCount, other.Index)));
        for (int index = 0; index < undecided.Count; index++)
        {
            NewToolResult candidate = undecided[index];
            int share = (int)Math.Max(Math.Max(left, 0) / (undecided.Count - index), minTokenCount);
            ToolResultDecision decision = Decide(results[candidate.Index], candidate.TokenCount, share, truncator);
            planned[candidate.Index] = new PlannedToolResult(decision, ToolResultOrigin.Decided);
            left -= decision.TokenCount;
        }

        foreach (NewToolResult result in undecided)
        {
            _decisions[results[result.Index].Id] = planned[result.Index].Decision;
        }

        return new ToolResultPlan(planned, maxTokenCount);
    }

    private static ToolResultDecision Decide(ToolResult result, int tokenCount, int maxTokenCount, TokenTruncator truncator)
    {
        string text = result.Text;
        ulong fingerprint = ToolResultDecision.FingerprintOf(text);
        if (tokenCount <= maxTokenCount)
        {
            return new ToolResultDecision(result.Id, text.Length, fingerprint, tokenCount, text.Length, 0, string.Empty);
        }

        TruncationResult cut = truncator.Truncate(text, maxTokenCount);
        return new ToolResultDecision(result.Id, text.Length, fingerprint, cut.TokenCount, cut.Head.Length, cut.Tail.Length, cut.MarkerText);
    }

    private static void ThrowUnlessValid(IReadOnlyList<ToolResult> results)
    {
        HashSet<string> ids = new(StringComparer.Ordinal);
        for (int index = 0; index < results.Count; index++)
        {
            (string id, string text) = results[index];
            string? problem = string.IsNullOrEmpty(id) ? "has no id"
                : text is null ? "has no text"
                : !Utf16Text.IsWellFormed(id) ? "has an id that is no well-formed text"
                : !ids.Add(id) ? $"has the id '{id}', which another one has"
                : null;
            if (problem is not null)
            {
                throw new ArgumentException($"The result at index {index} {problem}.", nameof(results));
            }
        }
    }

    private readonly record struct NewToolResult(int Index, int TokenCount);
}
