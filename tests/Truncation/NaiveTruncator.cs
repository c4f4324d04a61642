using System.Globalization;
using System.Text.RegularExpressions;
using FastTokens.Tests.Text;

namespace FastTokens.Tests.Truncation;

/// <summary>Truncation the long way: all boundaries are tried. Nobody optimises it.</summary>
internal static partial class NaiveTruncator
{
    /// <summary>Returns the last end of the coarsest kind that keeps enough and not too much.</summary>
    internal static (int End, TextBoundary? Boundary) FindEnd(ITokenCounter counter, string text, int budget, TruncationOptions options)
    {
        if (counter.CountTokens(text) <= budget)
        {
            return (text.Length, null);
        }

        List<int> places = NaiveClusters.Boundaries(text);
        double minimum = Math.Ceiling(options.MinimumFill * budget);
        for (TextBoundary kind = options.Boundary; kind <= TextBoundary.Grapheme; kind++)
        {
            for (int index = places.Count - 1; index > 0; index--)
            {
                int count = counter.CountTokens(text.AsSpan(0, places[index]));
                if (count <= budget && (count >= minimum || kind == TextBoundary.Grapheme) && KindOf(text, places, index) <= kind)
                {
                    return (places[index], kind);
                }
            }
        }

        return (0, null);
    }

    internal static string Format(string marker, string omitted, int omittedTokenCount) => marker
        .Replace("{tokens}", omittedTokenCount.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{characters}", omitted.EnumerateRunes().Count().ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{lines}", Lines().Count(omitted).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static TextBoundary KindOf(string text, List<int> places, int index)
    {
        int place = places[index];
        int previous = places[index - 1];
        BoundaryProperties before = BoundaryProperties.Of(char.IsSurrogatePair(text, previous) ? char.ConvertToUtf32(text, previous) : Repaired(text[previous]));
        BoundaryProperties after = place == text.Length
            ? default
            : BoundaryProperties.Of(char.IsSurrogatePair(text, place) ? char.ConvertToUtf32(text, place) : Repaired(text[place]));
        return BoundaryRules<Utf16TextEncoding, char>.OfEnd(text, place, before, after);
    }

    private static char Repaired(char unit) => char.IsSurrogate(unit) ? '\uFFFD' : unit;

    [GeneratedRegex("[^\n\v\f\r\u0085\u2028\u2029]*(?:\r\n|[\n\v\f\r\u0085\u2028\u2029])|[^\n\v\f\r\u0085\u2028\u2029]+$")]
    private static partial Regex Lines();
}
