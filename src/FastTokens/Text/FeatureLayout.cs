namespace FastTokens;

/// <summary>
/// Where each counter of <see cref="TextFeatures"/> lies, and its name. The names are part of a profile's file, so that weights never
/// meet other features than those they were fitted to.
/// </summary>
internal static class FeatureLayout
{
    internal const int KindCount = (int)AsciiKind.AfterNonAscii + 1;

    /// <summary>Counters of one kind: its characters, and those whose bigram level has bit 0, 1 and 2 set.</summary>
    internal const int KindStride = 4;

    // Digits after the first of a number, by their position in it.
    internal const int Digits2To3 = KindCount * KindStride;
    internal const int Digit4 = Digits2To3 + 1;
    internal const int Digits5To6 = Digits2To3 + 2;
    internal const int Digits7Up = Digits2To3 + 3;

    // Characters that at least seven (fifteen) equal ones precede.
    internal const int Letters8To15 = Digits7Up + 1;
    internal const int Letters16Up = Letters8To15 + 1;
    internal const int Whitespace8To15 = Letters8To15 + 2;
    internal const int Whitespace16Up = Letters8To15 + 3;
    internal const int Punctuation8To15 = Letters8To15 + 4;
    internal const int Punctuation16Up = Letters8To15 + 5;

    /// <summary>The counters that ASCII text fills.</summary>
    internal const int AsciiCount = Punctuation16Up + 1;

    /// <summary>Characters of each non-ASCII class that continue a run of their group, then those that start one, group by group.</summary>
    internal const int NonAsciiBase = AsciiCount;

    /// <summary>Counters of one group of eight classes: eight that continue, eight that start, and the starts that do not follow a space.</summary>
    internal const int GroupStride = 17;
    internal const int GroupStarts = 8;
    internal const int GroupStartsNotAfterSpace = 16;

    internal const int Count = NonAsciiBase + (CharacterClasses.GroupCount * GroupStride);

    private static readonly string[] Names = CreateNames();

    internal static string NameOf(int index) => Names[index];

    private static string[] CreateNames()
    {
        string[] names = new string[Count];
        for (int kind = 0; kind < KindCount; kind++)
        {
            string name = ((AsciiKind)kind).ToString();
            names[kind * KindStride] = name;
            for (int bit = 0; bit < KindStride - 1; bit++)
            {
                names[(kind * KindStride) + 1 + bit] = $"{name}.Level{1 << bit}";
            }
        }

        names[Digits2To3] = nameof(Digits2To3);
        names[Digit4] = nameof(Digit4);
        names[Digits5To6] = nameof(Digits5To6);
        names[Digits7Up] = nameof(Digits7Up);
        names[Letters8To15] = nameof(Letters8To15);
        names[Letters16Up] = nameof(Letters16Up);
        names[Whitespace8To15] = nameof(Whitespace8To15);
        names[Whitespace16Up] = nameof(Whitespace16Up);
        names[Punctuation8To15] = nameof(Punctuation8To15);
        names[Punctuation16Up] = nameof(Punctuation16Up);
        for (int group = 0; group < CharacterClasses.GroupCount; group++)
        {
            int first = NonAsciiBase + (group * GroupStride);
            string groupName = ((CharacterGroup)group).ToString();
            for (int member = 0; member < 8; member++)
            {
                names[first + member] = $"{groupName}.{member}";
                names[first + GroupStarts + member] = $"{groupName}.{member}.Start";
            }

            names[first + GroupStartsNotAfterSpace] = $"{groupName}.StartNotAfterSpace";
        }

        return names;
    }
}
