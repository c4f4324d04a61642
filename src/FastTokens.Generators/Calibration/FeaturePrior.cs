namespace FastTokens.Generators;

/// <summary>What is expected of a weight before a corpus is seen.</summary>
/// <param name="Tokens">The weight expected, in tokens.</param>
/// <param name="Strength">How much a corpus has to say against it, in multiples of <see cref="WeightFit.PriorDocuments"/>.</param>
internal readonly record struct FeaturePrior(double Tokens, double Strength)
{
    /// <summary>Gets whether the probes alone decide: what a corpus has of it misleads.</summary>
    public bool FromProbesAlone { get; init; }
}
