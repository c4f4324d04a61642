namespace FastTokens;

/// <summary>Finds the name that a mistyped one was meant to be. For error messages: it allocates.</summary>
internal static class ClosestName
{
    /// <summary>Returns the candidate with the smallest edit distance, if that is at most a third of the name; the first of equals.</summary>
    public static string? Find(ReadOnlySpan<char> name, IEnumerable<string> candidates)
    {
        string? closest = null;
        int best = Math.Max(1, name.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) < best)
            {
                int distance = Distance(name, candidate);
                if (distance < best)
                {
                    best = distance;
                    closest = candidate;
                }
            }
        }

        return closest;
    }

    // Levenshtein's distance, one row at a time, letter case ignored.
    private static int Distance(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        int[] row = new int[right.Length + 1];
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = i;
        }

        for (int i = 0; i < left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < right.Length; j++)
            {
                int substitution = diagonal + (char.ToLowerInvariant(left[i]) == char.ToLowerInvariant(right[j]) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(substitution, 1 + Math.Min(diagonal, row[j]));
            }
        }

        return row[right.Length];
    }
}
