using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary><see cref="ProfileCalibrator"/> at work on the wrong profile: learning from a count, estimating with what it has learned, and the profile it gives.</summary>
public class CalibratorBenchmarks
{
    private readonly ProfileCalibrator _calibrator = new(TokenProfile.Llama3);
    private TextFeatures[] _texts = [];
    private int[] _counts = [];

    [GlobalSetup]
    public void Setup()
    {
        _texts = ScannedTexts.Create(TextKind.Code);
        _counts = ScannedTexts.CountExactly(TextKind.Code, BpeTokenizer.ClaudeLegacy);
        Observe();
    }

    [Benchmark(OperationsPerInvoke = ScannedTexts.Count)]
    public long Observe()
    {
        for (int index = 0; index < _texts.Length; index++)
        {
            _calibrator.Observe(in _texts[index], _counts[index]);
        }

        return _calibrator.LearnedCount;
    }

    [Benchmark(OperationsPerInvoke = ScannedTexts.Count)]
    public long Estimate()
    {
        long sum = 0;
        foreach (ref readonly TextFeatures text in _texts.AsSpan())
        {
            sum += _calibrator.Estimate(in text);
        }

        return sum;
    }

    /// <summary>The profile that is not refined, on the same texts.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = ScannedTexts.Count)]
    public long EstimateOfProfile()
    {
        long sum = 0;
        foreach (ref readonly TextFeatures text in _texts.AsSpan())
        {
            sum += _calibrator.Profile.Estimate(in text);
        }

        return sum;
    }

    [Benchmark]
    public TokenProfile ToProfile() => _calibrator.ToProfile("refined");
}
