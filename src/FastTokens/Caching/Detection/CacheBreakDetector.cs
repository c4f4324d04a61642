using System.Buffers;

namespace FastTokens.Caching;

/// <summary>
/// Watches the cache of one conversation in two steps: a forecast before each request, a verdict after its response. It compares what was read
/// with what should have been, not with the turn before.
/// </summary>
/// <remarks>
/// <para>
/// The forecast is anchored: what the previous response of the conversation reported as read and written is what its prefix has; estimates
/// serve only what is new since then. Nothing is allocated once its buffers have grown.
/// </para>
/// <para>Not safe for concurrent use. Requests that run beside the conversation (titles, searches, subagents) need detectors of their own: <see cref="CacheBreakDetectors"/>.</para>
/// </remarks>
public sealed class CacheBreakDetector
{
    /// <summary>The version of the saved form.</summary>
    public const int FormatVersion = 1;

    // What providers' own tokens around messages, and images that are priced flat, can come to.
    private const int ToleranceTokens = 1024;
    private const double ToleranceRatio = 0.01;

    // Estimates are within a factor of two of any tokenizer; beyond that the figures mean something else.
    private const double MismatchFactor = 2.5;
    private const int MismatchTokens = 8192;

    private readonly PrefixCache _cache;
    private readonly PromptFingerprint _previous = new();
    private readonly PromptFingerprint _current = new();
    private CacheLookup _lookup;
    private CacheForecast _forecast;
    private bool _isOpen;
    private bool _hasPrompt;
    private long _now;

    private bool _hasPrevious;
    private bool _previousHasPrompt;
    private CacheUsage _previousUsage;
    private long _previousTime;
    private int _previousLifetime;
    private double _scale = 1;
    private bool _hasScale;
    private long _switchedFrom;

    private ExpectedDropKind _announcedKind;
    private long _announcedTokens;
    private bool _isAnnounced;

    /// <summary>Makes a detector.</summary>
    /// <param name="rules">How the provider caches.</param>
    public CacheBreakDetector(CacheRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        Rules = rules;
        _cache = new PrefixCache(rules);
        _previousLifetime = rules.LifetimeSeconds;
    }

    /// <summary>Gets the rules of the provider.</summary>
    public CacheRules Rules { get; }

    /// <summary>Gets the sums over all responses so far.</summary>
    public CacheMetrics Metrics { get; private set; } = CacheMetrics.Empty;

    /// <summary>Gets the prompt of the last request whose response was judged; empty before the first one, and where prompts are not given.</summary>
    public PromptFingerprint Previous => _previous;

    /// <summary>Says what the response to a request should report.</summary>
    /// <param name="prompt">The request, or <see langword="null"/> where only usage is known: then the previous usage decides alone. Copied.</param>
    /// <param name="time">When it is sent.</param>
    public CacheForecast Forecast(PromptFingerprint? prompt, DateTimeOffset time)
    {
        _isOpen = true;
        _hasPrompt = prompt is not null;
        _now = time.UtcTicks;
        _forecast = prompt is null ? ForecastFromUsage() : ForecastFromPrompt(prompt);
        return _forecast;
    }

    /// <summary>Announces that the next response will read less, once; an amount that is exceeded still counts as a break.</summary>
    /// <param name="kind">Why.</param>
    /// <param name="tokens">How many tokens go, or 0 where that is not known: then any drop is excused.</param>
    public void Announce(ExpectedDropKind kind, long tokens = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        _announcedTokens = _isAnnounced && (_announcedTokens == 0 || tokens == 0) ? 0 : _announcedTokens + tokens;
        _announcedKind = kind;
        _isAnnounced = true;
    }

    /// <summary>Compares the usage of the response with the forecast, and takes both in for the next one.</summary>
    /// <param name="usage">What the response reported; of a streamed response with several passes, that of its start.</param>
    /// <param name="diagnosis">What the provider says itself, if it does.</param>
    /// <exception cref="InvalidOperationException">No request was forecast since the last response.</exception>
    public CacheVerdict Judge(in CacheUsage usage, ProviderDiagnosis diagnosis = ProviderDiagnosis.None)
    {
        if (!_isOpen)
        {
            throw new InvalidOperationException("Forecast the request first.");
        }

        _isOpen = false;
        CacheVerdict verdict = Decide(usage, diagnosis);
        Metrics = Metrics.With(usage, Rules, verdict.IsBreak ? verdict.LostTokens : 0);
        TakeIn(usage);
        _isAnnounced = false;
        _announcedTokens = 0;
        _switchedFrom = 0;
        return verdict;
    }

    /// <summary>Writes what the detector knows, without text: another replica can go on with it. A forecast that waits for its response is not part of it.</summary>
    public void Save(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        BinaryForm.Writer writer = new();
        writer.WriteBytes("FTCD"u8);
        writer.WriteNumber(FormatVersion);
        writer.WriteText(Rules.Name);
        writer.WriteNumber((_hasPrevious ? 1u : 0u) | (_previousHasPrompt ? 2u : 0u) | (_hasScale ? 4u : 0u) | (_isAnnounced ? 8u : 0u));
        writer.WriteUsage(_previousUsage);
        writer.WriteSigned(_previousTime);
        writer.WriteNumber((uint)_previousLifetime);
        writer.WriteNumber(BitConverter.DoubleToUInt64Bits(_scale));
        writer.WriteNumber((ulong)_switchedFrom);
        writer.WriteNumber((ulong)_announcedKind);
        writer.WriteNumber((ulong)_announcedTokens);
        writer.WriteNumber((uint)Metrics.Turns);
        writer.WriteUsage(Metrics.Usage);
        writer.WriteNumber((ulong)Metrics.LargestInput);
        writer.WriteAmount(Metrics.Cost);
        writer.WriteAmount(Metrics.AvoidableCost);
        _previous.WriteTo(writer);
        _cache.WriteTo(writer);
        writer.CopyTo(destination);
    }

    /// <summary>Reads what <see cref="Save"/> wrote, in place of what the detector knew.</summary>
    /// <exception cref="InvalidDataException">The data are damaged, of another version, or of a detector with other rules. The detector then knows nothing.</exception>
    public void Load(ReadOnlySpan<byte> data)
    {
        Reset();
        BinaryForm.Reader reader = new(data, "detector");
        reader.Expect("FTCD"u8);
        reader.ExpectVersion(FormatVersion);
        try
        {
            string rules = reader.ReadText();
            if (rules != Rules.Name)
            {
                reader.Throw($"it has the rules '{rules}', this detector has '{Rules.Name}'");
            }

            ulong flags = reader.ReadNumber(15);
            _previousUsage = reader.ReadUsage();
            _previousTime = reader.ReadSigned();
            _previousLifetime = reader.ReadInt32();
            _scale = BitConverter.UInt64BitsToDouble(reader.ReadNumber(ulong.MaxValue));
            _switchedFrom = (long)reader.ReadNumber(long.MaxValue);
            _announcedKind = (ExpectedDropKind)reader.ReadNumber((ulong)ExpectedDropKind.CacheEdit);
            _announcedTokens = (long)reader.ReadNumber(long.MaxValue);
            int turns = reader.ReadInt32();
            CacheUsage sum = reader.ReadUsage();
            Metrics = new CacheMetrics(turns, sum, (long)reader.ReadNumber(long.MaxValue), reader.ReadAmount(), reader.ReadAmount());
            _previous.ReadFrom(ref reader);
            _cache.ReadFrom(ref reader);
            reader.RequireEnd();
            if (!double.IsFinite(_scale) || _scale <= 0)
            {
                reader.Throw("the scale is out of range");
            }

            (_hasPrevious, _previousHasPrompt, _hasScale, _isAnnounced) = ((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0, (flags & 8) != 0);
        }
        catch (InvalidDataException)
        {
            Reset();
            throw;
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        _cache.Clear();
        _isOpen = _hasPrevious = _previousHasPrompt = _hasScale = _isAnnounced = false;
        _scale = 1;
        _previousUsage = default;
        _previousTime = _switchedFrom = _announcedTokens = 0;
        _previousLifetime = Rules.LifetimeSeconds;
        _previous.Begin();
        Metrics = CacheMetrics.Empty;
    }

    /// <summary>Notes that the conversation went to another model before: what that one had cached is of no use here.</summary>
    internal void SwitchedFrom(CacheBreakDetector other) => _switchedFrom = other._hasPrevious ? other._previousUsage.Cached : 0;

    private CacheForecast ForecastFromUsage()
    {
        long potential = Potential();
        TimeSpan gap = Gap();
        bool isExpired = _hasPrevious && gap.TotalSeconds > _previousLifetime;
        return new CacheForecast(
            isExpired ? 0 : potential,
            0,
            0,
            potential,
            isExpired && potential > 0 ? CacheVerdictKind.Expired : CacheVerdictKind.AsExpected,
            default,
            gap,
            CacheEvidence.NoPrompt | (_hasPrevious ? CacheEvidence.None : CacheEvidence.FirstRequest),
            isExpired ? Rules.CostOfLoss(potential, _previousLifetime > Rules.LifetimeSeconds) : 0);
    }

    private CacheForecast ForecastFromPrompt(PromptFingerprint prompt)
    {
        _current.CopyFrom(prompt);
        PromptDivergence divergence = _previousHasPrompt ? PromptDivergence.Find(_previous, _current, Rules) : default;
        _lookup = _cache.Find(_current, _now, _scale);
        long total = EstimateTotal(divergence);
        long potential = Math.Min(Potential(), total);
        long read = Math.Min(_lookup.ReadTokens, total);
        long written = 0;
        if (Rules.Mechanism == CacheMechanism.Breakpoints)
        {
            int last = _cache.LastBreakpoint(_current);
            long behind = last < 0 ? 0 : total - (long)Math.Round((_current.TokenCount - _current.Segments[last].TokensEnd) * _scale);
            written = behind < Rules.MinimumTokens ? 0 : Math.Max(0, behind - read);
        }

        CacheVerdictKind cause = read >= potential - Tolerance(potential) ? CacheVerdictKind.AsExpected : CauseOf(divergence, potential);
        TimeSpan gap = cause == CacheVerdictKind.Expired ? TimeSpan.FromTicks(_lookup.ExpiredGapTicks) : Gap();
        CacheEvidence evidence = !_hasPrevious ? CacheEvidence.FirstRequest
            : !_previousHasPrompt ? CacheEvidence.NoPrompt
            : divergence.Kind is DivergenceKind.Appended or DivergenceKind.Identical ? CacheEvidence.AppendOnly
            : divergence.Kind == DivergenceKind.Changed ? CacheEvidence.Diverged
            : CacheEvidence.None;
        return new CacheForecast(
            read, written, Math.Max(0, total - read - written), potential, cause, divergence, gap, evidence,
            Rules.CostOfLoss(Math.Max(0, potential - read), _previousLifetime > Rules.LifetimeSeconds));
    }

    // Why less will be read than could be, in the order of certainty.
    private CacheVerdictKind CauseOf(in PromptDivergence divergence, long potential)
    {
        long atLeast = potential - Tolerance(potential);
        if (_previousHasPrompt && (divergence.RootChanged || divergence.Parameter is not null))
        {
            return CacheVerdictKind.ModelOrParameterChange;
        }

        if (_previousHasPrompt && divergence.Kind == DivergenceKind.Changed && divergence.TokensBefore * _scale < atLeast)
        {
            return CacheVerdictKind.ClientChange;
        }

        if (_lookup.ExpiredTokens >= atLeast || (_lookup.ExpiredTokens > _lookup.ReadTokens && _lookup.ExpiredTokens >= _lookup.UnreachableTokens))
        {
            return CacheVerdictKind.Expired;
        }

        if (_lookup.UnreachableTokens > _lookup.ReadTokens)
        {
            return CacheVerdictKind.LookBackOverflow;
        }

        return _current.TokenCount * _scale < Rules.MinimumTokens ? CacheVerdictKind.BelowMinimum
            : _previousHasPrompt ? CacheVerdictKind.ClientChange
            : CacheVerdictKind.AsExpected;
    }

    private CacheVerdict Decide(in CacheUsage usage, ProviderDiagnosis diagnosis)
    {
        CacheForecast forecast = _forecast;
        long actual = usage.Read;
        long potential = Math.Min(Math.Max(forecast.Potential, _hasPrevious ? 0 : _switchedFrom), usage.Input);
        long tolerance = Tolerance(potential);
        CacheEvidence evidence = forecast.Evidence | EvidenceOf(forecast, actual, diagnosis);
        if (_hasPrompt && _current.HasServerState)
        {
            return Verdict(CacheVerdictKind.Inconclusive, forecast, actual, 0, 0.2, evidence);
        }

        if (_hasPrompt && IsMismatch(usage, forecast))
        {
            return Verdict(CacheVerdictKind.AccountingMismatch, forecast, actual, 0, 0.6, evidence);
        }

        long lost = potential - actual;
        if (lost <= tolerance)
        {
            return Verdict(CacheVerdictKind.AsExpected, forecast, actual, 0, _hasPrevious ? 1 : 0.5, evidence);
        }

        if (!_hasPrevious)
        {
            PromptDivergence model = new() { Kind = DivergenceKind.Changed, Path = new PromptPath("model"), RootChanged = true };
            return Verdict(CacheVerdictKind.ModelOrParameterChange, forecast with { Divergence = model }, actual, lost, 0.8, evidence);
        }

        if (_isAnnounced)
        {
            long unannounced = _announcedTokens == 0 ? 0 : lost - _announcedTokens;
            if (unannounced <= tolerance)
            {
                return Verdict(CacheVerdictKind.ExpectedDrop, forecast, actual, 0, 0.9, evidence);
            }

            lost = unannounced;
            evidence |= CacheEvidence.MoreThanAnnounced;
        }

        CacheVerdictKind kind = forecast.Cause != CacheVerdictKind.AsExpected ? forecast.Cause
            : !_hasPrompt || !_previousHasPrompt ? CacheVerdictKind.Inconclusive
            : diagnosis == ProviderDiagnosis.Expired ? CacheVerdictKind.Expired
            : CacheVerdictKind.EvictedOrRoutedElsewhere;
        bool isAgreed = !evidence.HasFlag(CacheEvidence.ProviderDisagrees);
        double confidence = (kind is CacheVerdictKind.Inconclusive ? 0.3 : evidence.HasFlag(CacheEvidence.ReadMoreThanForecast) ? 0.6 : 0.9) * (isAgreed ? 1 : 0.5);
        return Verdict(kind, forecast, actual, lost, confidence, evidence);
    }

    private CacheVerdict Verdict(
        CacheVerdictKind kind, in CacheForecast forecast, long actual, long lost, double confidence, CacheEvidence evidence) => new(
        kind, forecast.Read, actual, lost, Rules.CostOfLoss(lost, _previousLifetime > Rules.LifetimeSeconds), confidence, evidence, forecast.Divergence, forecast.Gap);

    private CacheEvidence EvidenceOf(in CacheForecast forecast, long actual, ProviderDiagnosis diagnosis)
    {
        long tolerance = Tolerance(forecast.Read);
        CacheEvidence evidence = actual < forecast.Read - tolerance ? CacheEvidence.ReadLessThanForecast
            : actual > forecast.Read + tolerance ? CacheEvidence.ReadMoreThanForecast
            : CacheEvidence.None;
        if (_hasPrompt && actual > 0 && actual < forecast.Potential)
        {
            long system = (long)(TokensOfToolsAndSystem() * _scale);
            evidence |= system > 0 && Math.Abs(actual - system) <= 0.1 * system ? CacheEvidence.FellToSystem : CacheEvidence.None;
        }

        CacheVerdictKind? said = diagnosis switch
        {
            ProviderDiagnosis.SamePrefix => CacheVerdictKind.AsExpected,
            ProviderDiagnosis.ModelOrParameterChanged => CacheVerdictKind.ModelOrParameterChange,
            ProviderDiagnosis.ContentChanged => CacheVerdictKind.ClientChange,
            ProviderDiagnosis.Expired => CacheVerdictKind.Expired,
            _ => null,
        };
        return said is null ? evidence
            : evidence | (said == forecast.Cause || (said == CacheVerdictKind.Expired && forecast.Cause == CacheVerdictKind.AsExpected) ? CacheEvidence.ProviderAgrees : CacheEvidence.ProviderDisagrees);
    }

    private long TokensOfToolsAndSystem()
    {
        int messages = _current.IndexOf(PromptSection.Messages);
        return messages < _current.Count ? _current.Segments[messages].TokensBefore : _current.TokenCount;
    }

    private bool IsMismatch(in CacheUsage usage, in CacheForecast forecast)
    {
        long expected = forecast.Read + forecast.Written + forecast.Uncached;
        long difference = Math.Abs(usage.Input - expected);
        return _hasScale && difference > MismatchTokens && (usage.Input > expected * MismatchFactor || expected > usage.Input * MismatchFactor);
    }

    // What lies before is as the provider reported it; only what is new is estimated.
    private long EstimateTotal(in PromptDivergence divergence)
    {
        bool isAnchored = _hasPrevious && _previousHasPrompt && !divergence.RootChanged
            && (divergence.Kind is DivergenceKind.Appended or DivergenceKind.Identical or DivergenceKind.Changed);
        double scaled = _current.TokenCount * _scale;
        return (long)Math.Round(isAnchored ? _previousUsage.Input + ((_current.TokenCount - _previous.TokenCount) * _scale) : scaled) is var total && total > 0
            ? total
            : (long)Math.Round(scaled);
    }

    private long Potential() => !_hasPrevious ? 0
        : Rules.Mechanism == CacheMechanism.Prefix ? _cache.RoundDown(_previousUsage.Input)
        : _previousUsage.Cached;

    private TimeSpan Gap() => _hasPrevious ? TimeSpan.FromTicks(Math.Max(0, _now - _previousTime)) : TimeSpan.Zero;

    private long Tolerance(long tokens) => Math.Max(Math.Max(ToleranceTokens, Rules.StepTokens), (long)(tokens * ToleranceRatio));

    private void TakeIn(in CacheUsage usage)
    {
        if (_hasPrompt)
        {
            // What was really read is what lives on, not what was forecast.
            CacheLookup lookup = usage.Read > 0 ? _lookup : new CacheLookup { ReadIndex = -1 };
            _cache.Store(_current, _now, lookup, _scale);
            if (_current.TokenCount > 0 && usage.Input > 0 && !_current.HasServerState)
            {
                _scale = (double)usage.Input / _current.TokenCount;
                _hasScale = true;
            }

            _cache.Learn(_current, usage, lookup, Tolerance(lookup.ReadTokens), _scale);
            _previous.CopyFrom(_current);
        }

        _previousHasPrompt = _hasPrompt;
        _hasPrevious = true;
        _previousUsage = usage;
        _previousTime = _now;
        _previousLifetime = usage.Write1Hour > 0 ? Rules.LongLifetimeSeconds : usage.Write5Minutes > 0 ? Rules.LifetimeSeconds : _previousLifetime;
    }
}
