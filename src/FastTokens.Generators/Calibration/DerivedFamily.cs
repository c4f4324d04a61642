namespace FastTokens.Generators;

/// <summary>
/// A family whose tokenizer is not public, derived from another by published ratios between their counts: each weight times the ratio of what it prices.
/// What its error is nobody measured, so it is stated wide, by hand.
/// </summary>
/// <param name="Name">The name of the profile.</param>
/// <param name="Base">The family with reference counts.</param>
/// <param name="Ratio">The ratio of a feature's tokens to those of the base.</param>
/// <param name="Error">The error stated.</param>
/// <param name="Doubt">By what factor a count may further lie above what the base's errors say, at each confidence of <see cref="ErrorQuantileFit.Confidences"/>.</param>
internal sealed record DerivedFamily(string Name, string Base, Func<int, double> Ratio, EstimateError Error, IReadOnlyList<double> Doubt)
{
    // Claude models from 3 to 4.6 against the tokenizer of 2023.
    private const double Claude4 = 1.10;

    // Claude Opus 4.7 against 4.6, by the provider's own counting: https://sol.ava.dev/writings/2026-04-17-opus-4-7-tokenizer.html has English 1.45, German
    // 1.46, French 1.36, Spanish 1.24, Python 1.20, TypeScript 1.13 and other code 1.15 to 1.33; another (pithwire.com, measuring-claude-47s-tokenizer-costs)
    // English 1.20, Python 1.29, TypeScript 1.36, technical documentation 1.47; the provider says about 1.3 of all. Counters of pairs of letters serve prose
    // and code alike and cannot tell them apart, so they all have the middle.
    private const double LatinText = 1.30;
    private const double RunOfALetter = 2.99;
    private const double Digits = 1.06;
    private const double OtherScripts = 1.00;

    /// <summary>The derived families of the library, in the order of its profiles.</summary>
    public static IReadOnlyList<DerivedFamily> BuiltIn { get; } =
    [
        new("claude-4", "claude_legacy", _ => Claude4, new EstimateError(10, 25), [1.02, 1.05, 1.08, 1.12, 1.18, 1.25]),
        new("claude-5", "claude_legacy", feature => Claude4 * RatioOfNewest(feature), new EstimateError(15, 35), [1.03, 1.1, 1.15, 1.2, 1.3, 1.4]),
    ];

    /// <summary>Returns the profile that the base's becomes.</summary>
    public FittedProfile Derive(FittedProfile basis)
    {
        int[] weights = [.. basis.Weights.Select((weight, feature) => (int)Math.Round(weight * Ratio(feature)))];
        ErrorQuantiles quantiles = basis.Quantiles ?? throw new InvalidOperationException($"{basis.Name} has no quantiles.");
        double[] factors = [.. quantiles.Factors.ToArray().Select((factor, index) => factor / ErrorQuantiles.Unit * Doubt[index % Doubt.Count])];
        return new FittedProfile(Name, weights, Error) { Quantiles = ErrorQuantiles.InOrder(quantiles.Lengths, quantiles.Confidences, factors) };
    }

    private static double RatioOfNewest(int feature) => feature switch
    {
        < FeatureLayout.PairCount => LatinText,
        FeatureLayout.AsciiBase + (int)AsciiFeature.Letters8To15 or FeatureLayout.AsciiBase + (int)AsciiFeature.Letters16Up => RunOfALetter,
        < FeatureLayout.RunBase => Digits,
        >= FeatureLayout.NonAsciiBase + ((int)CharacterGroup.Latin * FeatureLayout.GroupStride)
            and < FeatureLayout.NonAsciiBase + (((int)CharacterGroup.Latin + 1) * FeatureLayout.GroupStride) => LatinText,
        _ => OtherScripts,
    };
}
