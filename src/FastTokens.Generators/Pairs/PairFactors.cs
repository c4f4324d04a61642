namespace FastTokens.Generators;

/// <summary>
/// Factors of the cost of pairs: what a pair costs in a family is Σ weight[family, i] · previous[class before, i] · current[class, i].
/// All are squares, so that none is negative; what is kept here are the roots.
/// </summary>
internal sealed class PairFactors
{
    public PairFactors(int count, int otherCount)
    {
        Count = count;
        OtherCount = otherCount;
        Previous = new double[PairClasses.Count * count];
        Current = new double[PairClasses.Count * count];
        Weights = new double[PairProblem.Families * count];
        Others = new double[otherCount * PairProblem.Families];
    }

    /// <summary>Factors of a class on each side.</summary>
    public int Count { get; }

    public int OtherCount { get; }

    public double[] Previous { get; }

    public double[] Current { get; }

    public double[] Weights { get; }

    /// <summary>The weights of the features that are not pairs, by feature and family.</summary>
    public double[] Others { get; }

    public double[][] All => [Previous, Current, Weights, Others];

    /// <summary>Returns factors to begin with: seeded ones, and the priors of the other features.</summary>
    public static PairFactors Start(PairProblem problem, int count)
    {
        PairFactors factors = new(count, problem.OtherPriors.GetLength(0));
        SplitMixRandom random = new(0);
        Fill(factors.Previous, 0.2, 1, ref random);
        Fill(factors.Current, 0.2, 1, ref random);
        double scale = 2 / (double)count;
        Fill(factors.Weights, 0.1 * scale, 0.6 * scale, ref random);
        for (int other = 0; other < factors.OtherCount; other++)
        {
            for (int family = 0; family < PairProblem.Families; family++)
            {
                factors.Others[(other * PairProblem.Families) + family] = Math.Sqrt(problem.OtherPriors[other, family] + 1e-4);
            }
        }

        return factors;
    }

    private static void Fill(double[] values, double low, double high, ref SplitMixRandom random)
    {
        const int Steps = 1 << 30;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = low + ((high - low) * random.Next(Steps) / Steps);
        }
    }
}
