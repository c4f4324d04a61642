namespace FastTokens;

/// <summary>How a provider turns an image's dimensions into tokens: it is scaled down within limits, and covered with squares.</summary>
/// <param name="UnitPixels">The edge of a square (patch or tile) in pixels.</param>
/// <param name="TokensPerUnit">The tokens of each square.</param>
/// <param name="BaseTokens">The tokens of an image besides; those of one that is asked for in low detail.</param>
/// <param name="MaximumEdge">The longest edge in pixels, or 0 for any.</param>
/// <param name="ShortEdge">What the shorter edge is scaled down to, in pixels, or 0 for nothing.</param>
/// <param name="MaximumUnits">The most squares, or 0 for any number.</param>
public readonly record struct ImageTokenRule(
    int UnitPixels, decimal TokensPerUnit, int BaseTokens = 0, int MaximumEdge = 0, int ShortEdge = 0, int MaximumUnits = 0)
{
    private const int LowDetailEdge = 512;

    // Halvings of an interval of scales: below that, no pixel changes.
    private const int Halvings = 40;

    /// <summary>Returns the tokens of an image.</summary>
    /// <param name="width">Its width in pixels.</param>
    /// <param name="height">Its height in pixels.</param>
    /// <param name="isLowDetail">Whether the request asks for low detail.</param>
    /// <exception cref="ArgumentOutOfRangeException">An edge is not positive.</exception>
    public long CountTokens(int width, int height, bool isLowDetail = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (isLowDetail && BaseTokens > 0)
        {
            return BaseTokens;
        }

        int longer = Math.Max(width, height);
        double scale = ScaleTo(isLowDetail ? LowDetailEdge : MaximumEdge, longer, 1);
        scale = ScaleTo(ShortEdge, Math.Min(width, height), scale);
        long units = Units(width, height, scale);
        if (MaximumUnits > 0 && units > MaximumUnits)
        {
            units = Units(width, height, LargestScale(width, height, scale));
        }

        return BaseTokens + (long)Math.Ceiling(units * TokensPerUnit);
    }

    private static double ScaleTo(int limit, int edge, double scale) => limit > 0 && edge * scale > limit ? (double)limit / edge : scale;

    private long Units(int width, int height, double scale) => Across(width * scale) * Across(height * scale);

    // A scale that was made to hit a border must not miss it by a rounding.
    private long Across(double pixels) => Math.Max(1, (long)Math.Ceiling((pixels / UnitPixels) - 1e-9));

    private double LargestScale(int width, int height, double tooLarge)
    {
        double fits = 0;
        for (int step = 0; step < Halvings; step++)
        {
            double middle = (fits + tooLarge) / 2;
            if (Units(width, height, middle) <= MaximumUnits)
            {
                fits = middle;
            }
            else
            {
                tooLarge = middle;
            }
        }

        return fits;
    }
}
