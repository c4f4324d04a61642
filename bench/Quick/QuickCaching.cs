using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using FastTokens.Caching;

namespace FastTokens.Bench;

/// <summary>The goals of prompt caching against their yardsticks, in this process and a few seconds: the best of many runs.</summary>
internal static class QuickCaching
{
    private const int Bytes = 1 << 20;
    private const int Runs = 150;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(900);

    /// <summary>Measures and returns the report, in Markdown.</summary>
    internal static string Run(TextWriter progress)
    {
        progress.WriteLine("Measuring requests ...");
        using StringWriter output = new(CultureInfo.InvariantCulture);
        output.WriteLine($"# Prompt caches\n\n{Machine.Description}.\n\n```");
        byte[] body = RequestSource.Create(Bytes);
        byte[] scratch = new byte[PromptReader.GetScratchLength(body.Length)];
        PromptFingerprintOptions counting = new() { Counter = new TokenEstimator(TokenProfile.ClaudeLegacy) };
        PromptFormat format = PromptReader.DetectFormat(body);
        PromptFingerprint fingerprint = new();
        PromptFingerprint previous = new();
        previous.Build(body, format, counting);
        List<byte[]> contents = Contents(body, format, scratch);
        int length = contents.Sum(static content => content.Length);
        byte[] joined = [.. contents.SelectMany(static content => content)];

        double json = Measure(() => ReadJson(body));
        double read = Measure(() => ReadSegments(body, format, scratch));
        double count = Measure(() => contents.Sum(content => counting.Counter!.CountTokens(content)));
        double hash = Measure(() => (long)System.IO.Hashing.XxHash3.HashToUInt64(joined));
        double chain = Measure(() => Chain(contents));
        double plain = Measure(() => Build(fingerprint, body, format, PromptFingerprintOptions.Default, null));
        double full = Measure(() => Build(fingerprint, body, format, counting, null));
        double next = Measure(() => Build(fingerprint, body, format, counting, previous));
        PromptFingerprint changed = new();
        DivergenceBenchmarks.BuildPair(previous, changed);
        CacheRules rules = CacheRules.ForModel("claude-sonnet-4-5");
        const int Finds = 1000;
        double find = Measure(() => Find(previous, changed, rules, Finds)) / Finds;

        CultureInfo culture = CultureInfo.InvariantCulture;
        output.WriteLine(string.Create(culture, $"a request of {body.Length:#,0} bytes, {fingerprint.Count} segments with {length:#,0} bytes of content; best of {Runs}"));
        output.WriteLine("what                                       GB/s      µs   x Utf8JsonReader");
        foreach ((string name, double seconds) in ((string, double)[])
            [("Utf8JsonReader alone", json), ("PromptReader", read), ("rough counts alone", count), ("fingerprint without counts", plain), ("fingerprint with counts", full), ("the same, counts of an earlier request", next)])
        {
            output.WriteLine(string.Create(culture, $"{name,-40} {body.Length / seconds / 1e9,6:F2} {seconds * 1e6,7:F0} {json / seconds,10:F2}"));
        }

        output.WriteLine(string.Create(culture, $"hashing by segment and block: {length / chain / 1e9:F1} GB/s, {hash / chain:F2} of XxHash3 over the same bytes ({length / hash / 1e9:F1} GB/s)"));
        output.WriteLine(string.Create(culture, $"divergence of two fingerprints of {previous.Count} segments: {find * 1e9:F0} ns"));
        output.WriteLine("```");
        return output.ToString().ReplaceLineEndings("\n");
    }

    private static long ReadJson(byte[] body)
    {
        Utf8JsonReader reader = new(body);
        long count = 0;
        while (reader.Read())
        {
            count++;
        }

        return count;
    }

    private static long ReadSegments(byte[] body, PromptFormat format, byte[] scratch)
    {
        PromptReader reader = new(body, format, scratch);
        long length = 0;
        while (reader.Read())
        {
            length += reader.Current.Content.Length;
        }

        return length;
    }

    private static List<byte[]> Contents(byte[] body, PromptFormat format, byte[] scratch)
    {
        PromptReader reader = new(body, format, scratch);
        List<byte[]> contents = [];
        while (reader.Read())
        {
            contents.Add(reader.Current.Content.ToArray());
        }

        return contents;
    }

    // What a fingerprint hashes: each block of each segment, and the chain.
    private static long Chain(List<byte[]> contents)
    {
        FingerprintHash hash = new(default);
        UInt128 chain = 0;
        foreach (byte[] content in contents)
        {
            for (int start = 0; start < content.Length; start += PromptFingerprint.BlockLength)
            {
                chain = hash.Join(chain, hash.Of(content.AsSpan(start, Math.Min(PromptFingerprint.BlockLength, content.Length - start))));
            }
        }

        return (long)(ulong)chain;
    }

    private static long Build(PromptFingerprint fingerprint, byte[] body, PromptFormat format, PromptFingerprintOptions options, PromptFingerprint? previous)
    {
        fingerprint.Build(body, format, options, previous);
        return fingerprint.Count;
    }

    private static long Find(PromptFingerprint previous, PromptFingerprint changed, CacheRules rules, int times)
    {
        long sum = 0;
        for (int index = 0; index < times; index++)
        {
            sum += PromptDivergence.Find(previous, changed, rules).SegmentIndex;
        }

        return sum;
    }

    private static double Measure(Func<long> run)
    {
        long sink = 0;
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < WarmUp;)
        {
            sink += run();
        }

        long best = long.MaxValue;
        for (int index = 0; index < Runs; index++)
        {
            long start = Stopwatch.GetTimestamp();
            sink += run();
            best = Math.Min(best, Stopwatch.GetTimestamp() - start);
        }

        GC.KeepAlive(sink);
        return (double)best / Stopwatch.Frequency;
    }
}
