namespace FastTokens;

/// <summary>How <see cref="TokenChunker"/> cuts a text into chunks.</summary>
public readonly record struct ChunkingOptions
{
    private const double DefaultMinimumFill = 0.7;

    private readonly double? _minimumFill;

    /// <summary>Gets how many tokens of a chunk's end the next chunk begins with at most; they are inside its budget. The default is 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int OverlapTokenCount
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(OverlapTokenCount), value, "An overlap is not negative.");
    }

    /// <summary>Gets the coarsest kind of boundary to look for. The default is the paragraph.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enumeration.</exception>
    public TextBoundary Boundary
    {
        get;
        init => field = value is >= TextBoundary.Paragraph and <= TextBoundary.Grapheme ? value : throw new ArgumentOutOfRangeException(nameof(Boundary), value, null);
    }

    /// <summary>Gets the share of the budget, from 0 to 1, that a boundary must fill to be taken instead of a finer one nearer to the limit. The default is 0.7.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 1.</exception>
    public double MinimumFill
    {
        get => _minimumFill ?? DefaultMinimumFill;
        init => _minimumFill = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(MinimumFill), value, "A share is from 0 to 1.");
    }
}
