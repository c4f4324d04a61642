using System.Text;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Estimation;

/// <summary>Hot paths allocate nothing.</summary>
public class AllocationTests
{
    private const int WarmUpCalls = 50;
    private const int Calls = 1000;

    private static readonly string Text = string.Concat(Enumerable.Repeat("The naïve 敏捷 fox 😀 jumps 12,345 times; aaaaaaaaaaaaaaaaaa \uD800 ", 100));
    private static readonly byte[] Utf8Text = [.. Encoding.UTF8.GetBytes(Text), 0xFF, 0xE4, 0xB8];
    private static readonly TokenEstimator Estimator = new(TestProfiles.Dense);
    private static readonly TokenEstimator BoundedEstimator = new(TokenProfile.O200kBase);
    private static readonly TokenTruncator Truncator = new(
        Estimator, new TruncationOptions { Keep = TruncationKeep.HeadAndTail, Marker = "\n[… {tokens} tokens, {characters} characters, {lines} lines …]\n" });
    private static readonly TokenChunker Chunker = new(Estimator, 500, new ChunkingOptions { OverlapTokenCount = 100 });
    private static readonly char[] Chars = new char[10_000];
    private static readonly byte[] Bytes = new byte[10_000];
    private static readonly TokenMeter Meter = new(TestProfiles.Dense);
    private static readonly TextFeatures Features = TextScanner.Scan(Text);

    private static readonly BpeTokenizer Tokenizer = BpeTokenizer.O200kBase;
    private static readonly ExactTokenMeter ExactMeter = new(Tokenizer);
    private static readonly ProfileCalibrator Calibrator = new(TokenProfile.O200kBase);
    private static readonly SampledTokenMeter SampledMeter = new(Tokenizer);
    private static readonly string LongWord = string.Concat(Enumerable.Repeat("qzjxkwvbnmtrplsdfghc", 50));
    private static readonly int[] Ids = new int[8192];

    private static readonly Dictionary<string, Func<long>> HotPaths = new()
    {
        ["Scan UTF-16"] = static () => TextScanner.Scan(Text).ScalarCount,
        ["Scan UTF-8"] = static () => TextScanner.Scan(Utf8Text).ScalarCount,
        ["CountTokens UTF-16"] = static () => Estimator.CountTokens(Text),
        ["CountTokens UTF-8"] = static () => Estimator.CountTokens(Utf8Text),
        ["CountTokens of three UTF-16 parts"] = static () => Estimator.CountTokens(Text, " … ", Text),
        ["CountTokens of three UTF-8 parts"] = static () => Estimator.CountTokens(Utf8Text, " … "u8, Utf8Text),
        ["CountTokens of a short text"] = static () => Estimator.CountTokens("short") + Estimator.CountTokens("short"u8),
        ["CountTokens through the interface"] = static () => ((ITokenCounter)Estimator).CountTokens(Text),
        ["Fits UTF-16"] = static () => (Estimator.Fits(Text, 100) ? 1 : 0) + (Estimator.Fits(Text, int.MaxValue) ? 1 : 0),
        ["Fits UTF-8"] = static () => (Estimator.Fits(Utf8Text, 100) ? 1 : 0) + (Estimator.Fits(Utf8Text, int.MaxValue) ? 1 : 0),
        ["GetIndexByTokenCount UTF-16"] = static () => Estimator.GetIndexByTokenCount(Text, 100, out _),
        ["GetIndexByTokenCount UTF-8"] = static () => Estimator.GetIndexByTokenCount(Utf8Text, 100, out _),
        ["GetIndexByTokenCountFromEnd UTF-16"] = static () => Estimator.GetIndexByTokenCountFromEnd(Text, 100, out _),
        ["GetIndexByTokenCountFromEnd UTF-8"] = static () => Estimator.GetIndexByTokenCountFromEnd(Utf8Text, 100, out _),
        ["Meter"] = MeterPieces,
        ["Bounds"] = static () => Estimator.EstimateAtMost(Text, 0.99) + BoundedEstimator.EstimateAtMost(Text, 0.99) + BoundedEstimator.EstimateAtMost(Utf8Text, 0.9999) + Meter.EstimateAtMost(0.9),
        ["Estimate of features"] = static () => Estimator.Profile.Estimate(in Features),
        ["Exact count UTF-16"] = static () => Tokenizer.CountTokens(Text),
        ["Exact count UTF-8"] = static () => Tokenizer.CountTokens(Utf8Text),
        ["Exact count of three parts"] = static () => Tokenizer.CountTokens(Text, " … ", Text) + Tokenizer.CountTokens(Utf8Text, " … "u8, Utf8Text),
        ["Exact count of a short text"] = static () => Tokenizer.CountTokens("short") + Tokenizer.CountTokens("short"u8),
        ["Exact count of a long word"] = static () => Tokenizer.CountTokens(LongWord),
        ["Exact limits"] = static () => Tokenizer.CountUpTo(Text, 100) + (Tokenizer.Fits(Utf8Text, 100) ? 1 : 0) + (Tokenizer.Fits(Text, int.MaxValue) ? 1 : 0),
        ["Exact GetIndexByTokenCount"] = static () => Tokenizer.GetIndexByTokenCount(Text, 100, out _) + Tokenizer.GetIndexByTokenCount(Utf8Text, 100, out _),
        ["Exact GetIndexByTokenCountFromEnd"] = static () =>
            Tokenizer.GetIndexByTokenCountFromEnd(Text, 100, out _) + Tokenizer.GetIndexByTokenCountFromEnd(Utf8Text, 100, out _),
        ["Encode"] = static () =>
        {
            Tokenizer.Encode(Text, Ids, out _, out int written);
            return written;
        },
        ["Exact meter"] = ExactMeterPieces,
        ["Sampled meter"] = SampledMeterPieces,
        ["Truncate UTF-16"] = static () => Truncator.Truncate(Text, 200).Length,
        ["Truncate UTF-8"] = static () => Truncator.Truncate(Utf8Text, 200).Length,
        ["Truncate a text that fits"] = static () => Truncator.Truncate("short", 200).Length,
        ["Write a truncated text"] = static () => Truncator.Truncate(Text, 200).TryWrite(Chars, out int written) ? written : 0,
        ["Write a truncated UTF-8 text"] = static () => Truncator.Truncate(Utf8Text, 200).TryWrite(Bytes, out int written) ? written : 0,
        ["Chunks of UTF-16"] = static () => Chunks(Text),
        ["Chunks of UTF-8"] = static () => Chunks(Utf8Text),
        ["Observe"] = static () => (long)Calibrator.Observe(in Features, 3500) + Calibrator.Estimate(in Features),
        ["Counters by index"] = static () => Features[0] + TextFeatures.NameOf(0).Length,
    };

    private static object? _kept;

    public static TheoryData<string> Names => [.. HotPaths.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_hot_path_allocates_nothing(string name) => Assert.Equal(0, AllocatedBy(HotPaths[name]));

    [Fact]
    public void The_check_sees_an_object_a_call() => Assert.InRange(
        AllocatedBy(static () =>
        {
            _kept = new object();
            return _kept.GetHashCode();
        }),
        Calls * 2L * IntPtr.Size,
        long.MaxValue);

    [Fact]
    public void The_check_sees_one_object_in_a_round()
    {
        int call = 0;
        long allocated = AllocatedBy(() =>
        {
            if (++call % Calls == 0)
            {
                _kept = new byte[1];
            }

            return call;
        });
        Assert.InRange(allocated, 1, 100);
    }

    private static long Chunks(string text)
    {
        long sum = 0;
        foreach (TextChunk chunk in Chunker.EnumerateChunks(text))
        {
            sum += chunk.TokenCount;
        }

        return sum;
    }

    private static long Chunks(byte[] utf8Text)
    {
        long sum = 0;
        foreach (TextChunk chunk in Chunker.EnumerateChunks(utf8Text))
        {
            sum += chunk.TokenCount;
        }

        return sum;
    }

    private static long MeterPieces()
    {
        Meter.Reset();
        Meter.Append(Text.AsSpan(0, 1001));
        long sum = Meter.Estimate;
        Meter.Append(Utf8Text);
        Meter.Append(Text.AsSpan(1001));
        Meter.Append(Utf8Text.AsSpan(0, 13));
        return sum + Meter.Estimate + Meter.EstimateFor(TokenProfile.O200kBase) + Meter.Utf8ByteCount + Meter.GetFeatures().ScalarCount;
    }

    private static long ExactMeterPieces()
    {
        ExactMeter.Reset();
        ExactMeter.Append(Text.AsSpan(0, 1001));
        long sum = ExactMeter.Count;
        ExactMeter.Append(Utf8Text);
        ExactMeter.Append(Text.AsSpan(1001));
        return sum + ExactMeter.Complete();
    }

    private static long SampledMeterPieces()
    {
        SampledMeter.Reset();
        for (int turn = 0; turn < 5; turn++)
        {
            SampledMeter.Append(Text);
            SampledMeter.Append(Utf8Text);
        }

        return SampledMeter.Complete().TokenCount;
    }

    private static long AllocatedBy(Func<long> call) => Allocations.Of(call, WarmUpCalls, Calls);
}
