using System.Text;

namespace FastTokens.Generators;

/// <summary>How often a token begins at the second of a pair of classes, in each of some encodings.</summary>
/// <remarks>A text of n characters weighs 1/√n a character: long texts say more, but not n times as much.</remarks>
internal sealed class PairStatistics(int encodings)
{
    private const double PriorWeight = 0.04;
    private const double PriorProbability = 0.25;

    private readonly double[] _weight = new double[PairClasses.Count * PairClasses.Count];
    private readonly double[,] _begins = new double[encodings, PairClasses.Count * PairClasses.Count];

    /// <summary>Adds a text, given where its tokens begin in each encoding.</summary>
    public void Add(string text, params ReadOnlySpan<bool[]> begins)
    {
        double weight = 1 / Math.Sqrt(Math.Max(text.Length, 1));
        int previous = PairClasses.TextStart;
        for (int i = 0; i < text.Length; i++)
        {
            int current = PairClasses.Of(text[i]);
            int pair = (previous * PairClasses.Count) + current;
            _weight[pair] += weight;
            for (int encoding = 0; encoding < begins.Length; encoding++)
            {
                _begins[encoding, pair] += begins[encoding][i] ? weight : 0;
            }

            previous = current;
        }
    }

    /// <summary>Returns the probability that a token begins at the second of a pair; a quarter for a pair never seen.</summary>
    public double ProbabilityOf(int encoding, int pair) =>
        (_begins[encoding, pair] + (PriorWeight * PriorProbability)) / (_weight[pair] + PriorWeight);

    /// <summary>Returns the pairs of a text that the scan counts, in ascending order, and how often each occurs.</summary>
    public static (int[] Pairs, float[] Counts) PairsOf(string text)
    {
        // As the scan does it: a text follows a line feed, past the seventh equal neighbour a character belongs to a run, and a digit after
        // another counts by its place in the number.
        const int LongestRun = 7;
        SortedDictionary<int, int> counts = [];
        int previous = '\n';
        int equal = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            equal = rune.Value == previous ? equal + 1 : 0;
            bool isLaterDigit = PairClasses.Of(rune.Value) == PairClasses.Of('0') && PairClasses.Of(previous) == PairClasses.Of('0');
            if (rune.IsAscii && equal < LongestRun && !isLaterDigit)
            {
                int pair = (PairClasses.Of(previous) * PairClasses.Count) + PairClasses.Of(rune.Value);
                counts[pair] = counts.GetValueOrDefault(pair) + 1;
            }

            previous = rune.Value;
        }

        return ([.. counts.Keys], [.. counts.Values.Select(count => (float)count)]);
    }
}
