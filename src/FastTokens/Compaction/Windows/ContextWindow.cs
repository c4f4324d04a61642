namespace FastTokens.Compaction;

/// <summary>The context window of a model, and what of it a conversation may fill.</summary>
/// <remarks>Tokens are set aside for the answer, so that a request which just fits can be answered.</remarks>
public readonly record struct ContextWindow
{
    /// <summary>The most tokens that are set aside for the answer: what summaries of agents need at most.</summary>
    public const int MaximumReserve = 20_000;

    /// <summary>Makes a window.</summary>
    /// <param name="size">The whole window in tokens, input and output together.</param>
    /// <param name="maxOutputTokens">The most tokens of one answer, or <see langword="null"/> if unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not positive.</exception>
    public ContextWindow(int size, int? maxOutputTokens = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (maxOutputTokens is { } known)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(known, 1, nameof(maxOutputTokens));
        }

        Size = size;
        Reserve = Math.Min(Math.Min(maxOutputTokens ?? MaximumReserve, MaximumReserve), size / 4);
    }

    /// <summary>Gets the whole window in tokens.</summary>
    public int Size { get; }

    /// <summary>Gets the tokens that are set aside for the answer: the least of the maximum output, <see cref="MaximumReserve"/> and a quarter of the size.</summary>
    public int Reserve { get; }

    /// <summary>Gets the tokens that a conversation may fill: size less reserve. All thresholds are parts of it.</summary>
    public int Usable => Size - Reserve;

    /// <summary>Returns the window of a model.</summary>
    /// <param name="model">A name that <see cref="ModelCatalog.TryGetModel"/> understands.</param>
    /// <param name="catalog">The models, or <see langword="null"/> for <see cref="ModelCatalog.Default"/>.</param>
    /// <exception cref="ArgumentException">The model is unknown, or its window is.</exception>
    public static ContextWindow ForModel(string model, ModelCatalog? catalog = null)
    {
        ModelInfo info = (catalog ?? ModelCatalog.Default).GetModel(model);
        return info.ContextWindow is { } size
            ? new ContextWindow(size.Value, info.MaxOutputTokens?.Value)
            : throw new ArgumentException($"The catalog does not know the context window of '{info.Name}'.", nameof(model));
    }
}
