namespace FastTokens;

/// <summary>
/// Meters text that comes in pieces: appending them gives exactly what one scan of the whole gives, wherever the cuts lie, inside
/// characters too. Reusable; not safe for concurrent use. Appending and estimating allocate nothing.
/// </summary>
public sealed class TokenMeter
{
    private TextScan _scan;

    /// <summary>Makes a meter.</summary>
    /// <param name="profile">The profile that <see cref="Estimate"/> prices with.</param>
    public TokenMeter(TokenProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Profile = profile;
        _scan.Reset();
    }

    /// <summary>Gets the profile that <see cref="Estimate"/> prices with.</summary>
    public TokenProfile Profile { get; }

    /// <summary>Gets the estimated tokens of the text so far, as if it ended here.</summary>
    public long Estimate => EstimateFor(Profile);

    /// <summary>Gets the length of the text so far in UTF-8 bytes, ill-formed parts counted as U+FFFD.</summary>
    public long Utf8ByteCount => _scan.Utf8ByteCount;

    /// <summary>Appends UTF-8 text.</summary>
    public void Append(ReadOnlySpan<byte> utf8Text) => ScanDispatch.Append(ref _scan, utf8Text);

    /// <summary>Appends UTF-16 text. Both encodings may alternate; a sequence that the other one leaves open is ill-formed.</summary>
    public void Append(ReadOnlySpan<char> text) => ScanDispatch.Append(ref _scan, text);

    /// <summary>Returns the estimated tokens of the text so far for another profile, from the same scan.</summary>
    public long EstimateFor(TokenProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return _scan.Estimate(profile);
    }

    /// <summary>Returns a bound that the count of the text so far stays below with the given confidence.</summary>
    /// <param name="confidence">The share of texts whose count is to stay below: 0 to 1, such as 0.99.</param>
    /// <returns>At least <see cref="Estimate"/> and at most <see cref="Utf8ByteCount"/>; see <see cref="TokenProfile.EstimateAtMost"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="confidence"/> is not from 0 to 1.</exception>
    public long EstimateAtMost(double confidence)
    {
        ErrorQuantiles.ThrowIfNotAConfidence(confidence);
        ScanDispatch.GetFeatures(in _scan, out TextFeatures features);
        return Profile.EstimateAtMost(in features, confidence);
    }

    /// <summary>Returns the features of the text so far.</summary>
    public TextFeatures GetFeatures()
    {
        ScanDispatch.GetFeatures(in _scan, out TextFeatures features);
        return features;
    }

    /// <summary>Forgets the text.</summary>
    public void Reset() => _scan.Reset();
}
