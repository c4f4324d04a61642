namespace FastTokens.Caching;

/// <summary>What a fingerprint is made with.</summary>
public sealed record PromptFingerprintOptions
{
    /// <summary>The tokens of an image or a document where nothing better is known, a common flat figure.</summary>
    public const int DefaultAttachmentTokens = 2000;

    /// <summary>Gets options without a counter: tokens are 0, hashes and offsets complete.</summary>
    public static PromptFingerprintOptions Default { get; } = new();

    /// <summary>Gets what counts the tokens of segments, or <see langword="null"/> to leave them out.</summary>
    public ITokenCounter? Counter { get; init; }

    /// <summary>Gets the provider that the prompt goes to; part of the root, so that those of different providers never match.</summary>
    public string Provider { get; init; } = "";

    /// <summary>Gets the model, or <see langword="null"/> for the one that the request names; part of the root.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// Gets the salt of the tenant; part of the root and of every local hash. Fingerprints that leave a tenant's own storage need one: XXH3 is no
    /// protection against someone who chooses texts.
    /// </summary>
    public ReadOnlyMemory<byte> Salt { get; init; }

    /// <summary>
    /// Gets the beginnings of system text that the provider strips before caching, as in <see cref="CacheRules.StrippedPrefixes"/>: segments that begin so keep
    /// their place but count as empty.
    /// </summary>
    public IReadOnlyList<string> StrippedPrefixes { get; init; } = [];

    /// <summary>Gets the tokens of a document that is not text, or of an image that <see cref="ImageRule"/> does not give.</summary>
    public int AttachmentTokens { get; init; } = DefaultAttachmentTokens;

    /// <summary>Gets how an image's dimensions become tokens, or <see langword="null"/> for <see cref="AttachmentTokens"/>.</summary>
    public ImageTokenRule? ImageRule { get; init; }
}
