namespace FastTokens.Caching;

/// <summary>
/// What a provider keeps of the prompts of a conversation, by its rules: the one model behind forecast and simulation.
/// </summary>
/// <remarks>
/// Where breakpoints decide, it holds the prefixes that ended at one. An entry can only match at the index that it was written at: equal chains
/// have equal numbers of segments. Where every prefix is kept, it holds the last prompts whole.
/// </remarks>
internal sealed class PrefixCache
{
    private const int MaximumEntries = 64;
    private const int MaximumPrompts = 8;

    private readonly CacheRules _rules;
    private readonly CacheEntry[] _entries = new CacheEntry[MaximumEntries];
    private readonly KeptPrompt[] _prompts;
    private int _entryCount;
    private int _promptCount;

    public PrefixCache(CacheRules rules)
    {
        _rules = rules;
        _prompts = new KeptPrompt[rules.Mechanism == CacheMechanism.Prefix ? MaximumPrompts : 0];
    }

    /// <summary>Says what of a prompt is read at a time. Where reports and estimates differ, "scale" is the reported tokens for one estimated token.</summary>
    public CacheLookup Find(PromptFingerprint prompt, long now, double scale) =>
        _rules.Mechanism == CacheMechanism.Prefix ? FindPrompt(prompt, now, scale) : FindEntry(prompt, now, scale);

    /// <summary>Notes that a prompt was processed: what was read lives on, what was written is kept.</summary>
    public void Store(PromptFingerprint prompt, long now, in CacheLookup lookup, double scale)
    {
        if (_rules.Mechanism == CacheMechanism.Prefix)
        {
            StorePrompt(prompt, now, lookup.ReadTokens > 0);
        }
        else
        {
            StoreEntries(prompt, now, lookup.ReadIndex, scale);
        }
    }

    /// <summary>Takes over what the provider reported of the prompt that was stored last.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="usage">The report.</param>
    /// <param name="forecast">What was to be read of it; a read that agrees tells how long that prefix is.</param>
    /// <param name="tolerance">How far both may be apart.</param>
    /// <param name="scale">Reported tokens for one estimated token.</param>
    public void Learn(PromptFingerprint prompt, in CacheUsage usage, in CacheLookup forecast, long tolerance, double scale)
    {
        if (_rules.Mechanism == CacheMechanism.Prefix)
        {
            for (int index = 0; index < _promptCount; index++)
            {
                if (_prompts[index].Prompt.Chain == prompt.Chain && _prompts[index].Prompt.Root == prompt.Root)
                {
                    _prompts[index].ReportedTokens = usage.Input;
                }
            }

            return;
        }

        int last = LastBreakpoint(prompt);
        if (last >= 0 && usage.Cached > 0)
        {
            SetReported(prompt, last, usage.Cached);
        }

        if (usage.Read == 0 || usage.Written == 0)
        {
            return;
        }

        if (forecast.ReadIndex >= 0 && Math.Abs(forecast.ReadTokens - usage.Read) <= tolerance)
        {
            SetReported(prompt, forecast.ReadIndex, usage.Read);
        }
        else
        {
            LearnLevel(prompt, last, usage.Read, scale);
        }
    }

    /// <summary>Returns the index of the last segment with a breakpoint, or -1.</summary>
    public int LastBreakpoint(PromptFingerprint prompt)
    {
        for (int index = prompt.Count - 1; index >= 0; index--)
        {
            if (IsBreakpoint(prompt, index))
            {
                return index;
            }
        }

        return -1;
    }

    public void Clear()
    {
        _entryCount = 0;
        _promptCount = 0;
    }

    /// <summary>Returns the tokens that a prefix of so many is read as: whole steps, and nothing below the minimum.</summary>
    public long RoundDown(long tokens)
    {
        long rounded = tokens / _rules.StepTokens * _rules.StepTokens;
        return rounded < _rules.MinimumTokens ? 0 : rounded;
    }

    public void WriteTo(BinaryForm.Writer writer)
    {
        writer.WriteNumber((uint)_entryCount);
        foreach (ref readonly CacheEntry entry in _entries.AsSpan(0, _entryCount))
        {
            writer.WriteHash(entry.Key);
            writer.WriteNumber((uint)entry.Index);
            writer.WriteNumber((ulong)entry.EstimatedTokens);
            writer.WriteSigned(entry.ReportedTokens);
            writer.WriteNumber((uint)entry.LifetimeSeconds);
            writer.WriteSigned(entry.Touched);
        }

        writer.WriteNumber((uint)_promptCount);
        foreach (ref readonly KeptPrompt prompt in _prompts.AsSpan(0, _promptCount))
        {
            writer.WriteSigned(prompt.ReportedTokens);
            writer.WriteSigned(prompt.Touched);
            prompt.Prompt.WriteTo(writer);
        }
    }

    public void ReadFrom(ref BinaryForm.Reader reader)
    {
        Clear();
        int entries = (int)reader.ReadNumber(MaximumEntries);
        for (; _entryCount < entries; _entryCount++)
        {
            _entries[_entryCount] = new CacheEntry
            {
                Key = reader.ReadHash(),
                Index = reader.ReadInt32(),
                EstimatedTokens = (long)reader.ReadNumber(long.MaxValue),
                ReportedTokens = reader.ReadSigned(),
                LifetimeSeconds = reader.ReadInt32(),
                Touched = reader.ReadSigned(),
            };
        }

        int prompts = (int)reader.ReadNumber((ulong)_prompts.Length);
        for (; _promptCount < prompts; _promptCount++)
        {
            ref KeptPrompt prompt = ref _prompts[_promptCount];
            prompt.ReportedTokens = reader.ReadSigned();
            prompt.Touched = reader.ReadSigned();
            prompt.Prompt ??= new PromptFingerprint();
            prompt.Prompt.ReadFrom(ref reader);
        }
    }

    private CacheLookup FindEntry(PromptFingerprint prompt, long now, double scale)
    {
        CacheLookup lookup = new() { ReadIndex = -1 };
        ReadOnlySpan<FingerprintSegment> segments = prompt.Segments;
        foreach (ref readonly CacheEntry entry in _entries.AsSpan(0, _entryCount))
        {
            if ((uint)entry.Index >= (uint)segments.Length || entry.Key != KeyAt(prompt, entry.Index))
            {
                continue;
            }

            long tokens = entry.Tokens(scale);
            if (!IsInReach(prompt, entry.Index))
            {
                lookup.UnreachableTokens = Math.Max(lookup.UnreachableTokens, tokens);
            }
            else if (!entry.IsAlive(now))
            {
                if (tokens > lookup.ExpiredTokens)
                {
                    (lookup.ExpiredTokens, lookup.ExpiredGapTicks, lookup.ExpiredLifetimeSeconds) = (tokens, now - entry.Touched, entry.LifetimeSeconds);
                }
            }
            else if (entry.Index > lookup.ReadIndex)
            {
                (lookup.ReadIndex, lookup.ReadTokens) = (entry.Index, tokens);
            }
        }

        return lookup;
    }

    // Whether a breakpoint stands there, or so few blocks behind that it looks back that far.
    private bool IsInReach(PromptFingerprint prompt, int index)
    {
        int blocks = 0;
        for (int position = index; position < prompt.Count; position++)
        {
            ref readonly FingerprintSegment segment = ref prompt.Segments[position];
            blocks += segment.IsBlockEnd ? 1 : 0;
            if (_rules.LookBackBlocks > 0 && blocks > _rules.LookBackBlocks)
            {
                return false;
            }

            if (IsBreakpoint(prompt, position))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsBreakpoint(PromptFingerprint prompt, int index) =>
        prompt.Segments[index].Breakpoint.IsSet
        || (_rules.HasImplicitBreakpoint && index == prompt.Count - 1 && !prompt.HasOnlyExplicitBreakpoints);

    private void StoreEntries(PromptFingerprint prompt, long now, int readIndex, double scale)
    {
        ReadOnlySpan<FingerprintSegment> segments = prompt.Segments;
        if (_rules.ReadsRefresh)
        {
            // Reading a prefix is reading every prefix of it.
            foreach (ref CacheEntry entry in _entries.AsSpan(0, _entryCount))
            {
                if (entry.Index <= readIndex && entry.IsAlive(now) && entry.Key == KeyAt(prompt, entry.Index))
                {
                    entry.Touched = now;
                }
            }
        }

        for (int index = 0; index < segments.Length; index++)
        {
            if (!IsBreakpoint(prompt, index) || segments[index].TokensEnd * scale < _rules.MinimumTokens)
            {
                continue;
            }

            UInt128 key = KeyAt(prompt, index);
            int slot = FindSlot(key, index);
            bool isKnown = slot < _entryCount && _entries[slot].Key == key && _entries[slot].Index == index;
            if (isKnown && index <= readIndex && _entries[slot].IsAlive(now))
            {
                continue;
            }

            _entryCount = Math.Max(_entryCount, slot + 1);
            _entries[slot] = new CacheEntry
            {
                Key = key,
                Index = index,
                EstimatedTokens = segments[index].TokensEnd,
                ReportedTokens = isKnown ? _entries[slot].ReportedTokens : -1,
                LifetimeSeconds = _rules.LifetimeOf(segments[index].Breakpoint),
                Touched = now,
            };
        }
    }

    // The entry itself, a free place, or the one that was not touched for the longest time.
    private int FindSlot(UInt128 key, int index)
    {
        int oldest = 0;
        for (int slot = 0; slot < _entryCount; slot++)
        {
            if (_entries[slot].Key == key && _entries[slot].Index == index)
            {
                return slot;
            }

            oldest = _entries[slot].Touched < _entries[oldest].Touched ? slot : oldest;
        }

        return _entryCount < MaximumEntries ? _entryCount : oldest;
    }

    private void SetReported(PromptFingerprint prompt, int index, long tokens)
    {
        UInt128 key = KeyAt(prompt, index);
        foreach (ref CacheEntry entry in _entries.AsSpan(0, _entryCount))
        {
            if (entry.Index == index && entry.Key == key)
            {
                entry.ReportedTokens = tokens;
            }
        }
    }

    // An unexpected read tells how long the prefix at a breakpoint before the last one is: most often tools and system.
    private void LearnLevel(PromptFingerprint prompt, int last, long read, double scale)
    {
        int nearest = -1;
        double distance = Math.Max(1024, 0.15 * read);
        for (int index = 0; index < last; index++)
        {
            double difference = Math.Abs((prompt.Segments[index].TokensEnd * scale) - read);
            if (IsBreakpoint(prompt, index) && difference <= distance)
            {
                (nearest, distance) = (index, difference);
            }
        }

        if (nearest >= 0)
        {
            SetReported(prompt, nearest, read);
        }
    }

    // Segments before the section of a parameter are read whatever its value is.
    private UInt128 KeyAt(PromptFingerprint prompt, int index)
    {
        ref readonly FingerprintSegment segment = ref prompt.Segments[index];
        UInt128 key = segment.Chain;
        for (int ordinal = 0; ordinal < _rules.KeyParameters.Count; ordinal++)
        {
            CacheKeyParameter parameter = _rules.KeyParameters[ordinal];
            if (parameter.Section > segment.Section)
            {
                continue;
            }

            foreach (FingerprintParameter candidate in prompt.Parameters)
            {
                // Odd factors tell apart which parameter has the value; the sum does not depend on their order in the request.
                key += candidate.Name == parameter.Name ? candidate.Hash * (((uint)ordinal * 2) + 3) : 0;
            }
        }

        return key;
    }

    private CacheLookup FindPrompt(PromptFingerprint prompt, long now, double scale)
    {
        CacheLookup lookup = new() { ReadIndex = -1 };
        foreach (ref readonly KeptPrompt kept in _prompts.AsSpan(0, _promptCount))
        {
            long tokens = RoundDown(CommonTokens(kept, prompt, scale));
            bool isAlive = IsAlive(kept, now);
            if (isAlive)
            {
                lookup.ReadTokens = Math.Max(lookup.ReadTokens, tokens);
            }
            else if (tokens > lookup.ExpiredTokens)
            {
                (lookup.ExpiredTokens, lookup.ExpiredGapTicks, lookup.ExpiredLifetimeSeconds) = (tokens, now - kept.Touched, LifetimeOf(kept));
            }
        }

        return lookup;
    }

    private long CommonTokens(in KeptPrompt kept, PromptFingerprint prompt, double scale)
    {
        PromptDivergence divergence = PromptDivergence.Find(kept.Prompt, prompt, _rules);
        if (divergence.RootChanged)
        {
            return 0;
        }

        bool isWhole = divergence.Kind is DivergenceKind.Appended or DivergenceKind.Identical;
        if (isWhole && kept.ReportedTokens >= 0)
        {
            return kept.ReportedTokens;
        }

        double own = kept.ReportedTokens >= 0 && kept.Prompt.TokenCount > 0 ? (double)kept.ReportedTokens / kept.Prompt.TokenCount : scale;
        return (long)Math.Round(divergence.TokensBefore * own);
    }

    private void StorePrompt(PromptFingerprint prompt, long now, bool wasRead)
    {
        int slot = -1;
        int oldest = 0;
        for (int index = 0; index < _promptCount; index++)
        {
            ref KeptPrompt kept = ref _prompts[index];
            DivergenceKind kind = PromptDivergence.Find(kept.Prompt, prompt, _rules).Kind;
            bool isAlive = IsAlive(kept, now);
            if (kind is DivergenceKind.Appended or DivergenceKind.Identical)
            {
                // What the new prompt begins with is kept as a part of it.
                slot = index;
            }
            else if (wasRead && isAlive && _rules.ReadsRefresh && kind == DivergenceKind.Truncated)
            {
                kept.Touched = now;
            }

            oldest = kept.Touched < _prompts[oldest].Touched ? index : oldest;
        }

        if (slot < 0)
        {
            slot = _promptCount < MaximumPrompts ? _promptCount++ : oldest;
        }

        ref KeptPrompt target = ref _prompts[slot];
        target.Prompt ??= new PromptFingerprint();
        target.Prompt.CopyFrom(prompt);
        target.Touched = now;
        target.ReportedTokens = -1;
    }

    private int LifetimeOf(in KeptPrompt kept) => kept.Prompt.HasLongRetention ? _rules.LongLifetimeSeconds : _rules.LifetimeSeconds;

    private bool IsAlive(in KeptPrompt kept, long now) => now - kept.Touched <= LifetimeOf(kept) * TimeSpan.TicksPerSecond;

    private struct KeptPrompt
    {
        public PromptFingerprint Prompt;
        public long ReportedTokens;
        public long Touched;
    }
}
