using System.Text;

namespace FastTokens.Tests.Text;

/// <summary>
/// The features of a text by their definitions, one character after the other: the oracle of the scan. It shares with the library the
/// names of the counters, the classes of characters and the tables of pairs, and none of its code. Nobody optimises it.
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
        else if (equalBefore < 7)
        {
            CountPair(ref features, current, previous);
        }
        else
        {
            Add(ref features, IndexOf(DeepInRun(current) + (equalBefore >= 15 ? "16Up" : "8To15")));
        }
    }

    private static void CountPair(ref TextFeatures features, char current, byte previous)
    {
        int before = (previous < FirstNonAscii ? PairCodes.Codes[previous] : PairCodes.NonAscii) / 16;
        int itself = PairCodes.Codes[current] % 16;
        for (int i = 0; i < PairCodes.Count; i++)
        {
            Add(ref features, IndexOf($"Pair.{i}"), PairCodes.Previous[(i * 16) + before] * PairCodes.Current[(i * 16) + itself]);
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

    /// <summary>Control characters count as whitespace, save DEL, which counts as punctuation.</summary>
    private static bool IsWhitespace(char ascii) => ascii <= ' ';

    private static void CountNonAscii(ref TextFeatures features, byte current, byte previous)
    {
        CharacterGroup group = Group(current);
        features.Groups |= 1u << (int)group;
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

    private static void Add(ref TextFeatures features, int index, int count = 1) => features.AsSpan()[index] += count;
}
