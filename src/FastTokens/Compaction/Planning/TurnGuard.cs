namespace FastTokens.Compaction;

/// <summary>One fold a turn, whichever path did it: only the next turn resets the guard.</summary>
/// <param name="Turn">The turn.</param>
/// <param name="AlreadyFoldedThisTurn">Whether a fold was made or tried in it.</param>
public readonly record struct TurnGuard(long Turn, bool AlreadyFoldedThisTurn)
{
    /// <summary>Returns the guard as it stands in a turn: reset in a later one, the same in the same one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The turn is before the guard's.</exception>
    public TurnGuard At(long turn)
    {
        if (turn < Turn)
        {
            Throw(turn, Turn);
        }

        return turn == Turn ? this : new TurnGuard(turn, false);
    }

    /// <summary>Returns the guard after a fold.</summary>
    public TurnGuard Folded() => this with { AlreadyFoldedThisTurn = true };

    private static void Throw(long turn, long last) => throw new ArgumentOutOfRangeException(
        nameof(turn), turn, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Turn {turn} comes after turn {last}: numbers of turns never go down. A new conversation starts with a new state."));
}
