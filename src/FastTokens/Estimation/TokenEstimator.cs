using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>
/// Counts tokens roughly, with one <see cref="TokenProfile"/>: gigabytes a second, nothing allocated, the same answer on every CPU.
/// Immutable and safe for concurrent use.
/// </summary>
/// <remarks>
/// The time is linear in the text, or in what is read of it where a method stops early. The empty text has 0 tokens, any other at least
/// one. Appending text to whole characters never lowers an estimate.
/// </remarks>
public sealed class TokenEstimator : ITokenCounter
{
    /// <summary>Makes an estimator.</summary>
    public TokenEstimator(TokenProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Profile = profile;
    }

    /// <summary>Gets the profile that this estimator counts with.</summary>
    public TokenProfile Profile { get; }

    /// <summary>Returns an estimator for a model, as <see cref="ModelCatalog.Default"/> knows it.</summary>
    /// <exception cref="ArgumentException">The model is unknown; the message lists the known ones.</exception>
    public static TokenEstimator ForModel(string model) => new(TokenProfile.ForModel(model));

    /// <inheritdoc/>
    public int CountTokens(ReadOnlySpan<char> text) =>
        ShortText.TryEstimate(Profile, text, out int tokens) ? tokens : Count<Utf16TextEncoding, char>(text, default, default);

    /// <inheritdoc/>
    public int CountTokens(ReadOnlySpan<byte> utf8Text) =>
        ShortText.TryEstimate(Profile, utf8Text, out int tokens) ? tokens : Count<Utf8TextEncoding, byte>(utf8Text, default, default);

    /// <inheritdoc/>
    public int CountTokens(ReadOnlySpan<char> first, ReadOnlySpan<char> second, ReadOnlySpan<char> third) =>
        Count<Utf16TextEncoding, char>(first, second, third);

    /// <inheritdoc/>
    public int CountTokens(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third) =>
        Count<Utf8TextEncoding, byte>(first, second, third);

    /// <summary>Returns a bound that the count of UTF-16 text stays below with the given confidence.</summary>
    /// <param name="text">The text.</param>
    /// <param name="confidence">The share of texts whose count is to stay below: 0 to 1, such as 0.99.</param>
    /// <returns>At least the estimate and at most the length in UTF-8 bytes; see <see cref="TokenProfile.EstimateAtMost"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="confidence"/> is not from 0 to 1.</exception>
    /// <exception cref="OverflowException">The bound does not fit into <see cref="int"/>.</exception>
    public int EstimateAtMost(ReadOnlySpan<char> text, double confidence)
    {
        ErrorQuantiles.ThrowIfNotAConfidence(confidence);
        TextFeatures features = TextScanner.Scan(text);
        return checked((int)Profile.EstimateAtMost(in features, confidence));
    }

    /// <summary>Returns a bound that the count of UTF-8 text stays below with the given confidence.</summary>
    /// <inheritdoc cref="EstimateAtMost(ReadOnlySpan{char}, double)"/>
    public int EstimateAtMost(ReadOnlySpan<byte> utf8Text, double confidence)
    {
        ErrorQuantiles.ThrowIfNotAConfidence(confidence);
        TextFeatures features = TextScanner.Scan(utf8Text);
        return checked((int)Profile.EstimateAtMost(in features, confidence));
    }

    /// <inheritdoc/>
    public bool Fits(ReadOnlySpan<char> text, int maxTokenCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokenCount);
        return EstimateSearch<Utf16TextEncoding, char>.Fits(Profile, text, maxTokenCount, out _);
    }

    /// <inheritdoc/>
    public bool Fits(ReadOnlySpan<byte> utf8Text, int maxTokenCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokenCount);
        return EstimateSearch<Utf8TextEncoding, byte>.Fits(Profile, utf8Text, maxTokenCount, out _);
    }

    /// <inheritdoc/>
    /// <remarks>It is the longest such prefix. The time is a multiple of the budget, not of the text.</remarks>
    public int GetIndexByTokenCount(ReadOnlySpan<char> text, int maxTokenCount, out int tokenCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokenCount);
        return EstimateSearch<Utf16TextEncoding, char>.PrefixEnd(Profile, text, maxTokenCount, out tokenCount);
    }

    /// <inheritdoc/>
    /// <remarks>It is the longest such prefix. The time is a multiple of the budget, not of the text.</remarks>
    public int GetIndexByTokenCount(ReadOnlySpan<byte> utf8Text, int maxTokenCount, out int tokenCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokenCount);
        return EstimateSearch<Utf8TextEncoding, byte>.PrefixEnd(Profile, utf8Text, maxTokenCount, out tokenCount);
    }

    /// <inheritdoc/>
    /// <remarks>The time is a multiple of the budget, not of the text.</remarks>
    public int GetIndexByTokenCountFromEnd(ReadOnlySpan<char> text, int maxTokenCount, out int tokenCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokenCount);
        return EstimateSearch<Utf16TextEncoding, char>.SuffixStart(Profile, text, maxTokenCount, out tokenCount);
    }

    /// <inheritdoc/>
    /// <remarks>The time is a multiple of the budget, not of the text.</remarks>
    public int GetIndexByTokenCountFromEnd(ReadOnlySpan<byte> utf8Text, int maxTokenCount, out int tokenCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokenCount);
        return EstimateSearch<Utf8TextEncoding, byte>.SuffixStart(Profile, utf8Text, maxTokenCount, out tokenCount);
    }

    // Not inlined: it would be compiled with what its caller says of locals, which is to clear them, 11 KB.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Count<TEncoding, TUnit>(ReadOnlySpan<TUnit> first, ReadOnlySpan<TUnit> second, ReadOnlySpan<TUnit> third)
        where TEncoding : struct, ITextEncoding<TUnit>
        where TUnit : unmanaged
    {
        Unsafe.SkipInit(out TextScan scan);
        scan.Reset();
        TEncoding.Append(ref scan, first);
        TEncoding.Append(ref scan, second);
        TEncoding.Append(ref scan, third);
        ScanDispatch.End(ref scan);
        return checked((int)Profile.Estimate(in scan.Features));
    }
}
