using System.Text;

namespace FastTokens.Fuzz;

/// <summary>What the estimator's searches promise, recounted: whether a text fits a budget, the longest prefix and a suffix that do.</summary>
internal sealed class EstimateSearchTarget : IFuzzTarget
{
    private static readonly TokenEstimator[] Estimators =
        [new(FuzzProfiles.Distinct), new(FuzzProfiles.Largest), new(TokenProfile.O200kBase)];

    public string Name => "estimate-search";

    public IReadOnlyList<byte[]> Seeds => [];

    public IReadOnlyList<byte[]> Sequences => TextSequences.Utf8;

    public void Run(ReadOnlySpan<byte> input)
    {
        InputRandom random = new(input);
        TokenEstimator estimator = Estimators[random.Next(Estimators.Length)];
        string repaired = Encoding.UTF8.GetString(input);
        int count = CheckUtf8(estimator, input, ref random);
        Check.Equal(count, CheckUtf16(estimator, repaired, ref random), "estimate of the repaired UTF-16 form");
        CheckUtf16(estimator, Utf16ScanTarget.AsChars(input), ref random);
    }

    private static int CheckUtf8(TokenEstimator estimator, ReadOnlySpan<byte> text, ref InputRandom random)
    {
        int total = estimator.CountTokens(text);
        int first = random.Next(text.Length + 1);
        int second = first + random.Next(text.Length - first + 1);
        Check.Equal(total, estimator.CountTokens(text[..first], text[first..second], text[second..]), $"estimate of three parts, cut at {first} and {second}");

        List<int> boundaries = TextBoundaries.Of(text);
        foreach (int budget in Budgets(total, ref random))
        {
            Check.That(estimator.Fits(text, budget) == (total <= budget), $"UTF-8: Fits({budget}) of a text of {total} tokens");

            int end = estimator.GetIndexByTokenCount(text, budget, out int prefixCount);
            int boundary = boundaries.BinarySearch(end);
            Check.That(boundary >= 0, $"UTF-8: the prefix for {budget} ends inside a character, at {end}");
            Check.Equal(estimator.CountTokens(text[..end]), prefixCount, $"UTF-8: reported count of the prefix for {budget}");
            Check.AtMost(budget, prefixCount, $"UTF-8: count of the prefix for {budget}");
            Check.That(
                boundary == boundaries.Count - 1 || estimator.CountTokens(text[..boundaries[boundary + 1]]) > budget,
                $"UTF-8: the prefix for {budget} ends at {end}, but one more character fits");

            int start = estimator.GetIndexByTokenCountFromEnd(text, budget, out int suffixCount);
            Check.That(boundaries.BinarySearch(start) >= 0, $"UTF-8: the suffix for {budget} begins inside a character, at {start}");
            Check.Equal(estimator.CountTokens(text[start..]), suffixCount, $"UTF-8: reported count of the suffix for {budget}");
            Check.AtMost(budget, suffixCount, $"UTF-8: count of the suffix for {budget}");
        }

        return total;
    }

    private static int CheckUtf16(TokenEstimator estimator, ReadOnlySpan<char> text, ref InputRandom random)
    {
        int total = estimator.CountTokens(text);
        int first = random.Next(text.Length + 1);
        int second = first + random.Next(text.Length - first + 1);
        Check.Equal(total, estimator.CountTokens(text[..first], text[first..second], text[second..]), $"estimate of three parts, cut at {first} and {second}");

        List<int> boundaries = TextBoundaries.Of(text);
        foreach (int budget in Budgets(total, ref random))
        {
            Check.That(estimator.Fits(text, budget) == (total <= budget), $"UTF-16: Fits({budget}) of a text of {total} tokens");

            int end = estimator.GetIndexByTokenCount(text, budget, out int prefixCount);
            int boundary = boundaries.BinarySearch(end);
            Check.That(boundary >= 0, $"UTF-16: the prefix for {budget} ends inside a character, at {end}");
            Check.Equal(estimator.CountTokens(text[..end]), prefixCount, $"UTF-16: reported count of the prefix for {budget}");
            Check.AtMost(budget, prefixCount, $"UTF-16: count of the prefix for {budget}");
            Check.That(
                boundary == boundaries.Count - 1 || estimator.CountTokens(text[..boundaries[boundary + 1]]) > budget,
                $"UTF-16: the prefix for {budget} ends at {end}, but one more character fits");

            int start = estimator.GetIndexByTokenCountFromEnd(text, budget, out int suffixCount);
            Check.That(boundaries.BinarySearch(start) >= 0, $"UTF-16: the suffix for {budget} begins inside a character, at {start}");
            Check.Equal(estimator.CountTokens(text[start..]), suffixCount, $"UTF-16: reported count of the suffix for {budget}");
            Check.AtMost(budget, suffixCount, $"UTF-16: count of the suffix for {budget}");
        }

        return total;
    }

    // The edges, and somewhere between.
    private static int[] Budgets(int total, ref InputRandom random) =>
        [0, Math.Max(0, total - 1), total, total + 1, random.Next(total + 1), int.MaxValue];
}
