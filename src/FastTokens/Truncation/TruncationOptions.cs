namespace FastTokens;

/// <summary>How <see cref="TokenTruncator"/> shortens a text.</summary>
public readonly record struct TruncationOptions
{
    /// <summary>A marker that says how many tokens were left out.</summary>
    public const string DefaultMarker = "\n[… {tokens} tokens omitted …]\n";

    private const double DefaultHeadShare = 0.5;
    private const double DefaultMinimumFill = 0.7;

    // What is not set is the default, in the default value of this type too.
    private readonly double? _headShare;
    private readonly double? _minimumFill;

    /// <summary>Gets what is kept. The default is the beginning.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enumeration.</exception>
    public TruncationKeep Keep
    {
        get;
        init => field = value is >= TruncationKeep.Head and <= TruncationKeep.HeadAndTail ? value : throw new ArgumentOutOfRangeException(nameof(Keep), value, null);
    }

    /// <summary>Gets the share of the budget that the beginning gets, from 0 to 1, where both ends are kept; what it does not use is the end's. The default is 0.5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 1.</exception>
    public double HeadShare
    {
        get => _headShare ?? DefaultHeadShare;
        init => _headShare = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(HeadShare), value, "A share is from 0 to 1.");
    }

    /// <summary>Gets the coarsest kind of boundary to look for. The default is the paragraph.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enumeration.</exception>
    public TextBoundary Boundary
    {
        get;
        init => field = value is >= TextBoundary.Paragraph and <= TextBoundary.Grapheme ? value : throw new ArgumentOutOfRangeException(nameof(Boundary), value, null);
    }

    /// <summary>
    /// Gets the share of a part's budget, from 0 to 1, that a boundary must keep to be taken instead of a finer one nearer to the limit. The
    /// default is 0.7.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 1.</exception>
    public double MinimumFill
    {
        get => _minimumFill ?? DefaultMinimumFill;
        init => _minimumFill = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(MinimumFill), value, "A share is from 0 to 1.");
    }

    /// <summary>
    /// Gets what stands where text was left out; <see langword="null"/> or empty for nothing, which is the default. <c>{tokens}</c>,
    /// <c>{characters}</c> (Unicode scalar values) and <c>{lines}</c> become the numbers of what was left out.
    /// </summary>
    /// <remarks>
    /// The tokens of the marker are inside the budget. It is used only where the budget is at least four times its cost. A number needs the
    /// whole text to be read.
    /// </remarks>
    /// <exception cref="ArgumentException">The value holds a lone surrogate.</exception>
    public string? Marker
    {
        get;
        init => field = Utf16Text.IsWellFormed(value) ? value : throw new ArgumentException("The marker holds a lone surrogate.", nameof(Marker));
    }

    /// <summary>Gets whether <see cref="TruncationResult.OmittedTokenCount"/> is wanted, which costs a count of the whole text. The default is no.</summary>
    public bool CountOmittedTokens { get; init; }

    /// <summary>
    /// Gets what counts the tokens that were left out, in the marker too; <see langword="null"/>, the default, for the counter of the budget. A
    /// rough counter beside an exact one spares the exact count of all that is thrown away.
    /// </summary>
    public ITokenCounter? OmittedTokenCounter { get; init; }
}
