namespace FastTokens;

/// <summary>
/// Shortens text to a budget of tokens at a place where a person would have cut it: never over the budget, the marker included, and never
/// through a user-perceived character. Immutable and safe for concurrent use.
/// </summary>
/// <remarks>
/// The counter decides what fits, on exactly the text that is returned: with an exact counter the result is certified, with an estimator its
/// estimate fits. Text that fits is returned whole, so that truncating a result again changes nothing. The time is a multiple of the budget,
/// not of the text, unless what was left out is to be counted; only a single cluster or row of regional indicators that the cut falls into
/// is read back to where it begins. Nothing is allocated.
/// </remarks>
public sealed class TokenTruncator
{
    /// <summary>Makes a truncator.</summary>
    /// <param name="counter">Counts the tokens of the budget.</param>
    /// <param name="options">What to keep and where to cut.</param>
    public TokenTruncator(ITokenCounter counter, TruncationOptions options = default)
    {
        ArgumentNullException.ThrowIfNull(counter);
        Counter = counter;
        Options = options;
        Marker = MarkerTemplate.Parse(options.Marker);
    }

    /// <summary>Gets what counts the tokens of the budget.</summary>
    public ITokenCounter Counter { get; }

    /// <summary>Gets what is kept and where text is cut.</summary>
    public TruncationOptions Options { get; }

    internal MarkerTemplate? Marker { get; }

    /// <summary>Shortens UTF-16 text.</summary>
    /// <param name="text">The text; ill-formed text is cut like any other.</param>
    /// <param name="maxTokenCount">The budget in tokens.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxTokenCount"/> is negative.</exception>
    public TruncationResult Truncate(ReadOnlySpan<char> text, int maxTokenCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokenCount);
        TruncationRun<Utf16TextEncoding, Utf16Counter, char> run = new(this, new Utf16Counter(Counter), text);
        return new TruncationResult(run.Run(maxTokenCount));
    }

    /// <summary>Shortens UTF-8 text.</summary>
    /// <inheritdoc cref="Truncate(ReadOnlySpan{char}, int)"/>
    /// <param name="utf8Text">The text; ill-formed text is cut like any other.</param>
    /// <param name="maxTokenCount">The budget in tokens.</param>
    public Utf8TruncationResult Truncate(ReadOnlySpan<byte> utf8Text, int maxTokenCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokenCount);
        TruncationRun<Utf8TextEncoding, Utf8Counter, byte> run = new(this, new Utf8Counter(Counter), utf8Text);
        return new Utf8TruncationResult(run.Run(maxTokenCount));
    }
}
