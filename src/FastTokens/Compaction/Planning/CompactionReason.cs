using System.Globalization;

namespace FastTokens.Compaction;

/// <summary>Why a decision is what it is, with the figures that made it so; formats itself into one line.</summary>
public readonly record struct CompactionReason : ISpanFormattable
{
    private const int UsualLength = 256;

    // Two numbers of turns can have 309 digits each.
    private const int MaximumLength = 1024;

    /// <summary>Gets which rule decided.</summary>
    public CompactionReasonKind Kind { get; init; }

    /// <summary>Gets the level that usage has reached.</summary>
    public CompactionLevel Level { get; init; }

    /// <summary>Gets the tokens in the context.</summary>
    public long UsedTokens { get; init; }

    /// <summary>Gets the tokens that a conversation may fill.</summary>
    public long UsableTokens { get; init; }

    /// <summary>Gets the threshold that was reached, or that is the next one where none was.</summary>
    public long Threshold { get; init; }

    /// <summary>Gets what a fold saves: tokens removed less those of the summary; 0 where that was not asked.</summary>
    public long SavedTokens { get; init; }

    /// <summary>Gets what the rule wants: tokens to be saved, the turn from which on a compaction may come, or failures.</summary>
    public long Required { get; init; }

    /// <summary>Gets after how many turns a fold has paid for itself, where prices are known.</summary>
    public double BreakEvenTurns { get; init; }

    /// <summary>Gets how many turns are expected, where that is known.</summary>
    public double ExpectedTurns { get; init; }

    /// <summary>Gets whether the context is to be compacted.</summary>
    public bool IsCompaction => Kind >= CompactionReasonKind.SavesEnough;

    /// <summary>Returns the reason as a line for people.</summary>
    public override string ToString()
    {
        Span<char> buffer = stackalloc char[UsualLength];
        if (!TryFormat(buffer, out int written))
        {
            buffer = new char[MaximumLength];
            TryFormat(buffer, out written);
        }

        return new string(buffer[..written]);
    }

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format = default, IFormatProvider? provider = null)
    {
        double percent = UsableTokens == 0 ? 0 : 100.0 * UsedTokens / UsableTokens;
        if (!destination.TryWrite(CultureInfo.InvariantCulture, $"{UsedTokens} of {UsableTokens} tokens ({percent:0.0}%), ", out charsWritten))
        {
            return false;
        }

        string name = NameOf(Level);
        Span<char> rest = destination[charsWritten..];
        CultureInfo culture = CultureInfo.InvariantCulture;
        int length;
        bool fits = Kind switch
        {
            CompactionReasonKind.BelowThreshold => rest.TryWrite(culture, $"below the normal fold at {Threshold}", out length),
            CompactionReasonKind.WaitsForResponse => rest.TryWrite(culture, $"{name} at {Threshold}: waits for the response, before a call only {Required} counts", out length),
            CompactionReasonKind.CompactionRequest => rest.TryWrite(culture, $"{name} at {Threshold}: this request makes the summary", out length),
            CompactionReasonKind.Disabled => rest.TryWrite(culture, $"{name} at {Threshold}: automatic compaction is off", out length),
            CompactionReasonKind.TooManyFailures => rest.TryWrite(culture, $"{name} at {Threshold}: {Required} compactions in a row did not help", out length),
            CompactionReasonKind.AlreadyFoldedThisTurn => rest.TryWrite(culture, $"{name} at {Threshold}: folded in this turn already", out length),
            CompactionReasonKind.TooSoon => rest.TryWrite(culture, $"{name} at {Threshold}: too soon after the last compaction, not before turn {Required}", out length),
            CompactionReasonKind.TurnStartDisarmed => rest.TryWrite(culture, $"{name} at {Threshold}: folded before a call already, again at {Required}", out length),
            CompactionReasonKind.NothingToFold => rest.TryWrite(culture, $"{name} at {Threshold}: no messages that a summary would be smaller than", out length),
            CompactionReasonKind.WouldNotHelp => rest.TryWrite(culture, $"{name} at {Threshold}: would save {SavedTokens} and still be there", out length),
            CompactionReasonKind.NotWorthIt => rest.TryWrite(culture, $"{name} at {Threshold}: would save {SavedTokens}, worth it from {Required} on", out length),
            CompactionReasonKind.DoesNotPayOff => rest.TryWrite(culture, $"{name} at {Threshold}: saves {SavedTokens}, pays off after {BreakEvenTurns:0.#} turns, {ExpectedTurns:0.#} expected", out length),
            CompactionReasonKind.SavesEnough => rest.TryWrite(culture, $"{name} at {Threshold}: saves {SavedTokens} (prices or turns to come not known)", out length),
            CompactionReasonKind.PaysOff => rest.TryWrite(culture, $"{name} at {Threshold}: saves {SavedTokens}, pays off after {BreakEvenTurns:0.#} of {ExpectedTurns:0.#} turns", out length),
            _ => rest.TryWrite(culture, $"{name} at {Threshold}: saves {SavedTokens}, too full to wait", out length),
        };
        charsWritten += length;
        return fits;
    }

    private static string NameOf(CompactionLevel level) => level switch
    {
        CompactionLevel.None => "no level",
        CompactionLevel.NormalFold => "normal fold",
        CompactionLevel.AggressiveFold => "aggressive fold",
        CompactionLevel.ForceSummary => "forced summary",
        CompactionLevel.TurnStartFold => "fold before the call",
        CompactionLevel.FinalBuffer => "final buffer",
        _ => "blocking limit",
    };
}
