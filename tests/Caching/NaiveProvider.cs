using FastTokens.Caching;

namespace FastTokens.Tests.Caching;

/// <summary>
/// A provider as its documentation describes it, and as slow as that: every request is compared with every cached prefix, segment by segment.
/// Its tokens are those of the fingerprints.
/// </summary>
internal sealed class NaiveProvider(CacheRules rules)
{
    private readonly List<Prefix> _prefixes = [];

    public CacheUsage Send(PromptFingerprint prompt, DateTimeOffset time) =>
        rules.Mechanism == CacheMechanism.Breakpoints ? SendWithBreakpoints(prompt, time) : SendAutomatic(prompt, time);

    private CacheUsage SendWithBreakpoints(PromptFingerprint prompt, DateTimeOffset time)
    {
        List<UInt128> texts = Texts(prompt);
        List<int> breakpoints = [];
        for (int index = 0; index < prompt.Count; index++)
        {
            if (prompt.Segments[index].Breakpoint.IsSet || (rules.HasImplicitBreakpoint && index == prompt.Count - 1))
            {
                breakpoints.Add(index);
            }
        }

        int hit = -1;
        foreach (int breakpoint in breakpoints)
        {
            int blocks = 0;
            for (int index = breakpoint; index >= 0; index--)
            {
                blocks += prompt.Segments[index].IsBlockEnd ? 1 : 0;
                if (rules.LookBackBlocks > 0 && blocks > rules.LookBackBlocks)
                {
                    break;
                }

                if (index > hit && Find(texts, index, prompt, time) is not null)
                {
                    hit = index;
                }
            }
        }

        foreach (Prefix prefix in _prefixes.Where(prefix => prefix.IsAlive(time) && prefix.Texts.Count - 1 <= hit && prefix.Texts.SequenceEqual(texts.Take(prefix.Texts.Count)) && prefix.Key == KeyOf(prompt, prefix.Texts.Count - 1)))
        {
            prefix.Touched = time;
        }

        long cachedTokens = hit < 0 ? 0 : prompt.Segments[hit].TokensEnd;
        long read = cachedTokens;
        long hour = 0;
        foreach (int breakpoint in breakpoints)
        {
            long tokens = prompt.Segments[breakpoint].TokensEnd;
            if (tokens < rules.MinimumTokens)
            {
                continue;
            }

            int lifetime = prompt.Segments[breakpoint].Breakpoint.LifetimeSeconds is > 0 and int stated ? stated : rules.LifetimeSeconds;
            if (breakpoint > hit || Find(texts, breakpoint, prompt, time) is null)
            {
                _prefixes.RemoveAll(prefix => prefix.Texts.Count == breakpoint + 1 && prefix.Texts.SequenceEqual(texts.Take(breakpoint + 1)) && prefix.Key == KeyOf(prompt, breakpoint));
                _prefixes.Add(new Prefix([.. texts.Take(breakpoint + 1)], KeyOf(prompt, breakpoint), lifetime) { Touched = time });
            }

            if (tokens > cachedTokens)
            {
                hour = lifetime >= 3600 ? tokens - read : hour;
                cachedTokens = tokens;
            }
        }

        long written = cachedTokens - read;
        return new CacheUsage(
            prompt.TokenCount - cachedTokens, read, rules.LifetimeSeconds == 300 ? written - hour : 0, hour, rules.LifetimeSeconds == 300 ? 0 : written - hour);
    }

    private CacheUsage SendAutomatic(PromptFingerprint prompt, DateTimeOffset time)
    {
        List<UInt128> texts = Texts(prompt);
        long best = 0;
        foreach (Prefix prefix in _prefixes.Where(prefix => prefix.IsAlive(time) && prefix.Key == KeyOf(prompt, prompt.Count - 1)))
        {
            int common = 0;
            while (common < texts.Count && common < prefix.Texts.Count && texts[common] == prefix.Texts[common])
            {
                common++;
            }

            long tokens = (common == 0 ? 0 : prompt.Segments[common - 1].TokensEnd) + TokensInSegment(prompt, prefix.Prompt, common);
            tokens = tokens / rules.StepTokens * rules.StepTokens;
            best = Math.Max(best, tokens < rules.MinimumTokens ? 0 : tokens);
        }

        _prefixes.Add(new Prefix(texts, KeyOf(prompt, prompt.Count - 1), rules.LifetimeSeconds) { Touched = time, Prompt = prompt });
        return new CacheUsage(prompt.TokenCount - best, best);
    }

    // Of a long segment that differs, the blocks before the difference are in common.
    private static long TokensInSegment(PromptFingerprint prompt, PromptFingerprint other, int index)
    {
        if (index >= prompt.Count || index >= other.Count)
        {
            return 0;
        }

        FingerprintSegment segment = prompt.Segments[index];
        UInt128[] left = prompt.BlockChainsOf(segment).ToArray();
        UInt128[] right = other.BlockChainsOf(other.Segments[index]).ToArray();
        int blocks = left.Zip(right).TakeWhile(static pair => pair.First == pair.Second).Count();
        return blocks == 0 ? 0 : (long)segment.Tokens * Math.Min(segment.Length, blocks * PromptFingerprint.BlockLength) / segment.Length;
    }

    private Prefix? Find(List<UInt128> texts, int index, PromptFingerprint prompt, DateTimeOffset time) => _prefixes.Find(
        prefix => prefix.IsAlive(time) && prefix.Texts.Count == index + 1 && prefix.Key == KeyOf(prompt, index) && prefix.Texts.SequenceEqual(texts.Take(index + 1)));

    private static List<UInt128> Texts(PromptFingerprint prompt) => [.. prompt.Segments.ToArray().Select(static segment => segment.LocalHash)];

    private string KeyOf(PromptFingerprint prompt, int index) => prompt.Root + "|" + string.Join('|', rules.KeyParameters
        .Where(parameter => parameter.Section <= prompt.Segments[index].Section)
        .Select(parameter => prompt.Parameters.ToArray().FirstOrDefault(candidate => candidate.Name == parameter.Name).Hash));

    private sealed class Prefix(List<UInt128> texts, string key, int lifetimeSeconds)
    {
        public List<UInt128> Texts { get; } = texts;

        public string Key { get; } = key;

        public DateTimeOffset Touched { get; set; }

        public PromptFingerprint Prompt { get; init; } = new();

        public bool IsAlive(DateTimeOffset time) => time - Touched <= TimeSpan.FromSeconds(lifetimeSeconds);
    }
}
