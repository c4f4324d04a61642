namespace FastTokens.Generators;

/// <summary>
/// What is expected of weights before a corpus is seen: an ASCII character costs what its pair says, any other what the tiers
/// of the characters of its class say, and some classes what published vocabularies make of them. It stands where a corpus says little.
/// </summary>
internal static class FeaturePriors
{
    // For what no corpus says anything of.
    private const double Character = 0.02;

    // Where vocabularies leave little doubt (a character of several tokens shares none with its neighbours) a corpus has to say much to
    // be believed. What a long run can save is bounded by the longest tokens, and corpora hold no long runs: nothing they say is.
    private const double Certain = 20;
    private const double Bounded = 1e6;

    // Tokens of a character that goes on a run, by tier: the first of a run shares no token with the character before it.
    private static readonly double[] TokensByTier = [3, 2, 1, 0.95, 0.85, 0.75, 0.65];
    private const int LastCertainTier = 1;

    // Families that make a token of each digit; the others cut numbers into groups of three.
    private static readonly string[] SingleDigits = ["qwen2.5", "mistral_nemo", "gemma3"];

    // Families whose vocabularies learned few scripts: their tokenizers descend from cl100k_base or are of its time.
    private static readonly string[] FewScripts = ["cl100k_base", "claude_legacy", "llama3", "qwen2.5"];

    // Tokens a character, of sentences and rows of symbols written for the purpose, by o200k_base and by cl100k_base.
    private static readonly (CharacterGroup Group, int[] Members, double ManyScripts, double FewScripts, double Strength)[] Measured =
    [
        (CharacterGroup.GreekArmenianGeorgian, [4, 5], 0.36, 2.15, 1),
        (CharacterGroup.GreekArmenianGeorgian, [6, 7], 0.34, 2.13, Certain),
        (CharacterGroup.IndicThaiLao, [0, 1], 0.5, 1.99, 1),
        (CharacterGroup.IndicThaiLao, [2, 3], 0.4, 1.97, 1),
        (CharacterGroup.IndicThaiLao, [7], 1.9, 2.11, Certain),
        (CharacterGroup.KhmerMyanmarEthiopic, [0, 1], 0.63, 1.73, Certain),
        (CharacterGroup.KhmerMyanmarEthiopic, [2, 3], 0.56, 2.1, Certain),
        (CharacterGroup.KhmerMyanmarEthiopic, [4, 5], 2.23, 2.95, Certain),
        (CharacterGroup.Katakana, [6, 7], 1.94, 2.18, Certain),
        (CharacterGroup.Hangul, [7], 3, 3, Certain),
        (CharacterGroup.Other, [0], 2.73, 2.93, Certain),
        (CharacterGroup.Other, [2], 2.5, 3, Certain),
        (CharacterGroup.Other, [3], 0.13, 0.25, Certain),
        (CharacterGroup.Other, [4, 5], 1.48, 1.66, Certain),
        (CharacterGroup.Symbols, [4], 1, 1, Certain),
        (CharacterGroup.Symbols, [6], 2.88, 2.88, Certain),
        (CharacterGroup.Emoji, [0, 1], 0.7, 1, 1),
        (CharacterGroup.Emoji, [2], 0.9, 1.5, 5),
        (CharacterGroup.Emoji, [3], 2, 3, Certain),
        (CharacterGroup.Emoji, [4], 1.5, 2.6, 1),
        (CharacterGroup.Emoji, [5], 2.1, 2.9, 1),
        (CharacterGroup.Emoji, [6], 1.2, 2.3, 1),
    ];

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
        bool fewScripts = FewScripts.Contains(family);
        foreach ((CharacterGroup group, int[] members, double many, double few, double strength) in Measured)
        {
            foreach (int member in members)
            {
                byClass[((int)group << 3) | member] = new FeaturePrior(fewScripts ? few : many, strength);
            }
        }

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

        // The longest tokens of one character: some letters eight and others two, 16 tabs or line feeds, 64 dashes, 128 spaces.
        AsciiFeature.Letters8To15 or AsciiFeature.Letters16Up => new(0.22, Bounded),
        AsciiFeature.Spaces16Up => new(1.0 / 128, Bounded),
        AsciiFeature.OtherWhitespace8To15 or AsciiFeature.OtherWhitespace16Up => new(1.0 / 20, Bounded),
        AsciiFeature.Punctuation16Up => new(1.0 / 64, Bounded),
        _ => new(Character, 1),
    };

    /// <summary>Returns the mean over the characters of each class.</summary>
    private static FeaturePrior[] OfClasses(GeneratorInputs inputs)
    {
        CharacterTierTable tiers = CharacterTierTable.Read(inputs.Get(CharacterTiers.Path));
        ClassAssignment classes = new(inputs.Unicode, tiers);
        double[] tokens = new double[0x80];
        int[] counts = new int[0x80];
        int[] certain = new int[0x80];
        for (int codePoint = CharacterTiers.First; codePoint < CodePointRanges.CodePointCount; codePoint++)
        {
            int place = classes.ClassOf(codePoint) & 0x7F;
            counts[place]++;
            tokens[place] += TokensByTier[tiers[codePoint]];
            certain[place] += tiers[codePoint] <= LastCertainTier ? 1 : 0;
        }

        return [.. Enumerable.Range(0, 0x80).Select(place => new FeaturePrior(
            counts[place] == 0 ? 0 : tokens[place] / counts[place], certain[place] == counts[place] ? Certain : 1))];
    }
}
