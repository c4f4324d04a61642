namespace FastTokens.Generators;

/// <summary>The weights of a tokenizer family, and how well they do.</summary>
/// <param name="Name">The family, as the corpus names it.</param>
/// <param name="Weights">A weight for each feature, in 2^-16 tokens.</param>
/// <param name="HeldOut">The error on documents whose sources were left out of the fit that judged them.</param>
internal sealed record FittedProfile(string Name, int[] Weights, EstimateError HeldOut)
{
    /// <summary>Gets how far counts go beyond estimates, by length of text.</summary>
    public ErrorQuantiles? Quantiles { get; init; }
}
