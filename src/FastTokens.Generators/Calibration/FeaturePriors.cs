namespace FastTokens.Generators;

/// <summary>
/// What is expected of weights before a text is seen: an ASCII character costs what its pair says, any other what the tiers
/// of the characters of its class say. It stands where corpus and probes say little.
/// </summary>
internal static class FeaturePriors
{
    // For what no corpus says anything of.
    private const double Character = 0.02;

    // Where pre-tokenizers leave no doubt, a corpus has to say much to be believed.
    private const double Certain = 20;

    // Tokens of a character that goes on a run, by tier: the first of a run shares no token with the character before it.
    private static readonly double[] TokensByTier = [3, 2, 1, 0.95, 0.85, 0.75, 0.65];

    // Families that make a token of each digit; the others cut numbers into groups of three.
    private static readonly string[] SingleDigits = ["qwen2.5", "mistral_nemo", "gemma3"];

    /// <summary>Returns what is expected of each feature of the library.</summary>
    public static FeaturePrior[] Build(GeneratorInputs inputs, string family) => Build(inputs, family, PairTables.Read(inputs.Get(PairTables.Path)));

    /// <summary>Returns what is expected of each feature, nothing of pairs without <paramref name="pairs"/>.</summary>
    public static FeaturePrior[] Build(GeneratorInputs inputs, string family, PairTables? pairs)
    {
        FeaturePrior[] priors = new FeaturePrior[FeatureLayout.Count];
        for (int pair = 0; pair < FeatureLayout.PairCount; pair++)
        {
            priors[pair] = new FeaturePrior(pairs is not null && pairs.Weights.TryGetValue(family, out double[]? weights) ? weights[pair] : 0, 1);
        }

        for (int feature = 0; feature < FeatureLayout.AsciiCount; feature++)
        {
            priors[FeatureLayout.AsciiBase + feature] = OfAscii((AsciiFeature)feature, SingleDigits.Contains(family));
        }

        FeaturePrior[] byClass = OfClasses(inputs);
        for (int feature = FeatureLayout.NonAsciiBase; feature < FeatureLayout.Count; feature++)
        {
            (int group, int place) = Math.DivRem(feature - FeatureLayout.NonAsciiBase, FeatureLayout.GroupStride);
            priors[feature] = place == FeatureLayout.GroupStartsNotAfterSpace
                ? new FeaturePrior(0, 1)
                : byClass[(group << 3) | (place % FeatureLayout.GroupStarts)];
        }

        return priors;
    }

    private static FeaturePrior OfAscii(AsciiFeature feature, bool singleDigits) => feature switch
    {
        >= AsciiFeature.Digits2To3 and <= AsciiFeature.Digits13Up when singleDigits => new(1, Certain),
        AsciiFeature.Digit4 or AsciiFeature.Digit7 or AsciiFeature.Digit10 => new(1, 1),
        AsciiFeature.Digits2To3 or AsciiFeature.Digits5To6 or AsciiFeature.Digits8To9 or AsciiFeature.Digits11To12 => new(0, 1),
        AsciiFeature.Digits13Up => new(1.0 / 3, Certain),

        // The longest tokens of one character decide, often: some letters eight and others two, 16 tabs or line feeds, 64 dashes, 128 spaces. Corpora have
        // runs of a token or two and no long ones, so nothing that they say of them holds.
        AsciiFeature.Letters8To15 or AsciiFeature.Letters16Up => new(0.22, 1) { FromProbesAlone = true },
        AsciiFeature.Spaces16Up => new(1.0 / 128, 1) { FromProbesAlone = true },
        AsciiFeature.OtherWhitespace8To15 or AsciiFeature.OtherWhitespace16Up => new(1.0 / 20, 1) { FromProbesAlone = true },
        AsciiFeature.Punctuation16Up => new(1.0 / 64, 1) { FromProbesAlone = true },
        _ => new(Character, 1),
    };

    /// <summary>Returns the mean over the characters of each class.</summary>
    private static FeaturePrior[] OfClasses(GeneratorInputs inputs)
    {
        CharacterTierTable tiers = CharacterTierTable.Read(inputs.Get(CharacterTiers.Path));
        ClassAssignment classes = new(inputs.Unicode, tiers);
        double[] tokens = new double[0x80];
        int[] counts = new int[0x80];
        for (int codePoint = CharacterTiers.First; codePoint < CodePointRanges.CodePointCount; codePoint++)
        {
            int place = classes.ClassOf(codePoint) & 0x7F;
            counts[place]++;
            tokens[place] += TokensByTier[tiers[codePoint]];
        }

        return [.. Enumerable.Range(0, 0x80).Select(place => new FeaturePrior(counts[place] == 0 ? 0 : tokens[place] / counts[place], 1))];
    }
}
