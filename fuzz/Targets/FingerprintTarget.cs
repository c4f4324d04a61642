using System.Buffers;
using System.Text;
using FastTokens.Caching;

namespace FastTokens.Fuzz;

/// <summary>
/// The input as two requests, cut at its middle: fingerprints are the same however they are built and survive being saved; where two part is where a search
/// segment by segment finds it; the change is classified at bytes of the bodies; a detector and a simulator take them.
/// </summary>
internal sealed class FingerprintTarget : IFuzzTarget
{
    private static readonly PromptFingerprintOptions Options = new() { Counter = new TokenEstimator(TokenProfile.O200kBase) };
    private static readonly CacheRules[] Rules = [CacheRules.ForModel("claude-sonnet-4-5"), CacheRules.ForModel("gpt-5")];

    public string Name => "fingerprint";

    public IReadOnlyList<byte[]> Seeds { get; } = [.. PromptSeeds.Bodies.Select(static body => Encoding.UTF8.GetBytes(body + body)), .. PromptSeeds.Bodies.Select(static body => Encoding.UTF8.GetBytes(body + body.Replace("\"text\":\"", "\"text\":\"a", StringComparison.Ordinal)))];

    public IReadOnlyList<byte[]> Sequences { get; } = [.. PromptSeeds.Sequences.Select(Encoding.UTF8.GetBytes)];

    public void Run(ReadOnlySpan<byte> input)
    {
        foreach (int cut in Cuts(input))
        {
            RunPair(input[..cut], input[cut..]);
        }
    }

    // At the middle, and where one object ends and another one begins.
    private static List<int> Cuts(ReadOnlySpan<byte> input)
    {
        List<int> cuts = [input.Length / 2];
        int border = input.IndexOf("}{"u8);
        if (border >= 0)
        {
            cuts.Add(border + 1);
        }

        return cuts;
    }

    private static void RunPair(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        PromptFingerprint before = new();
        PromptFingerprint after = new();
        PromptFingerprint again = new();
        PromptFormat format = PromptFormat.AnthropicMessages;
        try
        {
            format = PromptReader.DetectFormat(left);
            before.Build(left, format, Options);
            after.Build(right, format, Options);
            again.Build(right, format, Options, before);
        }
        catch (PromptFormatException)
        {
            return;
        }

        Check.That(again.Segments.SequenceEqual(after.Segments), "segments built on an earlier request");
        ArrayBufferWriter<byte> saved = new();
        after.Save(saved);
        again.Load(saved.WrittenSpan);
        Check.That(again.Chain == after.Chain && again.TokenCount == after.TokenCount, "a fingerprint that was saved and loaded");

        PromptDivergence divergence = PromptDivergence.Find(before, after);
        if (!divergence.RootChanged)
        {
            int common = 0;
            while (common < before.Count && common < after.Count && before.Segments[common].Chain == after.Segments[common].Chain)
            {
                common++;
            }

            Check.Equal(common, divergence.SegmentIndex, "segments in common");
        }

        PromptChange change = PromptDivergence.Classify(before, left, after, right, Rules[0]);
        Check.That(change.PreviousOffset <= left.Length && change.CurrentOffset <= right.Length, "a change outside the body");
        Check.That((change.Kind == PromptChangeKind.Identical) == (PromptDivergence.Find(before, after, Rules[0]) is { Kind: DivergenceKind.Identical, BreakpointsMoved: false }), "identical");
        PromptLint.Check(right, after, Rules[0], before);
        foreach (CacheRules rules in Rules)
        {
            Converse(rules, before, after);
        }
    }

    private static void Converse(CacheRules rules, PromptFingerprint before, PromptFingerprint after)
    {
        CacheBreakDetector detector = new(rules);
        CacheSimulator simulator = new(rules);
        DateTimeOffset time = DateTimeOffset.UnixEpoch;
        foreach (PromptFingerprint prompt in (PromptFingerprint[])[before, after, after])
        {
            CacheForecast forecast = detector.Forecast(prompt, time);
            CacheUsage usage = simulator.Send(prompt, time);
            Check.That(usage is { Uncached: >= 0, Read: >= 0, Written: >= 0 }, "a negative part of a usage");
            Check.Equal(prompt.TokenCount, usage.Input, "input");
            if (!prompt.HasServerState && prompt.TokenCount > 0)
            {
                Check.Equal(usage.Read, forecast.Read, "forecast");
            }

            CacheVerdict verdict = detector.Judge(usage);
            Check.That(verdict.LostTokens >= 0 && verdict.Confidence is >= 0 and <= 1 && verdict.ToString().Length > 0, "a verdict");
            time = time.AddSeconds(10);
        }
    }
}
