using BenchmarkDotNet.Attributes;

namespace FastTokens.Bench;

/// <summary><see cref="TextScanner"/>: one scan priced for every family, beside a count for each of them.</summary>
public class ScannerBenchmarks : YardstickBenchmarks
{
    private readonly TokenEstimator[] _estimators = [.. TokenProfile.BuiltIn.Select(static profile => new TokenEstimator(profile))];

    public static IEnumerable<TextKind> Kinds => BenchmarkScope.Cases(TextKind.English, TextKind.Code, TextKind.Chinese);

    public static IEnumerable<int> Sizes => BenchmarkScope.Cases(64, 1 << 10, 1 << 16);

    [ParamsSource(nameof(Kinds))]
    public TextKind Kind { get; set; }

    [ParamsSource(nameof(Sizes))]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup() => Pieces = TextPieces.Create(Kind, Size);

    [Benchmark]
    public long Scan() => Features().ScalarCount;

    [Benchmark]
    public long EveryFamily()
    {
        TextFeatures features = Features();
        long sum = 0;
        foreach (TokenEstimator estimator in _estimators)
        {
            sum += estimator.Profile.Estimate(in features);
        }

        return sum;
    }

    [Benchmark]
    public long EachFamilyByItself()
    {
        byte[] utf8 = Form == TextForm.Utf8 ? Pieces.Utf8 : [];
        string utf16 = Form == TextForm.Utf16 ? Pieces.Utf16 : string.Empty;
        long sum = 0;
        foreach (TokenEstimator estimator in _estimators)
        {
            sum += Form == TextForm.Utf8 ? estimator.CountTokens(utf8) : estimator.CountTokens(utf16);
        }

        return sum;
    }

    private TextFeatures Features() => Form == TextForm.Utf8 ? TextScanner.Scan(Pieces.Utf8) : TextScanner.Scan(Pieces.Utf16);
}
