namespace FastTokens.Caching;

/// <summary>A replay under way: the detectors of its conversations and what they said.</summary>
internal sealed class ReplayRun
{
    private readonly ReplayOptions _options;
    private readonly List<ReplayTurn> _turns = [];
    private readonly List<ReplayFailure> _failures = [];
    private readonly Dictionary<(string Thread, string Model), CacheBreakDetector> _detectors = [];
    private readonly Dictionary<(string Thread, string Model), byte[]> _bodies = [];
    private readonly Dictionary<string, CacheRules> _rules = [];
    private readonly Dictionary<string, PromptFingerprintOptions> _fingerprints = [];
    private CacheMetrics _metrics = CacheMetrics.Empty;
    private DateTimeOffset _lastTime = DateTimeOffset.UnixEpoch;

    public ReplayRun(ReplayOptions options) => _options = options;

    public void Fail(int line, string reason) => _failures.Add(new ReplayFailure(line, reason));

    public string ModelOf(string? logged) => _options.Model ?? logged ?? "unknown";

    public CacheRules RulesOf(string model)
    {
        if (!_rules.TryGetValue(model, out CacheRules? rules))
        {
            rules = _options.Rules.ForModel(model, _options.Provider);
            _rules.Add(model, rules);
        }

        return rules;
    }

    /// <summary>Returns what fingerprints of a model are made with: its profile where the model is known.</summary>
    public PromptFingerprintOptions FingerprintsOf(string model)
    {
        if (!_fingerprints.TryGetValue(model, out PromptFingerprintOptions? options))
        {
            bool isKnown = _options.Catalog.TryGetModel(model, out ModelInfo? info) & TokenProfile.TryFromName(info?.Profile ?? "", out TokenProfile? profile);
            options = new PromptFingerprintOptions { Counter = new TokenEstimator(isKnown ? profile! : TokenProfile.O200kBase), Model = model, StrippedPrefixes = RulesOf(model).StrippedPrefixes };
            _fingerprints.Add(model, options);
        }

        return options;
    }

    /// <summary>Announces that the next response of a conversation will read less, whatever its model.</summary>
    public void Announce(string thread, ExpectedDropKind kind)
    {
        foreach (((string Thread, string Model) key, CacheBreakDetector detector) in _detectors)
        {
            if (key.Thread == thread)
            {
                detector.Announce(kind);
            }
        }
    }

    /// <summary>Adds a response.</summary>
    /// <param name="line">Its line.</param>
    /// <param name="thread">Its conversation.</param>
    /// <param name="model">Its model.</param>
    /// <param name="time">When it was; taken as a second after the one before where that is not known.</param>
    /// <param name="usage">What it reported.</param>
    /// <param name="prompt">Its prompt, if known.</param>
    /// <param name="body">The body of its request, if known.</param>
    /// <param name="wasClamped">Whether the usage was mended.</param>
    public void Add(
        int line, string thread, string model, DateTimeOffset? time, CacheUsage usage, PromptFingerprint? prompt = null, byte[]? body = null, bool wasClamped = false)
    {
        CacheRules rules = RulesOf(model);
        if (!_detectors.TryGetValue((thread, model), out CacheBreakDetector? detector))
        {
            detector = new CacheBreakDetector(rules);
            _detectors.Add((thread, model), detector);
        }

        DateTimeOffset at = time ?? _lastTime.AddSeconds(1);
        _lastTime = at;
        CacheForecast forecast = detector.Forecast(prompt, at);
        PromptChange? change = ChangeOf(thread, model, detector, forecast, prompt, body);
        CacheVerdict verdict = detector.Judge(usage);
        _metrics = _metrics.With(usage, rules, verdict.IsBreak ? verdict.LostTokens : 0);
        if (body is not null)
        {
            _bodies[(thread, model)] = body;
        }

        _turns.Add(new ReplayTurn
        {
            Line = line,
            Thread = thread,
            Model = model,
            Time = time,
            Usage = usage,
            FixedTokens = body is not null && prompt is { TokenCount: > 0 } ? FixedTokensOf(prompt, usage) : null,
            Forecast = forecast,
            Verdict = verdict,
            Change = change,
            Cost = rules.CostOf(usage),
            WasClamped = wasClamped,
        });
    }

    /// <exception cref="InvalidDataException">There is no turn.</exception>
    public ReplayResult Finish(ReplayFormat format)
    {
        if (_turns.Count == 0)
        {
            string first = _failures.Count > 0 ? $" Line {_failures[0].Line}: {_failures[0].Reason}." : "";
            throw new InvalidDataException($"The log has no response with usage.{first}");
        }

        _failures.Sort(static (left, right) => left.Line.CompareTo(right.Line));
        return new ReplayResult(format, _turns, _failures, _metrics);
    }

    private static long FixedTokensOf(PromptFingerprint prompt, in CacheUsage usage)
    {
        int index = prompt.IndexOf(PromptSection.Messages);
        while (index < prompt.Count && prompt.Segments[index].Kind == PromptSegmentKind.SystemText)
        {
            index++;
        }

        long before = index < prompt.Count ? prompt.Segments[index].TokensBefore : prompt.TokenCount;
        return (long)Math.Round((double)before / prompt.TokenCount * usage.Input);
    }

    private PromptChange? ChangeOf(
        string thread, string model, CacheBreakDetector detector, in CacheForecast forecast, PromptFingerprint? prompt, byte[]? body)
    {
        bool isOfInterest = prompt is not null && body is not null && detector.Previous.Count > 0 && forecast.Divergence.Kind != DivergenceKind.Appended;
        return isOfInterest && _bodies.TryGetValue((thread, model), out byte[]? previousBody)
            ? PromptDivergence.Classify(detector.Previous, previousBody, prompt!, body, detector.Rules)
            : null;
    }
}
