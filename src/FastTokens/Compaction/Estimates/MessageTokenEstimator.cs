using FastTokens.Caching;

namespace FastTokens.Compaction;

/// <summary>Counts what a request will be billed: block by block, with what the provider puts around them. Immutable and safe for concurrent use.</summary>
/// <remarks>
/// Text counts by the counter; a result of a tool by its blocks; a call by its name and its input, without the JSON around them; thinking by its text without the
/// signature, redacted thinking by its data; an image by its dimensions where the model's rule is known and the header can be read, else flat like a document that
/// is no text; anything else by its JSON.
/// </remarks>
public sealed class MessageTokenEstimator
{
    private readonly PromptFingerprintOptions _fingerprints;

    /// <summary>Makes an estimator.</summary>
    /// <param name="counter">What counts text, roughly or exactly.</param>
    /// <param name="options">Images and overhead, or <see langword="null"/> for the defaults.</param>
    public MessageTokenEstimator(ITokenCounter counter, MessageTokenOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(counter);
        Counter = counter;
        Options = options ?? MessageTokenOptions.Default;
        _fingerprints = new PromptFingerprintOptions { Counter = counter, AttachmentTokens = Options.AttachmentTokens, ImageRule = Options.ImageRule };
    }

    /// <summary>Gets what counts text.</summary>
    public ITokenCounter Counter { get; }

    /// <summary>Gets what is taken into account besides text.</summary>
    public MessageTokenOptions Options { get; }

    /// <summary>Returns an estimator for a model of the catalog: its profile, its rule for images, its overhead.</summary>
    /// <exception cref="ArgumentException">The model is unknown; the message lists the known ones.</exception>
    public static MessageTokenEstimator ForModel(string model) =>
        new(TokenEstimator.ForModel(model), MessageTokenOptions.For(ModelCatalog.Default.GetModel(model)));

    /// <summary>Returns an estimate with a third more, rounded up, as some agents bound it. An upper bound that rests on nothing: prefer <see cref="RequestTokenReport.TotalAtMost"/>.</summary>
    public static long PaddedEstimate(long tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        return checked(tokens + ((tokens + 2) / 3));
    }

    /// <summary>Counts one segment of a request.</summary>
    public int CountTokens(in PromptSegment segment) => SegmentTokens.Count(segment, Counter, Options.AttachmentTokens, Options.ImageRule);

    /// <summary>Counts a request, in place of what the report held. Allocates only where its buffers must grow. Linear in the body.</summary>
    /// <param name="utf8Json">The body.</param>
    /// <param name="format">Its shape, see <see cref="PromptReader.DetectFormat"/>.</param>
    /// <param name="report">Receives the counts.</param>
    /// <exception cref="PromptFormatException">The body is wrong; says where.</exception>
    public void Measure(ReadOnlySpan<byte> utf8Json, PromptFormat format, RequestTokenReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        report.Prompt.Build(utf8Json, format, _fingerprints);
        report.Fill(this);
    }

    /// <summary>Counts a request.</summary>
    /// <param name="utf8Json">The body.</param>
    /// <param name="format">Its shape, or <see langword="null"/> to go by its members.</param>
    /// <exception cref="PromptFormatException">The body is wrong; says where.</exception>
    public RequestTokenReport Measure(ReadOnlySpan<byte> utf8Json, PromptFormat? format = null)
    {
        RequestTokenReport report = new();
        Measure(utf8Json, format ?? PromptReader.DetectFormat(utf8Json), report);
        return report;
    }
}
