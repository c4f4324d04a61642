using System.Globalization;

namespace FastTokens.Generators;

/// <summary>
/// The weights expected of features, in tokens: an ASCII character costs what its bigram level says, any other what the tiers of the
/// characters of its class say. They stand where a corpus says little.
/// </summary>
internal static class FeaturePriors
{
    // For rare pairs, which the levels round away.
    private const double Character = 0.02;
    private const double CharacterOfLongRun = 0.1;
    private const double DigitGroup = 3;

    // Tokens of a character that goes on a run, by tier: the first of a run shares no token with the character before it.
    private static readonly double[] TokensByTier = [3, 2, 1, 0.95, 0.85, 0.75, 0.65];

    /// <summary>Returns the weight expected of each feature of the library.</summary>
    public static double[] Build(GeneratorInputs inputs)
    {
        double[] priors = new double[FeatureLayout.Count];
        for (int feature = 0; feature < FeatureLayout.NonAsciiBase; feature++)
        {
            priors[feature] = OfAscii(FeatureLayout.NameOf(feature));
        }

        double[,] byClass = OfClasses(inputs);
        for (int feature = FeatureLayout.NonAsciiBase; feature < FeatureLayout.Count; feature++)
        {
            (int group, int place) = Math.DivRem(feature - FeatureLayout.NonAsciiBase, FeatureLayout.GroupStride);
            priors[feature] = place == FeatureLayout.GroupStartsNotAfterSpace ? 0
                : place < FeatureLayout.GroupStarts ? byClass[(group << 3) | place, 0]
                : byClass[(group << 3) | (place - FeatureLayout.GroupStarts), 1];
        }

        return priors;
    }

    private static double OfAscii(string name)
    {
        const string Levels = ".Levels";
        const string Level = ".Level";
        int level = name.IndexOf(Level, StringComparison.Ordinal);
        return name.EndsWith(Levels, StringComparison.Ordinal) ? 1.0 / BigramLevels.Highest
            : level >= 0 ? double.Parse(name.AsSpan(level + Level.Length), CultureInfo.InvariantCulture) / BigramLevels.Highest
            : name is nameof(FeatureLayout.Digits2To3) or nameof(FeatureLayout.Digits5To6) or "Digits8To9" ? 0
            : name is nameof(FeatureLayout.Digit4) or "Digit7" ? 1
            : name.StartsWith("Digits", StringComparison.Ordinal) ? 1 / DigitGroup
            : name.EndsWith("8To15", StringComparison.Ordinal) || name.EndsWith("16Up", StringComparison.Ordinal) ? CharacterOfLongRun
            : Character;
    }

    /// <summary>Returns the mean over the characters of each class of the tokens of one that goes on a run, and of one that starts one.</summary>
    private static double[,] OfClasses(GeneratorInputs inputs)
    {
        CharacterTierTable tiers = CharacterTierTable.Read(inputs.Get(CharacterTiers.Path));
        ClassAssignment classes = new(inputs.Unicode, tiers);
        double[,] means = new double[0x80, 2];
        int[] counts = new int[0x80];
        for (int codePoint = CharacterTiers.First; codePoint < CodePointRanges.CodePointCount; codePoint++)
        {
            int place = classes.ClassOf(codePoint) & 0x7F;
            double tokens = TokensByTier[tiers[codePoint]];
            counts[place]++;
            means[place, 0] += (tokens - means[place, 0]) / counts[place];
            means[place, 1] += (Math.Max(tokens, 1) - means[place, 1]) / counts[place];
        }

        return means;
    }
}
