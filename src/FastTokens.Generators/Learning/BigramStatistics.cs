namespace FastTokens.Generators;

/// <summary>
/// How often a token begins at an ASCII character, by the classes of the character before it and of itself: the mean over
/// o200k_base and cl100k_base.
/// </summary>
/// <remarks>
/// Letters are folded, so a pair of letters could be two of either case. Positions at which an upper-case letter follows a letter
/// are left out: they begin tokens for their case, and the pair is to say what the letters say.
/// A text of n characters weighs √n: long texts say more, but not n times as much.
/// </remarks>
internal sealed class BigramStatistics
{
    private const double PriorWeight = 0.04;
    private const double PriorProbability = 0.25;

    private readonly double[,] _importance = new double[BigramClasses.Count, BigramClasses.Count];
    private readonly double[,] _weight = new double[BigramClasses.Count, BigramClasses.Count];
    private readonly double[,] _begins = new double[BigramClasses.Count, BigramClasses.Count];

    /// <summary>Adds a text, given where the tokens of the two encodings begin and how many they are.</summary>
    public void Add(string text, ReadOnlySpan<bool> first, int firstCount, ReadOnlySpan<bool> second, int secondCount)
    {
        int characters = 0;
        foreach (char c in text)
        {
            characters += char.IsLowSurrogate(c) ? 0 : 1;
        }

        double weight = 1 / Math.Sqrt(Math.Max(characters, 1));
        double importance = 2.0 / Math.Max(firstCount + secondCount, 1);
        int previous = BigramClasses.TextStart;
        for (int i = 0; i < text.Length; i++)
        {
            int current = BigramClasses.Of(text[i]);
            bool caseChange = char.IsAsciiLetterUpper(text[i]) && BigramClasses.IsLetter(previous);
            if (current != BigramClasses.NonAscii && !caseChange)
            {
                _importance[previous, current] += importance;
                _weight[previous, current] += weight;
                _begins[previous, current] += weight * (((first[i] ? 1 : 0) + (second[i] ? 1 : 0)) / 2.0);
            }

            previous = current;
        }
    }

    /// <summary>Returns what a pair contributes to the estimates of texts: the sum of its share of each text's tokens.</summary>
    public double ImportanceOf(int previous, int current) => _importance[previous, current];

    /// <summary>Returns the probability that a token begins at the second of a pair; a quarter for a pair never seen.</summary>
    public double ProbabilityOf(int previous, int current) =>
        (_begins[previous, current] + PriorWeight * PriorProbability) / (_weight[previous, current] + PriorWeight);
}
