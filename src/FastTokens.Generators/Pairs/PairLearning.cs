namespace FastTokens.Generators;

/// <summary>Learns the tables of pairs: fits factors freely, groups the classes, fits again what groups share, and rounds.</summary>
internal static class PairLearning
{
    private const int Factors = 10;

    private const int FreeSteps = 900;
    private const int TiedSteps = 1200;
    private const double FreeRate = 0.03;
    private const double TiedRate = 0.02;

    public static PairTables Learn(PairProblem problem)
    {
        PairFactors factors = PairFactors.Start(problem, Factors);
        PairFit fit = new(problem);
        fit.Improve(factors, FreeSteps, FreeRate);
        double[] importance = problem.Importance();
        double[] previous = Squares(factors.Previous);
        double[] current = Squares(factors.Current);
        int[] previousGroups = PairGroups.Tie(previous, Metrics(factors, importance, previous: true), Factors, PairTables.CodeCount);

        // A code is kept for what counts in no pair.
        int[] currentGroups = PairGroups.Tie(current, Metrics(factors, importance, previous: false), Factors, PairTables.CodeCount - 1);
        SetRoots(previous, factors.Previous);
        SetRoots(current, factors.Current);
        fit.Improve(factors, TiedSteps, TiedRate, previousGroups, currentGroups);
        return PairTables.Of(factors, previousGroups, currentGroups);
    }

    private static double[] Squares(double[] roots) => [.. roots.Select(root => root * root)];

    private static void SetRoots(double[] squares, double[] roots)
    {
        for (int i = 0; i < roots.Length; i++)
        {
            roots[i] = Math.Sqrt(squares[i] + 1e-6);
        }
    }

    // The metric of a class: Σ over its pairs and the families of importance · s·sᵀ, where s is what the other side multiplies its factors by.
    private static double[][] Metrics(PairFactors factors, double[] importance, bool previous)
    {
        int size = factors.Count;
        double[] other = Squares(previous ? factors.Current : factors.Previous);
        double[] weights = Squares(factors.Weights);
        double[][] metrics = new double[PairClasses.Count][];
        double[] slopes = new double[size];
        for (int c = 0; c < metrics.Length; c++)
        {
            metrics[c] = new double[size * size];
            for (int neighbour = 0; neighbour < metrics.Length; neighbour++)
            {
                double weight = importance[previous ? (c * PairClasses.Count) + neighbour : (neighbour * PairClasses.Count) + c];
                for (int family = 0; weight > 0 && family < PairProblem.Families; family++)
                {
                    for (int i = 0; i < size; i++)
                    {
                        slopes[i] = weights[(family * size) + i] * other[(neighbour * size) + i];
                    }

                    for (int i = 0; i < size; i++)
                    {
                        for (int j = 0; j < size; j++)
                        {
                            metrics[c][(i * size) + j] += weight * slopes[i] * slopes[j];
                        }
                    }
                }
            }
        }

        return metrics;
    }
}
