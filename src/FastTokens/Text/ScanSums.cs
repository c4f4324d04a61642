namespace FastTokens;

/// <summary>
/// Where the kernel's own sums lie: first one for each counter of <see cref="FeatureLayout"/>, then, for each kind, the lowest three bits
/// of its sum of levels, held bit by bit for each place of a mask. Eights carried out of them go to the counter.
/// </summary>
internal static class ScanSums
{
    internal const int LevelBits = FeatureLayout.Count;
    internal const int BitsPerKind = 3;
    internal const int LevelBitsCount = FeatureLayout.KindCount * BitsPerKind;
    internal const int Count = LevelBits + LevelBitsCount;
}
