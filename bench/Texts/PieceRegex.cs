using System.Text.RegularExpressions;

namespace FastTokens.Bench;

/// <summary>The yardstick of exact counting: .NET's compiled regular expression of the o200k grammar, which only finds the pieces.</summary>
internal static class PieceRegex
{
    private const string Upper = @"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]";
    private const string Lower = @"[\p{Ll}\p{Lm}\p{Lo}\p{M}]";
    private const string Contraction = "(?i:'s|'t|'re|'ve|'m|'ll|'d)?";

    private static readonly Regex O200k = new(
        $@"[^\r\n\p{{L}}\p{{N}}]?{Upper}*{Lower}+{Contraction}|[^\r\n\p{{L}}\p{{N}}]?{Upper}+{Lower}*{Contraction}"
            + @"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
        RegexOptions.Compiled | RegexOptions.CultureInvariant);

    /// <summary>Returns the number of pieces.</summary>
    internal static int Count(string text)
    {
        int count = 0;
        foreach (ValueMatch _ in O200k.EnumerateMatches(text))
        {
            count++;
        }

        return count;
    }
}
