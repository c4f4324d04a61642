using System.Buffers;
using System.Text.Json.Nodes;
using FastTokens.Caching;
using Xunit;

namespace FastTokens.Tests.Caching;

public class CacheBreakDetectorTests
{
    private static readonly CacheRules Rules = CacheRules.ForModel("claude-sonnet-4-5");
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_hit_rate_that_is_flat_and_low_looks_healthy_to_the_simple_rule_only()
    {
        Session session = new(SampleRequests.Create(1, turns: 8));
        for (int turn = 0; turn < 6; turn++)
        {
            session.Request["system"]![0]!["text"] = $"It is {Start.AddMinutes(turn):O}.";
            CacheVerdict verdict = session.Turn();
            Assert.False(session.IsSimpleBreak);
            if (turn > 0)
            {
                Assert.Equal(CacheVerdictKind.ClientChange, verdict.Kind);
                Assert.Equal("system[0]", verdict.Divergence.Path.ToString());
                Assert.True(verdict.LostTokens > 5000 && verdict.LostCost > 0 && verdict.IsBreak);
            }
        }
    }

    [Fact]
    public void A_large_append_is_no_break()
    {
        // What a provider that counts what was read only up to its breakpoints reports: reads stay, the ratio falls.
        Session session = new(SampleRequests.Create(2));
        session.Turn();
        session.Append(40);
        CacheVerdict verdict = session.Turn();
        Assert.Equal(CacheVerdictKind.AsExpected, verdict.Kind);
        Assert.True(session.LastUsage.HitRatio < 0.5);
        Assert.Equal(0, verdict.LostTokens);
    }

    [Fact]
    public void A_large_append_beyond_the_look_back_is_named_as_such()
    {
        Session session = new(SampleRequests.Create(3, turns: 8));
        session.Turn();
        session.AppendMessagesOf(25);
        CacheVerdict verdict = session.Turn();
        Assert.Equal(CacheVerdictKind.LookBackOverflow, verdict.Kind);
        Assert.True(verdict.LostTokens > 1024);
    }

    [Fact]
    public void A_change_behind_the_last_breakpoint_is_no_break()
    {
        JsonObject request = SampleRequests.Create(4);
        request["messages"]!.AsArray().Add(new JsonObject { ["role"] = "user", ["content"] = "now " + Start });
        Session session = new(request) { MarksLast = false };
        session.Turn();
        request["messages"]!.AsArray()[^1]!["content"] = "then";
        Assert.Equal(CacheVerdictKind.AsExpected, session.Turn().Kind);
    }

    [Fact]
    public void Compaction_with_unchanged_tools_and_system_is_a_break_to_the_simple_rule_only()
    {
        Session session = new(SampleRequests.Create(5, turns: 10));
        session.Turn();
        session.Append(1);
        session.Turn();
        session.Compact();
        session.Detector.Announce(ExpectedDropKind.Compaction);
        CacheVerdict verdict = session.Turn();
        Assert.True(session.IsSimpleBreak);
        Assert.False(verdict.IsBreak);
        Assert.True(session.LastUsage.Read > 0);
        session.Append(1);
        Assert.Equal(CacheVerdictKind.AsExpected, session.Turn().Kind);
    }

    [Fact]
    public void An_announced_deletion_is_expected_and_an_unannounced_one_is_a_change()
    {
        Session session = new(SampleRequests.Create(5, turns: 14));
        session.Turn();
        session.Append(1);
        session.Turn();
        Session unannounced = session.Clone();
        session.Request["messages"]!.AsArray().RemoveAt(4);
        session.Detector.Announce(ExpectedDropKind.Deletion);
        CacheVerdict verdict = session.Turn();
        Assert.Equal(CacheVerdictKind.ExpectedDrop, verdict.Kind);
        unannounced.Request["messages"]!.AsArray().RemoveAt(4);
        verdict = unannounced.Turn();
        Assert.Equal((CacheVerdictKind.ClientChange, "messages[4].content[0]"), (verdict.Kind, verdict.Divergence.Path.ToString()));
        Assert.True(verdict.LostTokens > 1000);
    }

    [Fact]
    public void A_drop_beyond_what_was_announced_counts()
    {
        Session session = new(SampleRequests.Create(6, turns: 12));
        session.Turn();
        session.Append(1);
        session.Turn();
        long before = session.LastUsage.Cached;
        session.Request["tools"]![0]!["description"] = "another tool";
        session.Detector.Announce(ExpectedDropKind.Deletion, 3000);
        CacheVerdict verdict = session.Turn();
        Assert.Equal(CacheVerdictKind.ClientChange, verdict.Kind);
        Assert.Equal(Math.Min(before, session.LastUsage.Input) - 3000, verdict.LostTokens);
        Assert.True(verdict.Evidence.HasFlag(CacheEvidence.MoreThanAnnounced));

        // Consumed once.
        session.Request["tools"]![0]!["description"] = "a third one";
        Assert.False(session.Turn().Evidence.HasFlag(CacheEvidence.MoreThanAnnounced));
    }

    [Fact]
    public void Tools_in_another_order_are_named()
    {
        Session session = new(SampleRequests.Create(7, turns: 6));
        session.Turn();
        JsonArray tools = session.Request["tools"]!.AsArray();
        JsonNode last = tools[^1]!;
        tools.Remove(last);
        tools.Insert(0, last);
        CacheVerdict verdict = session.Turn();
        Assert.Equal((CacheVerdictKind.ClientChange, "tools[0]"), (verdict.Kind, verdict.Divergence.Path.ToString()));
    }

    [Fact]
    public void Lifetimes_count_from_the_last_touch_and_hours_are_not_minutes()
    {
        Session minutes = new(SampleRequests.Create(8, turns: 6));
        minutes.Turn();
        for (int turn = 0; turn < 3; turn++)
        {
            minutes.Wait(TimeSpan.FromMinutes(4));
            minutes.Append(1);
            Assert.Equal(CacheVerdictKind.AsExpected, minutes.Turn().Kind);
        }

        minutes.Wait(TimeSpan.FromMinutes(7));
        CacheVerdict verdict = minutes.Turn();
        Assert.Equal((CacheVerdictKind.Expired, TimeSpan.FromMinutes(7)), (verdict.Kind, verdict.Gap));

        Session hours = new(SampleRequests.Create(9, turns: 6)) { Lifetime = "1h" };
        hours.Turn();
        hours.Wait(TimeSpan.FromMinutes(55));
        Assert.Equal(CacheVerdictKind.AsExpected, hours.Turn().Kind);
        hours.Wait(TimeSpan.FromMinutes(61));
        Assert.Equal(CacheVerdictKind.Expired, hours.Turn().Kind);
    }

    [Fact]
    public void A_parameter_of_the_key_and_the_model_are_named()
    {
        Session session = new(SampleRequests.Create(10, turns: 8));
        session.Turn();
        session.Request["tool_choice"] = new JsonObject { ["type"] = "any" };
        CacheVerdict verdict = session.Turn();
        Assert.Equal((CacheVerdictKind.ModelOrParameterChange, "tool_choice"), (verdict.Kind, verdict.Divergence.Path.ToString()));
        Assert.True(session.LastUsage.Read > 0);
        session.Request["model"] = "claude-sonnet-4";
        verdict = session.Turn();
        Assert.Equal((CacheVerdictKind.ModelOrParameterChange, "model", 0L), (verdict.Kind, verdict.Divergence.Path.ToString(), verdict.ActualRead));
    }

    [Fact]
    public void A_miss_with_nothing_changed_is_not_blamed_on_the_client()
    {
        Session session = new(SampleRequests.Create(11, turns: 8));
        session.Turn();
        session.Append(1);
        CacheVerdict verdict = session.Turn(static usage => usage with { Read = 0, Write5Minutes = usage.Cached });
        Assert.Equal(CacheVerdictKind.EvictedOrRoutedElsewhere, verdict.Kind);
        Assert.True(verdict.Evidence.HasFlag(CacheEvidence.AppendOnly) && verdict.Confidence > 0.8);
    }

    [Fact]
    public void The_provider_may_testify()
    {
        Session session = new(SampleRequests.Create(12, turns: 8));
        session.Turn();
        session.Append(1);
        CacheVerdict verdict = session.Turn(static usage => usage with { Read = 0, Write5Minutes = usage.Cached }, ProviderDiagnosis.Expired);
        Assert.Equal(CacheVerdictKind.Expired, verdict.Kind);
        Assert.True(verdict.Evidence.HasFlag(CacheEvidence.ProviderAgrees));
        session.Append(1);
        verdict = session.Turn(static usage => usage with { Read = 0, Write5Minutes = usage.Cached }, ProviderDiagnosis.ContentChanged);
        Assert.True(verdict.Evidence.HasFlag(CacheEvidence.ProviderDisagrees) && verdict.Confidence < 0.5);
    }

    [Fact]
    public void State_that_the_server_keeps_and_figures_that_do_not_fit_are_told()
    {
        CacheBreakDetector detector = new(CacheRules.ForModel("gpt-5"));
        PromptFingerprint prompt = new();
        prompt.Build("""{"model":"gpt-5","input":"hi","previous_response_id":"resp_1"}"""u8, PromptFormat.OpenAIResponses, SampleRequests.Options);
        detector.Forecast(prompt, Start);
        Assert.Equal(CacheVerdictKind.Inconclusive, detector.Judge(new CacheUsage(9000)).Kind);

        Session session = new(SampleRequests.Create(13, turns: 12));
        session.Turn();
        session.Append(1);
        Assert.Equal(CacheVerdictKind.AccountingMismatch, session.Turn(static usage => usage with { Uncached = (usage.Input * 4) + 10_000 }).Kind);
    }

    [Fact]
    public void Below_the_minimum_nothing_is_cached_and_nothing_expected()
    {
        JsonObject request = SampleRequests.Create(14, tools: 1, turns: 1);
        request["system"]![1]!["text"] = "short";
        request["messages"]![2]!["content"]![0]!["content"] = "short";
        Session session = new(request);
        session.Turn();
        CacheVerdict verdict = session.Turn();
        Assert.Equal((CacheVerdictKind.AsExpected, 0L, 0L), (verdict.Kind, verdict.ActualRead, session.LastUsage.Written));
    }

    [Fact]
    public void Usage_alone_gives_forecasts_too()
    {
        CacheBreakDetector detector = new(Rules);
        detector.Forecast(null, Start);
        detector.Judge(new CacheUsage(10, 0, Write5Minutes: 20_000));
        Assert.Equal(20_000, detector.Forecast(null, Start.AddMinutes(2)).Read);
        Assert.Equal(CacheVerdictKind.AsExpected, detector.Judge(new CacheUsage(5, 20_000, Write5Minutes: 1_000)).Kind);
        Assert.Equal(0, detector.Forecast(null, Start.AddMinutes(12)).Read);
        Assert.Equal(CacheVerdictKind.Expired, detector.Judge(new CacheUsage(5, 0, Write5Minutes: 21_500)).Kind);
        detector.Forecast(null, Start.AddMinutes(13));
        Assert.Equal(CacheVerdictKind.Inconclusive, detector.Judge(new CacheUsage(5, 9_000, Write5Minutes: 13_000)).Kind);
        Assert.Throws<InvalidOperationException>(() => detector.Judge(default));
    }

    [Fact]
    public void A_saved_detector_goes_on_as_if_nothing_had_happened()
    {
        Session session = new(SampleRequests.Create(15, turns: 5));
        session.Turn();
        session.Append(2);
        session.Turn();
        Session copy = session.Clone();
        session.Append(1);
        copy.Request["messages"] = session.Request["messages"]!.DeepClone();
        Assert.Equal(session.Turn(), copy.Turn());
        Assert.Equal(session.Detector.Metrics, copy.Detector.Metrics);

        ArrayBufferWriter<byte> saved = new();
        session.Detector.Save(saved);
        CacheBreakDetector other = new(CacheRules.ForModel("gpt-5"));
        Assert.Contains("rules", Assert.Throws<InvalidDataException>(() => other.Load(saved.WrittenSpan)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => other.Load(saved.WrittenSpan[..^3]));
    }

    [Fact]
    public void The_collection_is_bounded_and_variants_are_one_conversation()
    {
        CacheBreakDetectors detectors = new(capacity: 2);
        CacheDetectorKey main = new("s", "", "main", "anthropic", "claude-sonnet-4-5");
        CacheBreakDetector first = detectors.GetOrAdd(main);
        Assert.Same(first, detectors.GetOrAdd(main with { Source = "main:resumed" }));
        detectors.GetOrAdd(main with { Source = "title" });
        Assert.Same(first, detectors.GetOrAdd(main));
        detectors.GetOrAdd(main with { Session = "t" });
        Assert.Equal(2, detectors.Count);
        Assert.Same(first, detectors.GetOrAdd(main));
        Assert.True(detectors.Remove(main));
        Assert.NotSame(first, detectors.GetOrAdd(main));
    }

    [Fact]
    public void The_collection_knows_what_another_model_had_cached()
    {
        CacheBreakDetectors detectors = new();
        CacheDetectorKey key = new("s", "", "main", "anthropic", "claude-sonnet-4-5");
        CacheBreakDetector detector = detectors.GetOrAdd(key);
        detector.Forecast(null, Start);
        detector.Judge(new CacheUsage(1, 0, Write5Minutes: 30_000));
        detector = detectors.GetOrAdd(key with { Model = "claude-opus-4-5" });
        detector.Forecast(null, Start);
        CacheVerdict verdict = detector.Judge(new CacheUsage(1, 0, Write5Minutes: 30_500));
        Assert.Equal((CacheVerdictKind.ModelOrParameterChange, 30_000L, "model"), (verdict.Kind, verdict.LostTokens, verdict.Divergence.Path.ToString()));
    }

    [Fact]
    public void The_collection_may_be_asked_from_many_threads()
    {
        CacheBreakDetectors detectors = new(capacity: 8);
        Parallel.For(0, 4000, index => Assert.NotNull(detectors.GetOrAdd(new CacheDetectorKey($"s{index % 20}", "", "main", "anthropic", "claude-sonnet-4-5"))));
        Assert.Equal(8, detectors.Count);
    }

    [Fact]
    public void The_simple_rule_does_what_it_says()
    {
        ReadDropRule rule = new();
        Assert.False(rule.IsBreak(50_000));
        Assert.False(rule.IsBreak(47_600));
        Assert.True(rule.IsBreak(45_000));
        Assert.False(rule.IsBreak(44_000));
        rule.AnnounceDeletion();
        Assert.False(rule.IsBreak(10_000));
        Assert.True(rule.IsBreak(1_000));
        Assert.False(rule.IsBreak(20_000, isExcluded: true));
        rule.AnnounceCompaction();
        Assert.False(rule.IsBreak(3_000));

        // Sorting tools, or anything else that the rule does not see, is no break to it while little is read.
        Assert.False(rule.IsBreak(1_100));
    }

    /// <summary>A conversation with a naive provider.</summary>
    private sealed class Session(JsonObject request)
    {
        private readonly ReadDropRule _simple = new();
        private readonly Random _random = new(77);
        private NaiveProvider _provider = new(Rules);
        private List<(PromptFingerprint Prompt, DateTimeOffset Time)> _sent = [];
        private DateTimeOffset _time = Start;
        private int _turn = 1000;

        public JsonObject Request { get; } = request;

        public CacheBreakDetector Detector { get; private init; } = new(Rules);

        public bool MarksLast { get; init; } = true;

        public string? Lifetime { get; init; }

        public CacheUsage LastUsage { get; private set; }

        public bool IsSimpleBreak { get; private set; }

        public CacheVerdict Turn(Func<CacheUsage, CacheUsage>? report = null, ProviderDiagnosis diagnosis = ProviderDiagnosis.None)
        {
            if (MarksLast)
            {
                SampleRequests.MarkLast(Request);
            }

            if (Lifetime is not null)
            {
                Request["system"]![1]!["cache_control"] = SampleRequests.Marker(Lifetime);
                Request["messages"]!.AsArray()[^1]!["content"]!.AsArray()[^1]!["cache_control"] = SampleRequests.Marker(Lifetime);
            }

            PromptFingerprint prompt = SampleRequests.Fingerprint(Request);
            Detector.Forecast(prompt, _time);
            _sent.Add((prompt, _time));
            LastUsage = _provider.Send(prompt, _time);
            LastUsage = report is null ? LastUsage : report(LastUsage);
            IsSimpleBreak = _simple.IsBreak(LastUsage.Read);
            return Detector.Judge(LastUsage, diagnosis);
        }

        public void Wait(TimeSpan time) => _time += time;

        public void Append(int turns)
        {
            for (int index = 0; index < turns; index++)
            {
                // One message of many blocks, so that only its length counts.
                Request["messages"]!.AsArray().Add(new JsonObject { ["role"] = "user", ["content"] = SampleRequests.Text(_random, 60 * turns) + _turn++ });
            }

            if (turns > 10)
            {
                JsonArray messages = Request["messages"]!.AsArray();
                string joined = string.Concat(messages.Skip(messages.Count - turns).Select(static message => message!["content"]!.GetValue<string>()));
                while (turns-- > 0)
                {
                    messages.RemoveAt(messages.Count - 1);
                }

                messages.Add(new JsonObject { ["role"] = "user", ["content"] = joined });
            }
        }

        public void AppendMessagesOf(int blocks)
        {
            for (int index = 0; index < blocks; index++)
            {
                Request["messages"]!.AsArray().Add(new JsonObject { ["role"] = "user", ["content"] = SampleRequests.Text(_random, 10) + _turn++ });
            }
        }

        public void Compact()
        {
            JsonArray messages = Request["messages"]!.AsArray();
            messages.Clear();
            messages.Add(new JsonObject { ["role"] = "user", ["content"] = "A summary: " + SampleRequests.Text(_random, 200) });
        }

        public Session Clone()
        {
            ArrayBufferWriter<byte> saved = new();
            Detector.Save(saved);
            CacheBreakDetector detector = new(Rules);
            detector.Load(saved.WrittenSpan);
            NaiveProvider provider = new(Rules);
            foreach ((PromptFingerprint prompt, DateTimeOffset time) in _sent)
            {
                provider.Send(prompt, time);
            }

            return new Session(SampleRequests.Clone(Request)) { Detector = detector, _provider = provider, _sent = [.. _sent], _time = _time };
        }
    }
}
