using System.Globalization;
using System.Text;

namespace FastTokens.Caching;

/// <summary>Looks at a request before it is sent for what will cost cache reads. Not for hot paths: it reads the body again, and allocates.</summary>
public static class PromptLint
{
    /// <summary>The rule that finds text that changes with every request before text that could be cached.</summary>
    public const string VolatilePrefix = "volatile-prefix";

    /// <summary>The rule that finds the header in which a coding agent sends a hash of the body.</summary>
    public const string AttributionHeader = "attribution-header";

    /// <summary>The rule that counts breakpoints.</summary>
    public const string TooManyBreakpoints = "too-many-breakpoints";

    /// <summary>The rule that finds requests without any breakpoint where only those are cached.</summary>
    public const string NoBreakpoint = "no-breakpoint";

    /// <summary>The rule that finds breakpoints on prefixes that are too short.</summary>
    public const string BelowMinimum = "below-minimum";

    /// <summary>The rule that finds more blocks than a breakpoint looks back over.</summary>
    public const string LookBack = "look-back";

    /// <summary>The rule that finds a longer lifetime behind a shorter one.</summary>
    public const string LifetimeOrder = "lifetime-order";

    /// <summary>The rule that looks at the order of tools.</summary>
    public const string ToolOrder = "tool-order";

    private static ReadOnlySpan<byte> BillingHeader => "x-anthropic-billing-header:"u8;

    /// <summary>Checks a request.</summary>
    /// <param name="utf8Json">Its body.</param>
    /// <param name="prompt">Its fingerprint, built from that body with a counter.</param>
    /// <param name="rules">How the provider caches.</param>
    /// <param name="previous">The request before in the conversation, if any: then unstable tools and too many new blocks are certain.</param>
    /// <returns>The findings, in the order of the prompt.</returns>
    /// <exception cref="ArgumentException">The fingerprint was not built from a body.</exception>
    public static IReadOnlyList<LintFinding> Check(
        ReadOnlySpan<byte> utf8Json, PromptFingerprint prompt, CacheRules rules, PromptFingerprint? previous = null)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(rules);
        if (prompt.Format is not { } format)
        {
            throw new ArgumentException("The fingerprint must have been built from a body.", nameof(prompt));
        }

        List<LintFinding> findings = [];
        CheckTools(findings, utf8Json, format, prompt, previous);
        CheckTexts(findings, utf8Json, format, prompt, rules);
        if (rules.MaximumBreakpoints > 0)
        {
            CheckBreakpoints(findings, prompt, rules, previous);
        }

        return findings;
    }

    private static void CheckTexts(List<LintFinding> findings, ReadOnlySpan<byte> utf8Json, PromptFormat format, PromptFingerprint prompt, CacheRules rules)
    {
        long cached = CacheableTokens(prompt, rules);
        PromptReader reader = new(utf8Json, format, new byte[PromptReader.GetScratchLength(utf8Json.Length)]);
        while (reader.Read())
        {
            PromptSegment segment = reader.Current;
            bool isPrefix = segment.Section is PromptSection.Tools or PromptSection.System || segment.Kind == PromptSegmentKind.SystemText;
            if (!isPrefix || segment.Section == PromptSection.Parameters)
            {
                continue;
            }

            FingerprintSegment known = Find(prompt, segment);
            long lost = Math.Max(0, cached - known.TokensBefore);
            if (segment.Kind == PromptSegmentKind.SystemText && segment.Content.StartsWith(BillingHeader))
            {
                bool isStripped = IsStripped(segment.Content, rules);
                findings.Add(new LintFinding(
                    AttributionHeader,
                    isStripped ? LintSeverity.Information : LintSeverity.Error,
                    segment.Path,
                    isStripped ? "an attribution header, which this provider strips before caching" : "an attribution header with a hash that changes every turn",
                    "switch it off in the agent, or remove it in the gateway",
                    isStripped ? 0 : lost,
                    isStripped ? 0 : rules.CostOfLoss(lost)));
            }
            else if (VolatileText.TryFind(segment.Content, out int start, out int length, out string what))
            {
                string text = Encoding.UTF8.GetString(segment.Content.Slice(start, Math.Min(length, 48)));
                findings.Add(new LintFinding(
                    VolatilePrefix,
                    what == "a date" ? LintSeverity.Warning : LintSeverity.Error,
                    segment.Path,
                    $"{what} ({text}): if it changes, nothing from here on is read",
                    "move what changes behind the last breakpoint, into the newest message",
                    lost,
                    rules.CostOfLoss(lost)));
            }
        }

        findings.Sort((left, right) => IndexOf(prompt, left.Path).CompareTo(IndexOf(prompt, right.Path)));
    }

    private static void CheckTools(
        List<LintFinding> findings, ReadOnlySpan<byte> utf8Json, PromptFormat format, PromptFingerprint prompt, PromptFingerprint? previous)
    {
        List<(string Name, PromptPath Path)> tools = [];
        PromptReader reader = new(utf8Json, format, new byte[PromptReader.GetScratchLength(utf8Json.Length)]);
        while (reader.Read())
        {
            if (reader.Current.Kind == PromptSegmentKind.Tool)
            {
                tools.Add((Encoding.UTF8.GetString(reader.Current.Name), reader.Current.Path));
            }
        }

        if (previous is not null && IsReordered(previous, prompt, out int index))
        {
            findings.Add(new LintFinding(
                ToolOrder, LintSeverity.Error, prompt.Segments[index].Path, "the same tools as before, in another order",
                "sort tools by name before every request", prompt.TokenCount - prompt.Segments[index].TokensBefore, null));
            return;
        }

        HashSet<string> names = [];
        bool isSorted = true;
        for (int position = 0; position < tools.Count; position++)
        {
            if (tools[position].Name.Length > 0 && !names.Add(tools[position].Name))
            {
                findings.Add(new LintFinding(
                    ToolOrder, LintSeverity.Warning, tools[position].Path, $"a second tool named {tools[position].Name}", "give every tool a name of its own", 0, 0));
            }

            isSorted &= position == 0 || string.CompareOrdinal(tools[position - 1].Name, tools[position].Name) <= 0;
        }

        if (!isSorted)
        {
            findings.Add(new LintFinding(
                ToolOrder, LintSeverity.Information, tools[0].Path, "tools are not sorted by name: their order may depend on what was registered first",
                "sort tools by name before every request", 0, 0));
        }
    }

    private static void CheckBreakpoints(List<LintFinding> findings, PromptFingerprint prompt, CacheRules rules, PromptFingerprint? previous)
    {
        List<int> breakpoints = [];
        for (int index = 0; index < prompt.Count; index++)
        {
            if (prompt.Segments[index].Breakpoint.IsSet)
            {
                breakpoints.Add(index);
            }
        }

        if (breakpoints.Count == 0)
        {
            if (!rules.HasImplicitBreakpoint && prompt.TokenCount >= rules.MinimumTokens)
            {
                findings.Add(new LintFinding(
                    NoBreakpoint, LintSeverity.Warning, default, "no breakpoint: nothing of this request is cached",
                    "set cache_control on the last system block and on the last block of the conversation", prompt.TokenCount, rules.CostOfLoss(prompt.TokenCount)));
            }

            return;
        }

        if (breakpoints.Count > rules.MaximumBreakpoints)
        {
            PromptPath path = prompt.Segments[breakpoints[rules.MaximumBreakpoints]].Path;
            findings.Add(new LintFinding(
                TooManyBreakpoints, LintSeverity.Error, path,
                string.Create(CultureInfo.InvariantCulture, $"{breakpoints.Count} breakpoints, and the provider takes {rules.MaximumBreakpoints}"),
                "keep those on tools, on system, and on the last blocks of the conversation", 0, 0));
        }

        int shortest = int.MaxValue;
        foreach (int index in breakpoints)
        {
            FingerprintSegment segment = prompt.Segments[index];
            int lifetime = rules.LifetimeOf(segment.Breakpoint);
            if (lifetime > shortest)
            {
                findings.Add(new LintFinding(
                    LifetimeOrder, LintSeverity.Error, segment.Path, "a longer lifetime behind a shorter one", "longer lifetimes must come first", 0, 0));
            }

            shortest = Math.Min(shortest, lifetime);
            if (segment.TokensEnd < rules.MinimumTokens)
            {
                findings.Add(new LintFinding(
                    BelowMinimum, LintSeverity.Warning, segment.Path,
                    string.Create(CultureInfo.InvariantCulture, $"a breakpoint after some {segment.TokensEnd} tokens: below {rules.MinimumTokens} nothing is cached, without an error"),
                    "set it further back, or leave it out", segment.TokensEnd, 0));
            }
        }

        CheckLookBack(findings, prompt, rules, previous, breakpoints[^1]);
    }

    private static void CheckLookBack(List<LintFinding> findings, PromptFingerprint prompt, CacheRules rules, PromptFingerprint? previous, int last)
    {
        if (rules.LookBackBlocks == 0)
        {
            return;
        }

        // With the request before: what came since its last breakpoint. Without it: what stands behind the last one here, which the next will have to look over.
        int from = last;
        int to = prompt.Count - 1;
        if (previous is not null)
        {
            int lastBefore = previous.Count - 1;
            while (lastBefore >= 0 && !previous.Segments[lastBefore].Breakpoint.IsSet)
            {
                lastBefore--;
            }

            bool isKept = lastBefore >= 0 && lastBefore < prompt.Count && previous.Segments[lastBefore].Chain == prompt.Segments[lastBefore].Chain;
            (from, to) = isKept ? (lastBefore, last) : (last, last);
        }

        int blocks = 0;
        for (int index = from + 1; index <= to; index++)
        {
            blocks += prompt.Segments[index].IsBlockEnd ? 1 : 0;
        }

        if (blocks >= rules.LookBackBlocks)
        {
            long lost = prompt.Segments[from].TokensEnd;
            findings.Add(new LintFinding(
                LookBack, LintSeverity.Warning, prompt.Segments[from].Path,
                string.Create(CultureInfo.InvariantCulture, $"{blocks} blocks since the breakpoint here, and the provider looks back {rules.LookBackBlocks}"),
                "set another breakpoint in between", lost, rules.CostOfLoss(lost)));
        }
    }

    // The tokens that a turn could read: up to the last breakpoint, or all.
    private static long CacheableTokens(PromptFingerprint prompt, CacheRules rules)
    {
        if (rules.Mechanism == CacheMechanism.Prefix || rules.HasImplicitBreakpoint)
        {
            return prompt.TokenCount;
        }

        for (int index = prompt.Count - 1; index >= 0; index--)
        {
            if (prompt.Segments[index].Breakpoint.IsSet)
            {
                return prompt.Segments[index].TokensEnd;
            }
        }

        return prompt.TokenCount;
    }

    private static bool IsReordered(PromptFingerprint previous, PromptFingerprint current, out int index)
    {
        index = PromptDivergence.CommonSegments(previous, current);
        return previous.Root == current.Root && index < current.IndexOf(PromptSection.System) && index < previous.IndexOf(PromptSection.System)
            && SegmentEdit.Find(previous, current, index) is PromptChangeKind.Reordered or PromptChangeKind.Moved;
    }

    private static bool IsStripped(ReadOnlySpan<byte> content, CacheRules rules)
    {
        foreach (string prefix in rules.StrippedPrefixes)
        {
            if (content.StartsWith(Encoding.UTF8.GetBytes(prefix)))
            {
                return true;
            }
        }

        return false;
    }

    private static FingerprintSegment Find(PromptFingerprint prompt, in PromptSegment segment)
    {
        foreach (ref readonly FingerprintSegment candidate in prompt.Segments)
        {
            if (candidate.SourceOffset == segment.SourceOffset && candidate.Path == segment.Path)
            {
                return candidate;
            }
        }

        throw new ArgumentException("The fingerprint is not that of the body.", nameof(prompt));
    }

    private static int IndexOf(PromptFingerprint prompt, PromptPath path)
    {
        for (int index = 0; index < prompt.Count; index++)
        {
            if (prompt.Segments[index].Path == path)
            {
                return index;
            }
        }

        return -1;
    }
}
