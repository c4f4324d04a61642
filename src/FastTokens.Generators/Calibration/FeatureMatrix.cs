namespace FastTokens.Generators;

/// <summary>The features of documents: a row a document, of which only the counts that are not zero are kept.</summary>
internal sealed class FeatureMatrix
{
    private readonly int[][] _features;
    private readonly double[][] _counts;

    public FeatureMatrix(int featureCount, IReadOnlyList<long[]> rows)
    {
        FeatureCount = featureCount;
        _features = new int[rows.Count][];
        _counts = new double[rows.Count][];
        for (int row = 0; row < rows.Count; row++)
        {
            long[] counts = rows[row];
            ArgumentOutOfRangeException.ThrowIfNotEqual(counts.Length, featureCount);
            _features[row] = [.. Enumerable.Range(0, featureCount).Where(feature => counts[feature] != 0)];
            _counts[row] = [.. _features[row].Select(feature => (double)counts[feature])];
        }
    }

    public int FeatureCount { get; }

    public int RowCount => _features.Length;

    /// <summary>The features that the document has, in ascending order.</summary>
    public ReadOnlySpan<int> FeaturesOf(int row) => _features[row];

    /// <summary>The counts of <see cref="FeaturesOf"/>.</summary>
    public ReadOnlySpan<double> CountsOf(int row) => _counts[row];

    /// <summary>Returns the sum of counts times weights, in the order of the features.</summary>
    public double Price(int row, ReadOnlySpan<double> weights)
    {
        ReadOnlySpan<int> features = _features[row];
        ReadOnlySpan<double> counts = _counts[row];
        double sum = 0;
        for (int i = 0; i < features.Length; i++)
        {
            sum += counts[i] * weights[features[i]];
        }

        return sum;
    }
}
