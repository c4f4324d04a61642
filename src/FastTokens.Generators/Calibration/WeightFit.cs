namespace FastTokens.Generators;

/// <summary>
/// Fits the weights of one family: they are to make the relative error of the estimates small, squared up to 3% and linear beyond
/// (Huber), so that texts which no weights fit do not spoil the others.
/// </summary>
/// <remarks>
/// Each feature also answers to its prior, as if <see cref="PriorDocuments"/> further documents had a tenth of their tokens from it
/// and cost what the prior says. A feature that makes up that much of a few documents is free of its prior; one that occurs in
/// passing stays with it.
/// <para>
/// Probes (<see cref="ProbeTexts"/>) count little, so that they decide where documents say nothing and give way where documents speak. They may be far
/// off, and twice too much is to be as bad as half: their errors are logarithms of ratios, squared up to 0.3 and linear beyond.
/// </para>
/// </remarks>
internal static class WeightFit
{
    public const double PriorDocuments = 0.5;

    /// <summary>What a probe counts beside a document.</summary>
    public const double ProbeDocuments = 0.02;

    private const int Rounds = 10;
    private const double QuadraticUpTo = 0.03;
    private const double ProbesQuadraticUpTo = 0.3;
    private const double LargestProbeRatio = 20;
    private const double SmallestSlope = 1e-6;
    private const double PriorShare = 0.1;

    // The trust in documents changes from round to round, so only the last round is worth a close solution.
    private const double Roughly = 1e-5;
    private const double Closely = 1e-6;

    // What a feature of prior 0 is taken to be able to cost.
    private const double LeastPriorScale = 0.25;

    /// <summary>Returns a non-negative weight for each feature, in tokens.</summary>
    /// <param name="matrix">The features of all documents.</param>
    /// <param name="targets">The reference count of each document, at least 1.</param>
    /// <param name="rows">The documents to fit to.</param>
    /// <param name="priors">The weights expected beforehand.</param>
    /// <param name="probes">The probes to fit to.</param>
    public static double[] Fit(
        FeatureMatrix matrix, ReadOnlySpan<double> targets, ReadOnlySpan<int> rows, ReadOnlySpan<FeaturePrior> priors, ReadOnlySpan<int> probes = default)
    {
        double[] weights = new double[priors.Length];
        for (int feature = 0; feature < weights.Length; feature++)
        {
            weights[feature] = priors[feature].Tokens;
        }

        NormalEquations equations = new(matrix.FeatureCount);
        for (int round = 0; round < Rounds; round++)
        {
            equations.Clear();
            foreach (int row in rows)
            {
                double error = Math.Abs(matrix.Price(row, weights) / targets[row] - 1);
                double trust = round == 0 ? 1 : QuadraticUpTo / Math.Max(error, QuadraticUpTo);
                equations.Add(matrix.FeaturesOf(row), matrix.CountsOf(row), 1 / targets[row], targets[row], trust);
            }

            foreach (int row in probes)
            {
                double trust = ProbeDocuments * TrustInProbe(matrix.Price(row, weights) / targets[row]);
                equations.Add(matrix.FeaturesOf(row), matrix.CountsOf(row), 1 / targets[row], targets[row], trust);
            }

            for (int feature = 0; feature < matrix.FeatureCount; feature++)
            {
                double perUnit = PriorShare / Math.Max(priors[feature].Tokens, LeastPriorScale);
                equations.AddPrior(feature, priors[feature].Tokens, PriorDocuments * priors[feature].Strength * perUnit * perUnit);
            }

            equations.Solve(weights, round < Rounds - 1 ? Roughly : Closely);
        }

        return weights;
    }

    /// <summary>Returns the weight with which the square of <paramref name="ratio"/> - 1 pulls as the error does, ratio being the price to the count.</summary>
    private static double TrustInProbe(double ratio)
    {
        // The slope of (r - 1)² / 2 by the logarithm of r is (r - 1) r; that of the error is the logarithm itself, or where it ends to be squared.
        double bounded = Math.Clamp(ratio, 1 / LargestProbeRatio, LargestProbeRatio);
        double slope = Math.Clamp(Math.Log(bounded), -ProbesQuadraticUpTo, ProbesQuadraticUpTo);
        return Math.Abs(slope) < SmallestSlope ? 1 : slope / ((bounded - 1) * bounded);
    }
}
