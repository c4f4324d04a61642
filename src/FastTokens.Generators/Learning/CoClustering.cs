namespace FastTokens.Generators;

/// <summary>
/// Groups the rows and the columns of a table so that a value for each pair of groups stands for the cells as well as possible:
/// k-means on both sides in turn, with the weighted square of the difference as the cost, from several seeded starts.
/// </summary>
internal static class CoClustering
{
    private const int Rounds = 50;

    /// <summary>Returns the table with each cell replaced by the value of its groups.</summary>
    public static double[,] Smooth(double[,] weights, double[,] values, int rowGroups, int columnGroups, int seeds)
    {
        int rows = values.GetLength(0);
        int columns = values.GetLength(1);
        double bestCost = double.PositiveInfinity;
        int[] bestRows = new int[rows];
        int[] bestColumns = new int[columns];
        for (int seed = 0; seed < seeds; seed++)
        {
            SplitMixRandom random = new((ulong)seed);
            int[] rowGroup = RandomGroups(ref random, rows, rowGroups);
            int[] columnGroup = RandomGroups(ref random, columns, columnGroups);
            double cost = Refine(weights, values, rowGroup, columnGroup, rowGroups, columnGroups);
            if (cost < bestCost)
            {
                (bestCost, bestRows, bestColumns) = (cost, rowGroup, columnGroup);
            }
        }

        double[,] means = GroupMeans(weights, values, bestRows, bestColumns, rowGroups, columnGroups);
        double[,] smooth = new double[rows, columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                smooth[row, column] = means[bestRows[row], bestColumns[column]];
            }
        }

        return smooth;
    }

    private static int[] RandomGroups(ref SplitMixRandom random, int count, int groups)
    {
        int[] group = new int[count];
        for (int i = 0; i < count; i++)
        {
            group[i] = random.Next(groups);
        }

        return group;
    }

    private static double Refine(double[,] weights, double[,] values, int[] rowGroup, int[] columnGroup, int rowGroups, int columnGroups)
    {
        double last = double.PositiveInfinity;
        for (int round = 0; round < Rounds; round++)
        {
            double[,] means = GroupMeans(weights, values, rowGroup, columnGroup, rowGroups, columnGroups);
            for (int row = 0; row < rowGroup.Length; row++)
            {
                rowGroup[row] = Nearest(rowGroups, group => RowCost(weights, values, row, columnGroup, means, group)).Group;
            }

            means = GroupMeans(weights, values, rowGroup, columnGroup, rowGroups, columnGroups);
            double cost = 0;
            for (int column = 0; column < columnGroup.Length; column++)
            {
                (columnGroup[column], double best) = Nearest(columnGroups, group => ColumnCost(weights, values, column, rowGroup, means, group));
                cost += best;
            }

            if (last - cost < 1e-9 * Math.Abs(cost))
            {
                return cost;
            }

            last = cost;
        }

        return last;
    }

    private static (int Group, double Cost) Nearest(int groups, Func<int, double> costOf)
    {
        (int Group, double Cost) best = (0, costOf(0));
        for (int group = 1; group < groups; group++)
        {
            double cost = costOf(group);
            best = cost < best.Cost ? (group, cost) : best;
        }

        return best;
    }

    private static double RowCost(double[,] weights, double[,] values, int row, int[] columnGroup, double[,] means, int group)
    {
        double cost = 0;
        for (int column = 0; column < columnGroup.Length; column++)
        {
            double difference = values[row, column] - means[group, columnGroup[column]];
            cost += weights[row, column] * (difference * difference);
        }

        return cost;
    }

    private static double ColumnCost(double[,] weights, double[,] values, int column, int[] rowGroup, double[,] means, int group)
    {
        double cost = 0;
        for (int row = 0; row < rowGroup.Length; row++)
        {
            double difference = values[row, column] - means[rowGroup[row], group];
            cost += weights[row, column] * (difference * difference);
        }

        return cost;
    }

    private static double[,] GroupMeans(double[,] weights, double[,] values, int[] rowGroup, int[] columnGroup, int rowGroups, int columnGroups)
    {
        double[,] sums = new double[rowGroups, columnGroups];
        double[,] totals = new double[rowGroups, columnGroups];
        for (int row = 0; row < rowGroup.Length; row++)
        {
            for (int column = 0; column < columnGroup.Length; column++)
            {
                sums[rowGroup[row], columnGroup[column]] += weights[row, column] * values[row, column];
                totals[rowGroup[row], columnGroup[column]] += weights[row, column];
            }
        }

        for (int row = 0; row < rowGroups; row++)
        {
            for (int column = 0; column < columnGroups; column++)
            {
                // An empty group needs some value to be chosen by: a tenth, which is low among probabilities.
                sums[row, column] = (sums[row, column] + 1e-12) / (totals[row, column] + 1e-11);
            }
        }

        return sums;
    }
}
