namespace FastTokens.Generators;

/// <summary>
/// Writes many unions of the same masks with few operations: again and again, the pair of masks that most unions still have in common
/// becomes one mask (Paar's greedy method).
/// </summary>
internal static class SetUnions
{
    /// <summary>Returns the mask of each union, in order; <see langword="null"/> for the empty one.</summary>
    public static string?[] Emit(MaskEmitter emitter, IReadOnlyList<IReadOnlyCollection<string>> unions)
    {
        HashSet<string>[] open = [.. unions.Select(union => new HashSet<string>(union, StringComparer.Ordinal))];
        while (MostCommonPair(open) is { } pair)
        {
            string joined = emitter.Or([pair.First, pair.Second]);
            foreach (HashSet<string> union in open)
            {
                if (union.Contains(pair.First) && union.Contains(pair.Second))
                {
                    union.Remove(pair.First);
                    union.Remove(pair.Second);
                    union.Add(joined);
                }
            }
        }

        return [.. open.Select(union => union.Count == 0 ? null : emitter.Or(union))];
    }

    private static (string First, string Second)? MostCommonPair(HashSet<string>[] unions)
    {
        // A pair is worth a mask of its own from three unions on: two that join three masks at a time lose nothing.
        const int WorthIt = 3;
        Dictionary<(string, string), int> uses = [];
        foreach (HashSet<string> union in unions)
        {
            string[] masks = [.. union.Order(StringComparer.Ordinal)];
            for (int first = 0; first < masks.Length; first++)
            {
                for (int second = first + 1; second < masks.Length; second++)
                {
                    uses[(masks[first], masks[second])] = uses.GetValueOrDefault((masks[first], masks[second])) + 1;
                }
            }
        }

        return uses.Where(use => use.Value >= WorthIt)
            .OrderByDescending(use => use.Value).ThenBy(use => use.Key.Item1, StringComparer.Ordinal).ThenBy(use => use.Key.Item2, StringComparer.Ordinal)
            .Select(use => ((string, string)?)use.Key).FirstOrDefault();
    }
}
