namespace FastTokens;

/// <summary>
/// Where each counter of <see cref="TextFeatures"/> lies, and its name. The names are part of a profile's file, so that weights never
/// meet other features than those they were fitted to.
/// </summary>
internal static class FeatureLayout
{
    /// <summary>The counters of pairs, which come first: see <see cref="PairCodes"/>.</summary>
    internal const int PairCount = PairCodes.Count;

    /// <summary>Where the counters of <see cref="AsciiFeature"/> begin.</summary>
    internal const int AsciiBase = PairCount;

    internal const int AsciiCount = (int)AsciiFeature.Punctuation16Up + 1;

    /// <summary>Where the counters of digits end and those of runs begin.</summary>
    internal const int RunBase = AsciiBase + (int)AsciiFeature.Letters8To15;

    /// <summary>Where the groups of non-ASCII classes begin.</summary>
    internal const int NonAsciiBase = AsciiBase + AsciiCount;

    /// <summary>Counters of one group: its eight classes where they go on a run, where they start one, and the starts that do not follow a space.</summary>
    internal const int GroupStride = 17;
    internal const int GroupStarts = 8;
    internal const int GroupStartsNotAfterSpace = 16;

    internal const int Count = NonAsciiBase + (CharacterClasses.GroupCount * GroupStride);

    private static readonly string[] Names = CreateNames();

    internal static string NameOf(int index) => Names[index];

    /// <summary>Returns the counters of a group.</summary>
    internal static Span<long> GroupOf(Span<long> counters, int group) => counters.Slice(NonAsciiBase + (group * GroupStride), GroupStride);

    private static string[] CreateNames()
    {
        string[] names = new string[Count];
        for (int pair = 0; pair < PairCount; pair++)
        {
            names[pair] = $"Pair.{pair}";
        }

        Enum.GetNames<AsciiFeature>().CopyTo(names, AsciiBase);
        for (int group = 0; group < CharacterClasses.GroupCount; group++)
        {
            int first = NonAsciiBase + (group * GroupStride);
            string groupName = ((CharacterGroup)group).ToString();
            for (int member = 0; member < GroupStarts; member++)
            {
                names[first + member] = $"{groupName}.{member}";
                names[first + GroupStarts + member] = $"{groupName}.{member}.Start";
            }

            names[first + GroupStartsNotAfterSpace] = $"{groupName}.StartNotAfterSpace";
        }

        return names;
    }
}
