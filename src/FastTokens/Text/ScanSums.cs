namespace FastTokens;

/// <summary>
/// Where the kernel's own sums lie: first one for each counter of <see cref="FeatureLayout"/>, then, for each sum of levels, its lowest
/// three bits, held bit by bit for each place of a mask. Eights carried out of them go to the counter.
/// </summary>
internal static class ScanSums
{
    internal const int LevelBits = FeatureLayout.Count;
    internal const int BitsPerSum = 3;
    internal const int LevelBitsCount = (FeatureLayout.AsciiCount - FeatureLayout.FirstLevels) * BitsPerSum;
    internal const int Count = LevelBits + LevelBitsCount;
}
