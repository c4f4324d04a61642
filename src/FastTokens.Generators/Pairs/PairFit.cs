using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FastTokens.Generators;

/// <summary>
/// Fits the factors of pairs to texts, by gradient descent (Adam: Kingma and Ba, 2015): the estimates of all families are to be close to the
/// reference counts (relative error, Huber), and what a pair costs close to the probability that a token begins there, which texts
/// too few to tell alone would not give.
/// </summary>
internal sealed class PairFit(PairProblem problem)
{
    private const double QuadraticUpTo = 0.03;
    private const double ProbabilityShare = 0.5;
    private const double OtherPriorShare = 1e-3;
    private const int Families = PairProblem.Families;

    // Sums are made slice by slice and then over slices, in this order on every machine.
    private const int Slices = 8;

    private static readonly int Classes = PairClasses.Count;

    private readonly double[] _importance = problem.Importance();

    /// <summary>Improves the factors.</summary>
    /// <param name="factors">The factors.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="rate">The step of a root at full speed.</param>
    /// <param name="previousGroups">The group of each class before: classes of a group have the same factors. Null where each has its own.</param>
    /// <param name="currentGroups">The same of the classes themselves.</param>
    public void Improve(PairFactors factors, int steps, double rate, int[]? previousGroups = null, int[]? currentGroups = null)
    {
        double[][] values = factors.All;
        double[][] gradients = [.. values.Select(value => new double[value.Length])];
        double[][] means = [.. values.Select(value => new double[value.Length])];
        double[][] squares = [.. values.Select(value => new double[value.Length])];
        for (int step = 0; step < steps; step++)
        {
            Gradient(factors, gradients);
            Tie(gradients[0], factors.Count, previousGroups);
            Tie(gradients[1], factors.Count, currentGroups);
            double remaining = step < steps * 0.6 ? 1 : Math.Max(0.02, (steps - step) / (steps * 0.4));
            double size = rate * Math.Min(1, (step + 1) / 20.0) * remaining;
            double meanScale = 1 / (1 - Math.Pow(0.9, step + 1));
            double squareScale = 1 / (1 - Math.Pow(0.99, step + 1));
            for (int part = 0; part < values.Length; part++)
            {
                for (int i = 0; i < values[part].Length; i++)
                {
                    double gradient = gradients[part][i];
                    means[part][i] = (0.9 * means[part][i]) + (0.1 * gradient);
                    squares[part][i] = (0.99 * squares[part][i]) + (0.01 * gradient * gradient);
                    values[part][i] -= size * means[part][i] * meanScale / (Math.Sqrt(squares[part][i] * squareScale) + 1e-9);
                }
            }
        }
    }

    private static void Tie(double[] gradient, int columns, int[]? groups)
    {
        if (groups is null)
        {
            return;
        }

        double[] sums = new double[gradient.Length];
        for (int row = 0; row < Classes; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                sums[(groups[row] * columns) + column] += gradient[(row * columns) + column];
            }
        }

        for (int row = 0; row < Classes; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                gradient[(row * columns) + column] = sums[(groups[row] * columns) + column];
            }
        }
    }

    private void Gradient(PairFactors factors, double[][] gradients)
    {
        double[] previous = Squares(factors.Previous);
        double[] current = Squares(factors.Current);
        double[] weights = Squares(factors.Weights);
        double[] others = Squares(factors.Others);
        double[] costs = Costs(factors.Count, previous, current, weights);
        (double[] costGradient, double[] otherGradient) = TextGradients(costs, others);
        for (int pair = 0; pair < _importance.Length; pair++)
        {
            for (int family = 0; family < Families; family++)
            {
                int i = (pair * Families) + family;
                costGradient[i] += 2 * ProbabilityShare / Families * _importance[pair] * (costs[i] - problem.Probabilities[pair, family]);
            }
        }

        foreach (double[] gradient in gradients)
        {
            Array.Clear(gradient);
        }

        Backward(factors.Count, previous, current, weights, costGradient, gradients);
        for (int i = 0; i < others.Length; i++)
        {
            double prior = problem.OtherPriors[i / Families, i % Families];
            gradients[3][i] = 2 * factors.Others[i] * (otherGradient[i] + (OtherPriorShare / Families * (others[i] - prior) / (prior + 0.1)));
        }

        for (int i = 0; i < previous.Length; i++)
        {
            gradients[0][i] *= 2 * factors.Previous[i];
        }

        for (int i = 0; i < current.Length; i++)
        {
            gradients[1][i] *= 2 * factors.Current[i];
        }

        for (int i = 0; i < weights.Length; i++)
        {
            gradients[2][i] *= 2 * factors.Weights[i];
        }
    }

    private static double[] Squares(double[] roots) => [.. roots.Select(root => root * root)];

    // By class before, class and family: Σ previous[i] · current[i] · weight[family, i].
    private static double[] Costs(int count, double[] previous, double[] current, double[] weights)
    {
        double[] costs = new double[Classes * Classes * Families];
        for (int before = 0; before < Classes; before++)
        {
            // What is not ASCII is never the second of a pair.
            for (int c = 0; c < PairClasses.NonAscii; c++)
            {
                Span<double> sums = costs.AsSpan(((before * Classes) + c) * Families, Families);
                for (int i = 0; i < count; i++)
                {
                    double product = previous[(before * count) + i] * current[(c * count) + i];
                    for (int family = 0; family < Families; family++)
                    {
                        sums[family] += product * weights[(family * count) + i];
                    }
                }
            }
        }

        return costs;
    }

    private (double[] Costs, double[] Others) TextGradients(double[] costs, double[] others)
    {
        float[] table = [.. costs.Select(cost => (float)cost)];
        float[][] costSlices = [.. Enumerable.Range(0, Slices).Select(_ => new float[table.Length])];
        double[][] otherSlices = [.. Enumerable.Range(0, Slices).Select(_ => new double[others.Length])];
        Parallel.For(0, Slices, slice =>
        {
            Span<Vector256<float>> prices = MemoryMarshal.Cast<float, Vector256<float>>(table.AsSpan());
            Span<Vector256<float>> gradient = MemoryMarshal.Cast<float, Vector256<float>>(costSlices[slice].AsSpan());
            Span<double> estimates = stackalloc double[Families];
            Span<float> slopes = stackalloc float[Families];
            for (int text = slice * problem.Texts.Length / Slices; text < (slice + 1) * problem.Texts.Length / Slices; text++)
            {
                (int[] pairs, float[] counts) = problem.Texts[text];
                Vector256<float> sum = default;
                for (int i = 0; i < pairs.Length; i++)
                {
                    sum += prices[pairs[i]] * counts[i];
                }

                (int[] features, double[] featureCounts) = problem.Others[text];
                for (int family = 0; family < Families; family++)
                {
                    estimates[family] = sum[family];
                    for (int i = 0; i < features.Length; i++)
                    {
                        estimates[family] += others[(features[i] * Families) + family] * featureCounts[i];
                    }

                    double target = problem.Targets[text, family];
                    double error = (estimates[family] - target) / target;
                    double slope = Math.Clamp(error / QuadraticUpTo, -1, 1) / target / problem.Texts.Length / Families * problem.TextWeights[text];
                    slopes[family] = (float)slope;
                    for (int i = 0; i < features.Length; i++)
                    {
                        otherSlices[slice][(features[i] * Families) + family] += slope * featureCounts[i];
                    }
                }

                Vector256<float> slopeVector = Vector256.Create<float>(slopes);
                for (int i = 0; i < pairs.Length; i++)
                {
                    gradient[pairs[i]] += slopeVector * counts[i];
                }
            }
        });
        return (SumOf(costSlices), SumOf(otherSlices));
    }

    private static double[] SumOf<T>(T[][] slices)
        where T : INumber<T>
    {
        double[] sum = new double[slices[0].Length];
        foreach (T[] slice in slices)
        {
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] += double.CreateTruncating(slice[i]);
            }
        }

        return sum;
    }

    private static void Backward(int count, double[] previous, double[] current, double[] weights, double[] costGradient, double[][] gradients)
    {
        for (int before = 0; before < Classes; before++)
        {
            for (int c = 0; c < PairClasses.NonAscii; c++)
            {
                ReadOnlySpan<double> slopes = costGradient.AsSpan(((before * Classes) + c) * Families, Families);
                for (int i = 0; i < count; i++)
                {
                    (double left, double right) = (previous[(before * count) + i], current[(c * count) + i]);
                    double slope = 0;
                    for (int family = 0; family < Families; family++)
                    {
                        slope += slopes[family] * weights[(family * count) + i];
                        gradients[2][(family * count) + i] += slopes[family] * left * right;
                    }

                    gradients[0][(before * count) + i] += slope * right;
                    gradients[1][(c * count) + i] += slope * left;
                }
            }
        }
    }
}
