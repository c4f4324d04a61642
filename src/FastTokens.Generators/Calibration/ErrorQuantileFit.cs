namespace FastTokens.Generators;

/// <summary>
/// The quantiles of a family's error by length of text, from texts whose sources the judging weights never saw: whole documents, pieces of
/// them for short lengths, and documents of one source joined for long ones.
/// </summary>
/// <remarks>
/// Pieces have counts only where the vocabulary is public. The other families are given, for short texts, what those need beyond their own documents:
/// how much wider the error of a short text is lies in its shortness more than in the tokenizer.
/// </remarks>
internal static class ErrorQuantileFit
{
    /// <summary>Below so many texts a length has no quantiles of its own.</summary>
    private const int FewestTexts = 50;

    /// <summary>Lengths in estimated tokens.</summary>
    public static ReadOnlySpan<int> Lengths => [1, 4, 16, 64, 256, 1024, 4096, 16384];

    /// <summary>Shares of texts.</summary>
    public static ReadOnlySpan<double> Confidences => [0.5, 0.75, 0.9, 0.95, 0.99, 0.999];

    /// <summary>Returns the logarithms of the factors of each length and confidence; NaN for lengths with too few texts.</summary>
    public static double[] Measure(IEnumerable<JudgedText> texts)
    {
        List<JudgedText>[] byLength = [.. Enumerable.Range(0, Lengths.Length).Select(_ => new List<JudgedText>())];
        foreach (JudgedText text in texts)
        {
            byLength[NearestLength(text.Estimate)].Add(text);
        }

        double[] factors = new double[Lengths.Length * Confidences.Length];
        for (int length = 0; length < Lengths.Length; length++)
        {
            MeasureLength(byLength[length], factors.AsSpan(length * Confidences.Length, Confidences.Length));
        }

        return factors;
    }

    /// <summary>Fills the lengths that have too few texts, and puts everything in order.</summary>
    /// <param name="measured">What <see cref="Measure"/> returned for the family.</param>
    /// <param name="models">The same of the families whose pieces could be counted; none is needed.</param>
    /// <returns>The quantiles, or <see langword="null"/> where no length has texts enough.</returns>
    public static ErrorQuantiles? Complete(double[] measured, IReadOnlyList<double[]> models)
    {
        int levels = Confidences.Length;
        int longest = Array.FindLastIndex(measured, double.IsFinite) / levels;
        if (!measured.Any(double.IsFinite))
        {
            return null;
        }

        double[] factors = [.. measured];
        for (int length = longest - 1; length >= 0; length--)
        {
            for (int level = 0; level < levels; level++)
            {
                int index = (length * levels) + level;
                if (double.IsNaN(factors[index]))
                {
                    double longer = factors[index + levels];
                    IEnumerable<double> steps = models.Select(model => model[index] - model[index + levels]).Where(double.IsFinite);

                    // Without an example, an error as of independent parts: twice as wide at a quarter of the length.
                    factors[index] = steps.Any() ? longer + steps.Max() : 2 * longer;
                }
            }
        }

        for (int index = 0; index < factors.Length; index++)
        {
            // Lengths beyond the longest texts have the factors of these.
            factors[index] = index / levels <= longest ? Math.Exp(factors[index]) : factors[index - levels];
        }

        return ErrorQuantiles.InOrder(Lengths, Confidences, factors);
    }

    private static int NearestLength(long estimate)
    {
        int nearest = 0;
        while (nearest + 1 < Lengths.Length && estimate * estimate > (long)Lengths[nearest] * Lengths[nearest + 1])
        {
            nearest++;
        }

        return nearest;
    }

    /// <summary>
    /// A source with many texts is one witness that speaks often: n texts of it weigh as much as √n independent ones.
    /// </summary>
    private static void MeasureLength(List<JudgedText> texts, Span<double> factors)
    {
        if (texts.Count < FewestTexts)
        {
            factors.Fill(double.NaN);
            return;
        }

        Dictionary<string, int> bySource = texts.CountBy(text => text.Source).ToDictionary();
        (double Ratio, double Weight)[] ratios = [.. texts
            .Select(text => (Ratio: (double)text.Count / text.Estimate, Weight: 1 / Math.Sqrt(bySource[text.Source])))
            .OrderBy(text => text.Ratio)];
        double total = ratios.Sum(text => text.Weight);
        double heaviest = ratios.Max(text => text.Weight);
        int level = 0;
        double below = 0;
        foreach ((double ratio, double weight) in ratios)
        {
            below += weight;

            // As if one more text, of the most weight, lay above all others.
            while (level < factors.Length && below >= Confidences[level] * (total + heaviest))
            {
                factors[level++] = Math.Log(ratio);
            }
        }

        factors[level..].Fill(Math.Log(ratios[^1].Ratio));
    }
}
