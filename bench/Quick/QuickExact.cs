using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace FastTokens.Bench;

/// <summary>
/// <see cref="BpeTokenizer"/> with o200k: warm, on text that the thread has not seen, on two threads, and on runs of one character, beside .NET's
/// compiled regular expression of the same grammar.
/// </summary>
internal static class QuickExact
{
    private const int Size = 1 << 18;
    private const int RunLength = 100_000;
    private const int Runs = 12;
    private const int Seed = 7;

    private static readonly BpeTokenizer Tokenizer = BpeTokenizer.O200kBase;

    /// <summary>Measures and returns the report, in Markdown.</summary>
    internal static string Run(TextWriter progress)
    {
        progress.WriteLine("Warming up exact counting ...");
        WarmUp();
        QuickTable kinds = new(1, "Text", "warm MB/s", "UTF-16", "first touch", "two threads", "regex", "warm of regex", "first of regex", "B/call");
        foreach (TextKind kind in Enum.GetValues<TextKind>())
        {
            progress.WriteLine($"Counting {kind} exactly ...");
            AddKind(kinds, kind);
        }

        QuickTable runs = new(1, "100,000 characters", "MB/s", "new text", "B/call");
        foreach ((string name, Func<Random, byte[]> make) in LongRuns())
        {
            byte[] utf8 = make(new Random(Seed));
            (double seconds, long allocated) = Best(() => Tokenizer.CountTokens(utf8));
            byte[][] newTexts = [.. Enumerable.Range(1, Runs).Select(run => make(new Random(Seed + run)))];
            double ofNew = newTexts.Min(static text => Time(() => Tokenizer.CountTokens(text)) / text.Length);
            runs.Add(name, QuickTable.Figure(utf8.Length / seconds / 1e6), QuickTable.Figure(1 / ofNew / 1e6), QuickTable.Figure(allocated));
        }

        StringBuilder report = new();
        report.Append("# Exact counting, o200k_base\n\n").Append(Machine.Description).Append(".\n\n");
        report.Append(CultureInfo.InvariantCulture, $"Texts of {Size >> 10} KB, distinct throughout, MB/s of UTF-8. First touch: the thread has forgotten what it merged before. New text: another one in each call, unless it is one character.\n\n");
        report.Append(kinds).Append('\n').Append(runs).Append('\n').Append(LimitReport()).Append('\n').Append(LoadReport());
        return report.ToString();
    }

    // The runtime compiles anew what runs often, in the background: rounds, with time for it in between.
    private static void WarmUp()
    {
        (string Text, byte[] Utf8)[] texts =
        [
            .. Enum.GetValues<TextKind>().Select(static kind => TextPieces.Create(kind, 1 << 14).Utf8).Concat(LongRuns().Select(static run => run.Make(new Random(Seed))))
                .Select(static utf8 => (Encoding.UTF8.GetString(utf8), utf8)),
        ];
        for (int round = 0; round < 6; round++)
        {
            foreach ((string text, byte[] utf8) in texts)
            {
                for (int call = 0; call < 8; call++)
                {
                    Tokenizer.CountTokens(text);
                    Tokenizer.CountTokens(utf8);
                    Tokenizer.CountUpTo(utf8, 1000);
                }

                FirstTouch(utf8);
                PieceRegex.Count(text[..Math.Min(text.Length, 1 << 12)]);
            }

            Thread.Sleep(200);
        }
    }

    private static void AddKind(QuickTable table, TextKind kind)
    {
        string text = TextPieces.Create(kind, Size).Utf16;
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        double warm = double.MaxValue;
        double utf16 = double.MaxValue;
        double first = double.MaxValue;
        double regex = double.MaxValue;
        double two = double.MaxValue;
        long allocated = 0;
        for (int round = 0; round < 4; round++)
        {
            // In turns, so that all meet the same other work of a shared machine.
            (double seconds, allocated) = Best(() => Tokenizer.CountTokens(utf8));
            warm = Math.Min(warm, seconds);
            utf16 = Math.Min(utf16, Best(() => Tokenizer.CountTokens(text)).Seconds);
            two = Math.Min(two, TwoThreads(utf8));
            first = Math.Min(first, Enumerable.Range(0, Runs).Min(_ => FirstTouch(utf8)));
            regex = Math.Min(regex, Enumerable.Range(0, Runs / 4).Min(_ => Time(() => PieceRegex.Count(text))));
        }

        string Throughput(double seconds) => QuickTable.Figure(utf8.Length / seconds / 1e6);
        table.Add(
            kind.ToString(), Throughput(warm), Throughput(utf16), Throughput(first), QuickTable.Figure(2 * warm / two) + " x", Throughput(regex),
            QuickTable.Figure(regex / warm), QuickTable.Figure(regex / first), QuickTable.Figure(allocated));
    }

    private static IEnumerable<(string Name, Func<Random, byte[]> Make)> LongRuns()
    {
        foreach (string repeated in (string[])["a", " ", "-", "é", "中", "😀"])
        {
            yield return ($"'{repeated}' only", _ => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(repeated, RunLength))));
        }

        (string Name, int First, int Count)[] alphabets =
        [
            ("a-z", 'a', 26), ("A-Z", 'A', 26), ("a and b", 'a', 2), ("tabs and line feeds", '\t', 2), ("symbols", '!', 15), ("Latin with accents", 0xE0, 23),
            ("Greek", 0x3B1, 25), ("Cyrillic", 0x430, 32), ("Armenian", 0x561, 38), ("Hebrew", 0x5D0, 27), ("Arabic", 0x621, 42), ("Devanagari", 0x905, 53),
            ("Thai", 0xE01, 46), ("Georgian", 0x10D0, 33), ("Hangul", 0xAC00, 11_172), ("kana", 0x3041, 86), ("Han", 0x4E00, 20_000), ("Han beyond U+FFFF", 0x20000, 40_000),
            ("mathematical signs", 0x2200, 256), ("boxes", 0x2500, 128), ("emoji", 0x1F300, 768),
            ("Latin Extended", 0xC0, 192), ("Malayalam", 0xD05, 70), ("Amharic", 0x1200, 300), ("Cherokee", 0x13A0, 86), ("Khmer", 0x1780, 50), ("Mongolian", 0x1820, 88), ("Braille", 0x2800, 256), ("Arabic digits", 0x660, 10),
            ("combining marks", 0x300, 112), ("general punctuation", 0x2010, 48), ("fullwidth forms", 0xFF01, 94), ("digits and letters", '0', 75), ("printable ASCII", ' ', 95),
            ("U+0020 to U+00FF", 0x20, 0xE0), ("U+0080 to U+FFFF", 0x80, 0xFF80), ("U+10000 to U+1FFFF", 0x10000, 0x10000), ("U+0080 to U+10FFFF", 0x80, 0x10FF80),
        ];
        foreach ((string name, int first, int count) in alphabets)
        {
            yield return ($"random {name}", random => RandomText(random, () => first + random.Next(count)));
        }

        yield return ("random whitespace of ten kinds", random => RandomText(random, () => "\t\n\v\f\r \u00A0\u2003\u2028\u3000"[random.Next(10)]));
        yield return ("random bytes, ill-formed", RandomBytes);
    }

    private static byte[] RandomText(Random random, Func<int> nextCodePoint)
    {
        StringBuilder text = new();
        for (int length = 0; length < RunLength; length++)
        {
            int codePoint;
            do
            {
                codePoint = nextCodePoint();
            }
            while (!Rune.IsValid(codePoint));
            text.Append(new Rune(codePoint));
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] RandomBytes(Random random)
    {
        byte[] bytes = new byte[RunLength];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>A limit of 1,000 tokens on 10 KB and on 10 MB.</summary>
    private static string LimitReport()
    {
        byte[] large = Encoding.UTF8.GetBytes(TextPieces.Create(TextKind.English, 10_000_000).Utf16);
        byte[] small = large[..10_000];
        double ofSmall = double.MaxValue;
        double ofLarge = double.MaxValue;
        for (int round = 0; round < 20; round++)
        {
            ofSmall = Math.Min(ofSmall, Best(() => Tokenizer.CountUpTo(small, 1000)).Seconds);
            ofLarge = Math.Min(ofLarge, Best(() => Tokenizer.CountUpTo(large, 1000)).Seconds);
        }

        return string.Create(
            CultureInfo.InvariantCulture, $"`CountUpTo(1,000)`: {ofSmall * 1e6:F2} µs on 10 KB, {ofLarge * 1e6:F2} µs on 10 MB.\n");
    }

    /// <summary>Reading a vocabulary once the code that reads it is compiled: other vocabularies were read before.</summary>
    private static string LoadReport()
    {
        double best = double.MaxValue;
        for (int round = 0; round < Runs; round++)
        {
            best = Math.Min(best, Time(static () => new BpeVocabulary(new CompactVocabularySource("o200k_base.bpe")).Id));
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"Reading o200k_base: {best * 1e3:F2} ms. Memory for counting: {Tokenizer.SharedByteCount / 1e6:F2} MB shared, {PieceCache.MaxBytesPerThread / 1e6:F2} MB a thread.\n");
    }

    private static double FirstTouch(byte[] utf8)
    {
        PieceCache.Forget();
        return Time(() => Tokenizer.CountTokens(utf8));
    }

    private static double TwoThreads(byte[] utf8)
    {
        using Barrier barrier = new(2);
        double[] seconds = new double[2];
        Thread[] threads = new Thread[2];
        for (int index = 0; index < threads.Length; index++)
        {
            int place = index;
            threads[index] = new Thread(() =>
            {
                Tokenizer.CountTokens(utf8);
                barrier.SignalAndWait();
                seconds[place] = Best(() => Tokenizer.CountTokens(utf8)).Seconds;
            });
            threads[index].Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        return (seconds[0] + seconds[1]) / 2;
    }

    private static (double Seconds, long Allocated) Best(Func<long> run)
    {
        double best = double.MaxValue;
        long before = 0;
        for (int index = 0; index < Runs; index++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            best = Math.Min(best, Time(run));
        }

        return (best, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static double Time(Func<long> run)
    {
        long start = Stopwatch.GetTimestamp();
        GC.KeepAlive(run() == long.MinValue ? run : null);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
