namespace FastTokens.Generators;

/// <summary>What the factors of pairs are fitted to.</summary>
internal sealed class PairProblem
{
    /// <summary>Vectors hold a value for each family: there are as many families as lanes.</summary>
    public const int Families = 8;

    /// <summary>The pairs of each text and their counts.</summary>
    public required (int[] Pairs, float[] Counts)[] Texts { get; init; }

    /// <summary>The other features of each text: their numbers and counts.</summary>
    public required (int[] Features, double[] Counts)[] Others { get; init; }

    /// <summary>What the other features are expected to cost: a row for each, a column for each family.</summary>
    public required double[,] OtherPriors { get; init; }

    /// <summary>The reference count of each text and family.</summary>
    public required double[,] Targets { get; init; }

    /// <summary>The weight of each text, 1 on average.</summary>
    public required double[] TextWeights { get; init; }

    /// <summary>The probability that a token begins at the second of each pair, for each family.</summary>
    public required double[,] Probabilities { get; init; }

    /// <summary>Returns what each pair contributes to the estimates: the mean over the texts of its count by the tokens of the text.</summary>
    public double[] Importance()
    {
        double[] importance = new double[PairClasses.Count * PairClasses.Count];
        for (int text = 0; text < Texts.Length; text++)
        {
            double tokens = 0;
            for (int family = 0; family < Families; family++)
            {
                tokens += Targets[text, family] / Families;
            }

            (int[] pairs, float[] counts) = Texts[text];
            for (int i = 0; i < pairs.Length; i++)
            {
                importance[pairs[i]] += counts[i] / tokens / Texts.Length;
            }
        }

        return importance;
    }
}
