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
        return FindEnd(counter, text, places, 0, 0, budget, options);
    }

    /// <summary>Returns the last end behind a place, of a part that begins at another, of the coarsest kind that keeps enough and not too much.</summary>
    internal static (int End, TextBoundary? Boundary) FindEnd(ITokenCounter counter, string text, List<int> places, int start, int after, int budget, TruncationOptions options)
    {
        double minimum = Math.Ceiling(options.MinimumFill * budget);
        for (TextBoundary kind = options.Boundary; kind <= TextBoundary.Grapheme; kind++)
        {
            for (int index = places.Count - 1; index > 0 && places[index] > Math.Max(start, after); index--)
            {
                if (KindOf(text, places, index, isEnd: true) <= kind && Keeps(text.AsSpan(start..places[index]), kind))
                {
                    return (places[index], kind);
                }
            }
        }

        return (start, null);

        bool Keeps(ReadOnlySpan<char> part, TextBoundary kind) => counter.CountTokens(part) is int count && count <= budget && (count >= minimum || kind == TextBoundary.Grapheme);
    }

    /// <summary>Returns the first start from a place on, of a part that ends with the text, of the coarsest kind that keeps enough and not too much.</summary>
    internal static (int Start, TextBoundary? Boundary) FindStart(ITokenCounter counter, string text, List<int> places, int floor, int budget, bool keepsGap, TruncationOptions options)
    {
        double minimum = Math.Ceiling(options.MinimumFill * budget);
        for (TextBoundary kind = options.Boundary; kind <= TextBoundary.Grapheme; kind++)
        {
            for (int index = places.IndexOf(floor); index < places.Count - 1; index++)
            {
                if ((places[index] == floor || KindOf(text, places, index, keepsGap) <= kind) && Keeps(text.AsSpan(places[index]), kind))
                {
                    return (places[index], kind);
                }
            }
        }

        return (text.Length, null);

        bool Keeps(ReadOnlySpan<char> part, TextBoundary kind) => counter.CountTokens(part) is int count && count <= budget && (count >= minimum || kind == TextBoundary.Grapheme);
    }

    internal static string Format(string marker, string omitted, int omittedTokenCount) => marker
        .Replace("{tokens}", omittedTokenCount.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{characters}", omitted.EnumerateRunes().Count().ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{lines}", Lines().Count(omitted).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static TextBoundary KindOf(string text, List<int> places, int index, bool isEnd)
    {
        int place = places[index];
        int previous = places[index - 1];
        BoundaryProperties before = BoundaryProperties.Of(char.IsSurrogatePair(text, previous) ? char.ConvertToUtf32(text, previous) : Repaired(text[previous]));
        BoundaryProperties after = place == text.Length
            ? default
            : BoundaryProperties.Of(char.IsSurrogatePair(text, place) ? char.ConvertToUtf32(text, place) : Repaired(text[place]));
        return isEnd ? BoundaryRules<Utf16TextEncoding, char>.OfEnd(text, place, before, after) : BoundaryRules<Utf16TextEncoding, char>.OfStart(text, place, before, after);
    }

    private static char Repaired(char unit) => char.IsSurrogate(unit) ? '\uFFFD' : unit;

    [GeneratedRegex("[^\n\v\f\r\u0085\u2028\u2029]*(?:\r\n|[\n\v\f\r\u0085\u2028\u2029])|[^\n\v\f\r\u0085\u2028\u2029]+$")]
    private static partial Regex Lines();
}
