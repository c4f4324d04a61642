namespace FastTokens.Generators;

/// <summary>How far estimates are from the reference counts, in percent of these.</summary>
/// <param name="Mape">The mean of the absolute errors.</param>
/// <param name="P95">The error that 95% of the documents stay below.</param>
internal readonly record struct EstimateError(double Mape, double P95)
{
    /// <summary>Sums up absolute errors, given as fractions.</summary>
    public static EstimateError Of(ReadOnlySpan<double> errors)
    {
        double[] sorted = errors.ToArray();
        Array.Sort(sorted);
        double sum = 0;
        foreach (double error in sorted)
        {
            sum += error;
        }

        int rank = Math.Min(sorted.Length - 1, (int)(0.95 * sorted.Length));
        return new EstimateError(Math.Round(100 * sum / sorted.Length, 2), Math.Round(100 * sorted[rank], 2));
    }
}
