namespace FastTokens.Tests.Estimation;

/// <summary>The errors of sampled counts of long texts with one encoding, in percent of the exact counts.</summary>
/// <param name="Encoding">The name of the encoding.</param>
/// <param name="Mape">The mean of the absolute errors.</param>
/// <param name="P95">Their 95th percentile.</param>
internal sealed record SampledFigures(string Encoding, double Mape, double P95);
