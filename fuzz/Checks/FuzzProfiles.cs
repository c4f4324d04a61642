namespace FastTokens.Fuzz;

/// <summary>Profiles that make every counter matter, whatever the shipped weights are.</summary>
internal static class FuzzProfiles
{
    /// <summary>Gets weights that differ from counter to counter, up to two tokens: equal estimates mean equal counters, almost surely.</summary>
    internal static TokenProfile Distinct { get; } = Create("distinct", static index => (int)((uint)(index + 1) * 2654435761 % (2 << TokenProfile.FractionBits)));

    /// <summary>Gets the largest weights: every text reaches the bound of its bytes.</summary>
    internal static TokenProfile Largest { get; } = Create("largest", static _ => TokenProfile.MaximumWeight);

    internal static IReadOnlyList<TokenProfile> All { get; } = [Distinct, Largest, .. TokenProfile.BuiltIn];

    private static TokenProfile Create(string name, Func<int, int> weightOf)
    {
        int[] weights = new int[TextFeatures.Count];
        for (int index = 0; index < weights.Length; index++)
        {
            weights[index] = weightOf(index);
        }

        return new TokenProfile(name, weights, referenceError: null);
    }
}
