using System.Security.Cryptography;
using System.Text;

namespace FastTokens.Generators;

/// <summary>Fits profiles to a corpus and judges them on sources that they were not fitted to.</summary>
internal static class Calibrator
{
    public const int Folds = 5;

    /// <summary>
    /// Fits each family to all documents; its held-out error is that of five further fits, each without a fifth of the sources, over the
    /// documents of categories that the rest still has: without its only source, a script would be judged that the profile does know.
    /// </summary>
    /// <returns>The profiles in the order of <paramref name="families"/>, each with its error on the documents it was fitted to.</returns>
    public static (FittedProfile Profile, EstimateError Fitted)[] Calibrate(
        FeatureSet features, Func<string, FeaturePrior[]> priors, IReadOnlyList<CorpusDocument> documents, IReadOnlyList<string> families)
    {
        long[][] rows = new long[documents.Count][];
        Parallel.For(0, rows.Length, row => rows[row] = features.Read(documents[row].Text));
        FeatureMatrix matrix = new(features.Names.Count, rows);
        int[] folds = [.. documents.Select(document => FoldOf(document.Source))];
        HashSet<(string Category, int Fold)> present = [.. documents.Select((document, row) => (document.Category, folds[row]))];
        bool[] judged = [.. documents.Select((document, row) => Enumerable.Range(0, Folds).Any(fold => fold != folds[row] && present.Contains((document.Category, fold))))];

        FeaturePrior[][] expected = [.. families.Select(priors)];

        // Families are independent of each other; within one everything has its order.
        (FittedProfile, EstimateError)[] results = new (FittedProfile, EstimateError)[families.Count];
        Parallel.For(0, families.Count, index =>
        {
            double[] targets = [.. documents.Select(document => (double)document.Counts[families[index]])];
            results[index] = CalibrateFamily(families[index], matrix, targets, expected[index], folds, judged);
        });
        return results;
    }

    /// <summary>Returns the fold of a source, 0 to 4, which depends on its name alone.</summary>
    public static int FoldOf(string source) => SHA256.HashData(Encoding.UTF8.GetBytes(source))[0] % Folds;

    private static (FittedProfile Profile, EstimateError Fitted) CalibrateFamily(
        string family, FeatureMatrix matrix, double[] targets, FeaturePrior[] priors, int[] folds, bool[] judged)
    {
        int[] all = [.. Enumerable.Range(0, matrix.RowCount)];
        double[] errors = new double[matrix.RowCount];
        for (int fold = 0; fold < Folds; fold++)
        {
            int[] heldOut = [.. all.Where(row => folds[row] == fold)];
            if (heldOut.Length > 0)
            {
                int[] fitted = [.. all.Where(row => folds[row] != fold)];
                Judge(matrix, targets, heldOut, FixedPointWeights.Quantize(WeightFit.Fit(matrix, targets, fitted, priors)), errors);
            }
        }

        EstimateError heldOutError = EstimateError.Of([.. all.Where(row => judged[row] || !judged.Contains(true)).Select(row => errors[row])]);
        int[] weights = FixedPointWeights.Quantize(WeightFit.Fit(matrix, targets, all, priors));
        Judge(matrix, targets, all, weights, errors);
        return (new FittedProfile(family, weights, heldOutError), EstimateError.Of(errors));
    }

    private static void Judge(FeatureMatrix matrix, double[] targets, int[] rows, int[] weights, double[] errors)
    {
        foreach (int row in rows)
        {
            errors[row] = Math.Abs(FixedPointWeights.Estimate(matrix, row, weights) - targets[row]) / targets[row];
        }
    }
}
