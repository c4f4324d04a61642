namespace FastTokens.Generators;

/// <summary>The weights expected of features that a corpus says little about, in tokens.</summary>
internal static class FeaturePriors
{
    public static double Prior(int featureIndex) => 0.25 * (featureIndex + 1);
}
