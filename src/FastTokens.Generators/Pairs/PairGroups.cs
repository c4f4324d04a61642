namespace FastTokens.Generators;

/// <summary>
/// Groups classes whose factors may become the same: k-means, where the distance of a class to a group is the weighted square of what its
/// pairs would come to cost otherwise.
/// </summary>
internal static class PairGroups
{
    private const int Rounds = 40;
    private const int Seeds = 8;

    /// <summary>Groups one side of the factors and gives each class the factors of its group.</summary>
    /// <param name="factors">The factors: for each class a row of as many as the metric has.</param>
    /// <param name="metrics">For each class a symmetric matrix: what a difference of its factors costs.</param>
    /// <param name="size">The number of factors of a class.</param>
    /// <param name="groups">The number of groups.</param>
    /// <returns>The group of each class.</returns>
    public static int[] Tie(double[] factors, double[][] metrics, int size, int groups)
    {
        (double Cost, int[] Group, double[] Centres) best = (double.PositiveInfinity, [], []);
        for (int seed = 0; seed < Seeds; seed++)
        {
            (double Cost, int[] Group, double[] Centres) found = Refine(factors, metrics, size, groups, (ulong)seed);
            best = found.Cost < best.Cost ? found : best;
        }

        for (int item = 0; item < metrics.Length; item++)
        {
            best.Centres.AsSpan(best.Group[item] * size, size).CopyTo(factors.AsSpan(item * size));
        }

        return best.Group;
    }

    private static (double Cost, int[] Group, double[] Centres) Refine(double[] factors, double[][] metrics, int size, int groups, ulong seed)
    {
        SplitMixRandom random = new(seed);
        double[] centres = new double[groups * size];
        int[] order = [.. Enumerable.Range(0, metrics.Length)];
        for (int group = 0; group < groups; group++)
        {
            int other = group + random.Next(order.Length - group);
            (order[group], order[other]) = (order[other], order[group]);
            factors.AsSpan(order[group] * size, size).CopyTo(centres.AsSpan(group * size));
        }

        int[] nearest = new int[metrics.Length];
        double cost = double.PositiveInfinity;
        for (int round = 0; round < Rounds; round++)
        {
            double last = cost;
            cost = 0;
            for (int item = 0; item < metrics.Length; item++)
            {
                double least = double.PositiveInfinity;
                for (int group = 0; group < groups; group++)
                {
                    double distance = Distance(factors.AsSpan(item * size, size), centres.AsSpan(group * size, size), metrics[item]);
                    (least, nearest[item]) = distance < least ? (distance, group) : (least, nearest[item]);
                }

                cost += least;
            }

            if (cost >= last * (1 - 1e-9))
            {
                break;
            }

            for (int group = 0; group < groups; group++)
            {
                Centre(factors, metrics, nearest, group, centres.AsSpan(group * size, size));
            }
        }

        return (cost, nearest, centres);
    }

    private static double Distance(ReadOnlySpan<double> item, ReadOnlySpan<double> centre, double[] metric)
    {
        double sum = 0;
        for (int i = 0; i < item.Length; i++)
        {
            for (int j = 0; j < item.Length; j++)
            {
                sum += (item[i] - centre[i]) * metric[(i * item.Length) + j] * (item[j] - centre[j]);
            }
        }

        return sum;
    }

    // The centre solves Σ metric · centre = Σ metric · item over the items of the group.
    private static void Centre(double[] factors, double[][] metrics, int[] nearest, int group, Span<double> centre)
    {
        const double Ridge = 1e-9;
        int size = centre.Length;
        double[] matrix = new double[size * size];
        double[] right = new double[size];
        int members = 0;
        for (int item = 0; item < metrics.Length; item++)
        {
            if (nearest[item] != group)
            {
                continue;
            }

            members++;
            for (int i = 0; i < size; i++)
            {
                matrix[(i * size) + i] += Ridge;
                right[i] += Ridge * factors[(item * size) + i];
                for (int j = 0; j < size; j++)
                {
                    matrix[(i * size) + j] += metrics[item][(i * size) + j];
                    right[i] += metrics[item][(i * size) + j] * factors[(item * size) + j];
                }
            }
        }

        if (members > 0)
        {
            Solve(matrix, right);
            for (int i = 0; i < size; i++)
            {
                centre[i] = Math.Max(0, right[i]);
            }
        }
    }

    // Elimination without pivoting: the matrix is symmetric and positive.
    private static void Solve(double[] matrix, double[] right)
    {
        int size = right.Length;
        for (int pivot = 0; pivot < size; pivot++)
        {
            for (int row = pivot + 1; row < size; row++)
            {
                double factor = matrix[(row * size) + pivot] / matrix[(pivot * size) + pivot];
                for (int column = pivot; column < size; column++)
                {
                    matrix[(row * size) + column] -= factor * matrix[(pivot * size) + column];
                }

                right[row] -= factor * right[pivot];
            }
        }

        for (int row = size - 1; row >= 0; row--)
        {
            for (int column = row + 1; column < size; column++)
            {
                right[row] -= matrix[(row * size) + column] * right[column];
            }

            right[row] /= matrix[(row * size) + row];
        }
    }
}
