using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace FastTokens.Bench;

/// <summary>
/// A look at all kinds of text in two minutes, in this process: the best of many short runs, so that a shared machine's other work
/// shows less. Ratios to the yardsticks travel between machines; gigabytes a second do not.
/// </summary>
internal static class QuickRun
{
    private const int Bytes = 1 << 16;
    private const int Runs = 400;

    // The runtime compiles anew what runs often, in the background: until then nothing is measured.
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(700);

    internal static void Run(TextWriter output)
    {
        TokenEstimator estimator = new(TokenProfile.O200kBase);
        output.WriteLine("text      encoding     GB/s   ns a call   XxHash3 GB/s   GetCharCount GB/s   bytes allocated");
        foreach (TextKind kind in Enum.GetValues<TextKind>())
        {
            string text = BenchmarkTexts.Create(kind, Bytes);
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            double hash = Measure(() => System.IO.Hashing.XxHash3.HashToUInt64(utf8), out _);
            double charCount = Measure(() => (ulong)Encoding.UTF8.GetCharCount(utf8), out _);
            Report(output, kind, "UTF-8", utf8.Length, Measure(() => (ulong)estimator.CountTokens(utf8), out long allocated8), utf8.Length, hash, charCount, allocated8);
            Report(output, kind, "UTF-16", text.Length * sizeof(char), Measure(() => (ulong)estimator.CountTokens(text), out long allocated16), utf8.Length, hash, charCount, allocated16);
        }
    }

    /// <summary>Truncation to 1,000 tokens: a text a hundred times as long must not take longer.</summary>
    internal static void RunTruncation(TextWriter output)
    {
        output.WriteLine("text      keep          boundary    µs of 100 KB    µs of 10 MB    ratio   bytes allocated");
        foreach (TextKind kind in (TextKind[])[TextKind.English, TextKind.Code, TextKind.Chinese, TextKind.Base64])
        {
            byte[] large = Encoding.UTF8.GetBytes(BenchmarkTexts.Create(kind, 10_000_000));
            byte[] small = [.. large.AsSpan(0, 50_000), .. large.AsSpan(large.Length - 50_000)]; // the same ends
            foreach (TruncationKeep keep in Enum.GetValues<TruncationKeep>())
            {
                foreach (TextBoundary boundary in (TextBoundary[])[TextBoundary.Paragraph, TextBoundary.Grapheme])
                {
                    TokenTruncator truncator = new(
                        new TokenEstimator(TokenProfile.O200kBase), new TruncationOptions { Keep = keep, Boundary = boundary, Marker = "\n[…]\n" });
                    Func<ulong> runSmall = () => (ulong)truncator.Truncate(small, 1000).Length;
                    Func<ulong> runLarge = () => (ulong)truncator.Truncate(large, 1000).Length;
                    double smallTime = double.PositiveInfinity;
                    double largeTime = double.PositiveInfinity;
                    long allocated = 0;
                    for (int turn = 0; turn < 3; turn++)
                    {
                        // In turns, so that both meet the same other work of a shared machine.
                        smallTime = Math.Min(smallTime, Measure(runSmall, TimeSpan.FromMilliseconds(100), out long allocatedSmall));
                        largeTime = Math.Min(largeTime, Measure(runLarge, TimeSpan.FromMilliseconds(100), out long allocatedLarge));
                        allocated += allocatedSmall + allocatedLarge;
                    }

                    output.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{kind,-9} {keep,-13} {boundary,-9} {smallTime * 1e6,14:F1} {largeTime * 1e6,14:F1} {largeTime / smallTime,8:F2} {allocated,17}"));
                }
            }
        }
    }

    private static void Report(
        TextWriter output, TextKind kind, string encoding, int bytes, double seconds, int utf8Bytes, double hash, double charCount, long allocated) =>
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{kind,-9} {encoding,-8} {bytes / seconds / 1e9,8:F2} {seconds * 1e9,11:F0} {utf8Bytes / hash / 1e9,14:F1} {utf8Bytes / charCount / 1e9,19:F1} {allocated,17}"));

    private static double Measure(Func<ulong> run, out long allocated) => Measure(run, WarmUp, out allocated);

    private static double Measure(Func<ulong> run, TimeSpan warmUp, out long allocated)
    {
        ulong sink = 0;
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < warmUp;)
        {
            sink += run();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        long best = long.MaxValue;
        for (int index = 0; index < Runs; index++)
        {
            long start = Stopwatch.GetTimestamp();
            sink += run();
            best = Math.Min(best, Stopwatch.GetTimestamp() - start);
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(sink);
        return (double)best / Stopwatch.Frequency;
    }
}
