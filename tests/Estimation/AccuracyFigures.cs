namespace FastTokens.Tests.Estimation;

/// <summary>The errors of one family's estimates over a set of texts, in percent of the reference counts.</summary>
/// <param name="Family">The name of the profile.</param>
/// <param name="Mape">The mean of the absolute errors.</param>
/// <param name="P95">Their 95th percentile.</param>
internal sealed record AccuracyFigures(string Family, double Mape, double P95)
{
    private const double UpperQuantile = 0.95;

    internal static AccuracyFigures Of(string family, IEnumerable<CountedText> texts)
    {
        double[] errors = [.. texts.Select(text => Math.Abs(text.ErrorOf(family))).Order()];
        return new(family, errors.Average(), errors[Math.Min(errors.Length - 1, (int)(UpperQuantile * errors.Length))]);
    }
}
