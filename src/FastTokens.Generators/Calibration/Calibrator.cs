using System.Security.Cryptography;
using System.Text;

namespace FastTokens.Generators;

/// <summary>Fits profiles to a corpus and judges them on sources that they were not fitted to.</summary>
internal static class Calibrator
{
    public const int Folds = 5;

    // The strength of a prior that nothing moves.
    private const double Held = 1e6;

    // Documents of one source joined, for the errors of long texts.
    private static readonly int[] JoinedDocuments = [4, 16, 64];

    /// <summary>
    /// Fits each family to all documents; its held-out error is that of five further fits, each without a fifth of the sources, over the
    /// documents of categories that the rest still has: without its only source, a script would be judged that the profile does know.
    /// </summary>
    /// <param name="features">The features.</param>
    /// <param name="priors">What is expected of each feature, by family.</param>
    /// <param name="documents">The corpus.</param>
    /// <param name="probes">The probes, which belong to every fit and are not judged.</param>
    /// <param name="families">The families.</param>
    /// <returns>The profiles in the order of <paramref name="families"/>, each with its error on the documents it was fitted to.</returns>
    public static (FittedProfile Profile, EstimateError Fitted)[] Calibrate(
        FeatureSet features,
        Func<string, FeaturePrior[]> priors,
        IReadOnlyList<CorpusDocument> documents,
        IReadOnlyList<CorpusDocument> probes,
        IReadOnlyList<string> families)
    {
        FeatureMatrix matrix = Read(features, [.. documents, .. probes]);
        int[] probeRows = [.. Enumerable.Range(documents.Count, probes.Count)];
        int[] folds = [.. documents.Select(document => FoldOf(document.Source))];
        HashSet<(string Category, int Fold)> present = [.. documents.Select((document, row) => (document.Category, folds[row]))];
        bool[] judged = [.. documents.Select((document, row) => Enumerable.Range(0, Folds).Any(fold => fold != folds[row] && present.Contains((document.Category, fold))))];

        CorpusDocument[] pieces = [.. documents.Where((_, row) => judged[row] || !judged.Contains(true)).SelectMany(DocumentPieces.Of)];
        FeatureMatrix pieceMatrix = Read(features, pieces);
        FeaturePrior[][] expected = [.. families.Select(priors)];

        // Families are independent of each other; within one everything has its order.
        (FittedProfile Profile, EstimateError Fitted)[] results = new (FittedProfile, EstimateError)[families.Count];
        double[][] quantiles = new double[families.Count][];
        bool[] hasPieces = new bool[families.Count];
        Parallel.For(0, families.Count, index =>
        {
            double[] targets =
            [
                .. documents.Select(document => (double)document.Counts[families[index]]),
                .. probes.Select(probe => (double)ProbeTexts.CountOf(probe, families[index])),
            ];
            FeaturePrior[] settled = Settle(matrix, targets, expected[index], probeRows);
            results[index] = CalibrateFamily(families[index], matrix, targets, settled, folds, judged, probeRows, out int[][] foldWeights);

            List<JudgedText> texts = [];
            long[] estimates = [.. folds.Select((fold, row) => FixedPointWeights.Estimate(matrix, row, foldWeights[fold]))];
            int[] rows = [.. Enumerable.Range(0, documents.Count).Where(row => judged[row] || !judged.Contains(true))];
            texts.AddRange(rows.Select(row => new JudgedText(documents[row].Source, estimates[row], (long)targets[row])));
            texts.AddRange(Join(texts));
            hasPieces[index] = BpeTokenizer.TryFromName(families[index], out BpeTokenizer? tokenizer);
            for (int row = 0; row < pieces.Length && tokenizer is not null; row++)
            {
                long estimate = FixedPointWeights.Estimate(pieceMatrix, row, foldWeights[FoldOf(pieces[row].Source)]);
                texts.Add(new JudgedText(pieces[row].Source, estimate, tokenizer.CountTokens(pieces[row].Text)));
            }

            quantiles[index] = ErrorQuantileFit.Measure(texts);
        });

        double[][] models = [.. quantiles.Where((_, index) => hasPieces[index])];
        return [.. results.Select((result, index) => (result.Profile with { Quantiles = ErrorQuantileFit.Complete(quantiles[index], models) }, result.Fitted))];
    }

    /// <summary>Returns the fold of a source, 0 to 4, which depends on its name alone.</summary>
    public static int FoldOf(string source) => SHA256.HashData(Encoding.UTF8.GetBytes(source))[0] % Folds;

    private static FeatureMatrix Read(FeatureSet features, CorpusDocument[] documents)
    {
        long[][] rows = new long[documents.Length][];
        Parallel.For(0, rows.Length, row => rows[row] = features.Read(documents[row].Text));
        return new FeatureMatrix(features.Names.Count, rows);
    }

    /// <summary>Returns the priors, those that probes alone decide as a fit to the probes has them, and held there.</summary>
    private static FeaturePrior[] Settle(FeatureMatrix matrix, double[] targets, FeaturePrior[] priors, int[] probes)
    {
        double[] settled = WeightFit.Fit(matrix, targets, [], priors, probes);
        return [.. priors.Select((prior, feature) => prior.FromProbesAlone ? prior with { Tokens = settled[feature], Strength = Held } : prior)];
    }

    private static (FittedProfile Profile, EstimateError Fitted) CalibrateFamily(
        string family,
        FeatureMatrix matrix,
        double[] targets,
        FeaturePrior[] priors,
        int[] folds,
        bool[] judged,
        int[] probes,
        out int[][] foldWeights)
    {
        int[] all = [.. Enumerable.Range(0, folds.Length)];
        double[] errors = new double[all.Length];
        foldWeights = new int[Folds][];
        for (int fold = 0; fold < Folds; fold++)
        {
            int[] heldOut = [.. all.Where(row => folds[row] == fold)];
            if (heldOut.Length > 0)
            {
                int[] fitted = [.. all.Where(row => folds[row] != fold)];
                foldWeights[fold] = FixedPointWeights.Quantize(WeightFit.Fit(matrix, targets, fitted, priors, probes));
                Judge(matrix, targets, heldOut, foldWeights[fold], errors);
            }
        }

        EstimateError heldOutError = EstimateError.Of([.. all.Where(row => judged[row] || !judged.Contains(true)).Select(row => errors[row])]);
        int[] weights = FixedPointWeights.Quantize(WeightFit.Fit(matrix, targets, all, priors, probes));
        Judge(matrix, targets, all, weights, errors);
        return (new FittedProfile(family, weights, heldOutError), EstimateError.Of(errors));
    }

    /// <summary>Returns the joins of documents of one source that follow each other: what they count together, to a token or two a joint.</summary>
    private static IEnumerable<JudgedText> Join(IReadOnlyList<JudgedText> documents) =>
        from source in documents.GroupBy(text => text.Source).ToArray()
        from length in JoinedDocuments
        from joined in source.Chunk(length)
        where joined.Length == length
        select new JudgedText(source.Key, joined.Sum(text => text.Estimate), joined.Sum(text => text.Count));

    private static void Judge(FeatureMatrix matrix, double[] targets, int[] rows, int[] weights, double[] errors)
    {
        foreach (int row in rows)
        {
            errors[row] = Math.Abs(FixedPointWeights.Estimate(matrix, row, weights) - targets[row]) / targets[row];
        }
    }
}
