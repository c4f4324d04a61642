using System.Text;

namespace FastTokens.Tests.Text;

/// <summary>
/// The features of a text by their definitions, one character after the other: the oracle of the scan. It shares with the library the
/// names of the counters, the classes of characters and the levels of bigrams, and none of its code. Nobody optimises it.
/// </summary>
internal static class NaiveScan
{
    private const byte FirstNonAscii = 0x80;

    private static readonly Dictionary<string, int> Indexes =
        Enumerable.Range(0, TextFeatures.Count).ToDictionary(static index => TextFeatures.NameOf(index));

    // Counters by what they count, looked up by their names once.
    private static readonly int[] NonAsciiIndexes = [.. NonAsciiClasses().Select(static name => IndexOf(name))];
    private static readonly int[] NonAsciiStartIndexes = [.. NonAsciiClasses().Select(static name => IndexOf(name + ".Start"))];
    private static readonly int[] StartNotAfterSpaceIndexes = [.. Enum.GetNames<CharacterGroup>().Select(static name => IndexOf(name + ".StartNotAfterSpace"))];

    /// <summary>The ASCII characters that stand for a class of bigrams, in the order of the classes; a digit stands for all digits.</summary>
    private static readonly List<int> BigramCodes =
    [
        0x00, '\t', '\n', '\r', 0x1B, .. Enumerable.Range(0x20, 0x11), .. Enumerable.Range(0x3A, 7), .. Enumerable.Range('A', 26), .. Enumerable.Range(0x5B, 5),
    ];

    /// <summary>Returns the features of UTF-16 text.</summary>
    internal static TextFeatures Scan(string text)
    {
        TextFeatures features = default;

        // A text begins as if a line ended before it.
        byte previous = (byte)'\n';
        int equalBefore = 0;
        int digitsBefore = 0;

        // Enumerating runes makes U+FFFD of each lone surrogate.
        foreach (Rune rune in text.EnumerateRunes())
        {
            byte current = CharacterClasses.OfScalar(rune.Value);
            equalBefore = current == previous ? equalBefore + 1 : 0;
            if (current < FirstNonAscii)
            {
                CountAscii(ref features, (char)current, previous, equalBefore, digitsBefore);
            }
            else
            {
                CountNonAscii(ref features, current, previous);
            }

            digitsBefore = char.IsAsciiDigit((char)current) ? digitsBefore + 1 : 0;
            previous = current;
            features.ScalarCount++;
            features.Utf8ByteCount += rune.Utf8SequenceLength;
        }

        return features;
    }

    /// <summary>Returns the features of UTF-8 text, repaired as the runtime repairs it.</summary>
    internal static TextFeatures Scan(ReadOnlySpan<byte> utf8Text) => Scan(Encoding.UTF8.GetString(utf8Text));

    /// <summary>Returns the index of a counter by its name.</summary>
    internal static int IndexOf(string name) => Indexes[name];

    private static void CountAscii(ref TextFeatures features, char current, byte previous, int equalBefore, int digitsBefore)
    {
        if (char.IsAsciiDigit(current) && digitsBefore > 0)
        {
            Add(ref features, IndexOf(LaterDigit(digitsBefore + 1)));
        }
        else if (equalBefore >= 7)
        {
            Add(ref features, IndexOf(DeepInRun(current) + (equalBefore >= 15 ? "16Up" : "8To15")));
        }
        else
        {
            // Of what it is and what it follows, one is counted, or its levels are, or both: what the fit found of use.
            string kind = Kind(current, previous);
            AddWhereCounted(ref features, kind, 1);
            AddWhereCounted(ref features, kind + "Levels", Level(current, previous));
        }
    }

    private static string LaterDigit(int position) => position switch
    {
        <= 3 => "Digits2To3",
        4 => "Digit4",
        <= 6 => "Digits5To6",
        7 => "Digit7",
        <= 9 => "Digits8To9",
        10 => "Digit10",
        <= 12 => "Digits11To12",
        _ => "Digits13Up",
    };

    private static string DeepInRun(char current)
    {
        if (char.IsAsciiLetter(current))
        {
            return "Letters";
        }

        if (IsWhitespace(current))
        {
            return current == ' ' ? "Spaces" : "OtherWhitespace";
        }

        return "Punctuation";
    }

    private static string Kind(char current, byte previousClass)
    {
        if (previousClass >= FirstNonAscii)
        {
            return "AfterNonAscii";
        }

        char previous = (char)previousClass;
        if (char.IsAsciiLetter(current))
        {
            return (char.IsAsciiLetterLower(current) ? "Lower" : "Upper") + previous switch
            {
                ' ' => "AfterSpace",
                _ when char.IsAsciiLetterUpper(previous) => "AfterUpper",
                _ when char.IsAsciiLetterLower(previous) => "AfterLower",
                _ => "AfterOther",
            };
        }

        if (char.IsAsciiDigit(current))
        {
            return "FirstDigit";
        }

        if (current == ' ')
        {
            return char.IsAsciiLetter(previous) ? "SpaceAfterLetter" : "SpaceAfterOther";
        }

        if (IsWhitespace(current))
        {
            return "Whitespace";
        }

        return char.IsAsciiLetter(previous) ? "PunctuationAfterLetter"
            : IsWhitespace(previous) ? "PunctuationAfterWhitespace"
            : char.IsAsciiDigit(previous) ? "PunctuationAfterDigit"
            : "PunctuationAfterPunctuation";
    }

    /// <summary>Control characters count as whitespace, save DEL, which counts as punctuation.</summary>
    private static bool IsWhitespace(char ascii) => ascii <= ' ';

    private static int Level(char current, byte previous)
    {
        int row = previous >= FirstNonAscii ? BigramCodes.Count : BigramClass((char)previous);
        return BigramLevelTable.Matrix[(row * BigramCodes.Count) + BigramClass(current)];
    }

    private static int BigramClass(char ascii)
    {
        int code = char.IsAsciiDigit(ascii) ? '0' : ascii >= '`' ? ascii - 0x20 : ascii;
        return Math.Max(0, BigramCodes.IndexOf(code));
    }

    private static void CountNonAscii(ref TextFeatures features, byte current, byte previous)
    {
        CharacterGroup group = Group(current);
        if (previous >= FirstNonAscii && Group(previous) == group)
        {
            Add(ref features, NonAsciiIndexes[current - FirstNonAscii]);
            return;
        }

        Add(ref features, NonAsciiStartIndexes[current - FirstNonAscii]);
        if (previous != ' ')
        {
            Add(ref features, StartNotAfterSpaceIndexes[(int)group]);
        }
    }

    private static CharacterGroup Group(byte nonAscii) => (CharacterGroup)((nonAscii - FirstNonAscii) / 8);

    private static IEnumerable<string> NonAsciiClasses() =>
        Enum.GetNames<CharacterGroup>().SelectMany(static group => Enumerable.Range(0, 8).Select(member => $"{group}.{member}"));

    private static void AddWhereCounted(ref TextFeatures features, string name, int count)
    {
        if (Indexes.TryGetValue(name, out int index))
        {
            Add(ref features, index, count);
        }
    }

    private static void Add(ref TextFeatures features, int index, int count = 1) => features.AsSpan()[index] += count;
}
