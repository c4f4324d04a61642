namespace FastTokens;

/// <summary>Where the masks of one vector of characters lie in the kernel's scratch memory.</summary>
internal static class ScanMasks
{
    /// <summary>The eight planes of the classes.</summary>
    internal const int Class = 0;

    /// <summary>The same, of the characters before.</summary>
    internal const int PreviousClass = 8;

    /// <summary>The same as <see cref="Class"/>, 64 characters before.</summary>
    internal const int WordBefore = 16;

    /// <summary>Characters whose class equals that of the character before.</summary>
    internal const int Equal = 24;

    /// <summary>The same, 64 characters before.</summary>
    internal const int EqualWordBefore = 25;

    /// <summary>The three bits of the bigram levels.</summary>
    internal const int Level = 26;

    /// <summary>What the network that computes them keeps on the way.</summary>
    internal const int LevelScratch = 29;

    /// <summary>The ASCII classes of the characters and of those before, seven each.</summary>
    internal const int AsciiClasses = LevelScratch + BigramLevelTable.ScratchCount;

    internal const int Count = AsciiClasses + 14;
}
