using System.Text;
using System.Text.RegularExpressions;

namespace FastTokens.Tests.Text;

/// <summary>
/// Where a text may be cut, found the long way: every place is judged by itself, from the start of the text. Nobody optimises it. The rules
/// are those of Unicode Standard Annex 29 and of ECMA-48 in their own words.
/// </summary>
internal static class NaiveClusters
{
    internal static List<int> Boundaries(string text)
    {
        List<(int Index, int Scalar)> scalars = Scalars(text);
        string[] names = [.. scalars.Select(static item => NameOf(BoundaryProperties.Of(item.Scalar).Grapheme))];
        List<(int Start, int End)> escapes = [];
        for (int place = 0; place < scalars.Count; place++)
        {
            if (scalars[place].Scalar == 0x1B && EndOfEscape(scalars, place) is > 0 and int end)
            {
                escapes.Add((place, end));
            }
        }

        List<int> boundaries = [];
        for (int place = 0; place <= scalars.Count; place++)
        {
            int index = place < scalars.Count ? scalars[place].Index : text.Length;
            if ((place == 0 || place == scalars.Count || IsClusterBoundary(names, place)) && !escapes.Exists(escape => escape.Start < place && place < escape.End))
            {
                boundaries.Add(index);
            }
        }

        return boundaries;
    }

    private static List<(int Index, int Scalar)> Scalars(string text)
    {
        List<(int, int)> scalars = [];
        for (int index = 0; index < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(index), out Rune rune, out int length);
            scalars.Add((index, rune.Value));
            index += length;
        }

        return scalars;
    }

    private static bool IsClusterBoundary(string[] names, int place)
    {
        string before = names[place - 1];
        string after = names[place];
        switch (before, after)
        {
            case ("CR", "LF"): // GB3
                return false;
            case ("CR" or "LF" or "Control", _): // GB4
            case (_, "CR" or "LF" or "Control"): // GB5
                return true;
            case ("L", "L" or "V" or "LV" or "LVT"): // GB6
            case ("LV" or "V", "V" or "T"): // GB7
            case ("LVT" or "T", "T"): // GB8
            case (_, "Extend" or "Linker" or "NonJoiner" or "ZWJ"): // GB9
            case (_, "SpacingMark"): // GB9a
            case ("Prepend", _): // GB9b
                return false;
        }

        if (after == "Consonant") // GB9c
        {
            int last = place - 1;
            bool isLinked = false;
            for (; last >= 0 && names[last] is "Extend" or "Linker" or "ZWJ"; last--)
            {
                isLinked |= names[last] == "Linker";
            }

            return !(isLinked && last >= 0 && names[last] == "Consonant");
        }

        if (before == "ZWJ" && after == "Pictographic") // GB11
        {
            int last = place - 2;
            while (last >= 0 && names[last] is "Extend" or "Linker" or "NonJoiner")
            {
                last--;
            }

            return !(last >= 0 && names[last] == "Pictographic");
        }

        if (before == "RI" && after == "RI") // GB12, GB13
        {
            int count = 0;
            while (count < place && names[place - 1 - count] == "RI")
            {
                count++;
            }

            return count % 2 == 0;
        }

        return true; // GB999
    }

    private static string NameOf(GraphemeClass value) => value switch
    {
        GraphemeClass.CarriageReturn => "CR",
        GraphemeClass.LineFeed => "LF",
        GraphemeClass.ConjunctLinker => "Linker",
        GraphemeClass.ExtendOutsideConjuncts => "NonJoiner",
        GraphemeClass.ZeroWidthJoiner => "ZWJ",
        GraphemeClass.RegionalIndicator => "RI",
        GraphemeClass.HangulLeading => "L",
        GraphemeClass.HangulVowel => "V",
        GraphemeClass.HangulTrailing => "T",
        GraphemeClass.HangulSyllable => "LV",
        GraphemeClass.HangulClosedSyllable => "LVT",
        _ => value.ToString(),
    };

    private static int EndOfEscape(List<(int Index, int Scalar)> scalars, int start)
    {
        // The longest one that a sequence may be, in characters; what is longer in UTF-8 is found out below.
        string rest = string.Concat(scalars.Skip(start).Take(260).Select(static item => new Rune(item.Scalar).ToString()));
        Match match = Regex.Match(
            rest,
            "^\u001B(?:\\[[0-?]*[ -/]*[@-~]|[\\]PX^_][^\u0000-\u001F]*(?:\u0007|\u001B\\\\)|[ -/]+[0-~]|[0-OQ-WYZ\\\\`-~])",
            RegexOptions.CultureInvariant);
        return match.Success && Encoding.UTF8.GetByteCount(match.Value) <= 256 ? start + match.Value.EnumerateRunes().Count() : -1;
    }
}
