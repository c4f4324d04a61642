using System.Collections.ObjectModel;

namespace FastTokens;

/// <summary>What the catalog knows of one model. What it does not know is <see langword="null"/>, never a guess.</summary>
/// <remarks>Immutable; equal when all members are, the aliases in their order.</remarks>
public sealed record ModelInfo
{
    /// <summary>The name by which the provider's API knows the model, without date or provider.</summary>
    public required string Name { get; init; }

    /// <summary>Who publishes the model, in lower case: <c>openai</c>, <c>anthropic</c>, <c>google</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>
    /// The name of the estimation profile for its tokens: one of the built-in profiles in the catalog that ships, perhaps one of the
    /// caller's own in a loaded one. <see cref="Note"/> says where it is only the nearest.
    /// </summary>
    public required string Profile { get; init; }

    /// <summary>The name of the encoding that counts its tokens exactly, or <see langword="null"/> where no such vocabulary is known.</summary>
    public string? Encoding { get; init; }

    /// <summary>The context window in tokens, input and output together where the provider says so, or <see langword="null"/> if unknown.</summary>
    public Sourced<int>? ContextWindow { get; init; }

    /// <summary>The most tokens that one response can hold, reasoning included, or <see langword="null"/> if unknown.</summary>
    public Sourced<int>? MaxOutputTokens { get; init; }

    /// <summary>The prices, or <see langword="null"/> if unknown.</summary>
    public Sourced<ModelPrices>? Prices { get; init; }

    /// <summary>
    /// The tokens that a prefix must have for the provider to cache it, or <see langword="null"/> where nothing is known of this model in particular and
    /// the provider's rule holds.
    /// </summary>
    public Sourced<int>? MinCacheableTokens { get; init; }

    /// <summary>How an image becomes tokens, or <see langword="null"/> if unknown.</summary>
    public Sourced<ImageTokenRule>? ImageTokens { get; init; }

    /// <summary>The tokens around messages and tools, or <see langword="null"/> if unknown.</summary>
    public Sourced<MessageOverhead>? MessageOverhead { get; init; }

    /// <summary>Further names of the same model; dated names and provider prefixes need none, see <see cref="ModelCatalog.TryGetModel"/>.</summary>
    public IReadOnlyList<string> Aliases { get; init => field = Copy(value); } = ReadOnlyCollection<string>.Empty;

    /// <summary>What a user should know of the figures: why this profile, with its source; or <see langword="null"/>.</summary>
    public string? Note { get; init; }

    /// <inheritdoc/>
    public bool Equals(ModelInfo? other) =>
        other is not null
        && Name == other.Name
        && Provider == other.Provider
        && Profile == other.Profile
        && Encoding == other.Encoding
        && ContextWindow == other.ContextWindow
        && MaxOutputTokens == other.MaxOutputTokens
        && Prices == other.Prices
        && MinCacheableTokens == other.MinCacheableTokens
        && ImageTokens == other.ImageTokens
        && MessageOverhead == other.MessageOverhead
        && Note == other.Note
        && HaveEqualItems(Aliases, other.Aliases);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Provider, Profile, ContextWindow, MaxOutputTokens);

    private static ReadOnlyCollection<string> Copy(IReadOnlyList<string> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        string[] copy = new string[items.Count];
        for (int i = 0; i < copy.Length; i++)
        {
            copy[i] = items[i];
        }

        return Array.AsReadOnly(copy);
    }

    private static bool HaveEqualItems(IReadOnlyList<string> left, IReadOnlyList<string> right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (int i = 0; i < left.Count; i++)
        {
            if (left[i] != right[i])
            {
                return false;
            }
        }

        return true;
    }
}
