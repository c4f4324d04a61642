using FastTokens.Caching;

namespace FastTokens.Compaction;

/// <summary>What <see cref="MessageTokenEstimator"/> takes into account besides text.</summary>
public sealed record MessageTokenOptions
{
    /// <summary>Gets the defaults: attachments flat, nothing around messages.</summary>
    public static MessageTokenOptions Default { get; } = new();

    /// <summary>Gets the tokens of a document that is not text, or of an image that <see cref="ImageRule"/> does not give.</summary>
    public int AttachmentTokens { get; init; } = PromptFingerprintOptions.DefaultAttachmentTokens;

    /// <summary>Gets how an image's dimensions become tokens, or <see langword="null"/> for <see cref="AttachmentTokens"/>.</summary>
    public ImageTokenRule? ImageRule { get; init; }

    /// <summary>Gets the tokens around messages and tools.</summary>
    public MessageOverhead Overhead { get; init; }

    /// <summary>Returns what the catalog knows of a model.</summary>
    public static MessageTokenOptions For(ModelInfo model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new MessageTokenOptions { ImageRule = model.ImageTokens?.Value, Overhead = model.MessageOverhead?.Value ?? default };
    }
}
