namespace FastTokens.Compaction;

/// <summary>What clearing old results came to.</summary>
/// <param name="Cleared">How many results were cleared; 0 where nothing was done.</param>
/// <param name="Kept">How many results that could be cleared stay.</param>
/// <param name="SavedTokens">The tokens that are gone from the context.</param>
public readonly record struct MicrocompactionResult(int Cleared, int Kept, long SavedTokens)
{
    /// <summary>Gets whether anything was cleared.</summary>
    public bool HasCleared => Cleared > 0;
}
