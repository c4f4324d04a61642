namespace FastTokens;

/// <summary>
/// How far the true counts of texts go beyond a profile's estimates: for texts of several lengths, the factors that given shares of them stay
/// below. Measured by the calibration on sources that the fit did not see. Immutable and safe for concurrent use.
/// </summary>
/// <remarks>
/// Between the lengths the bound, and between the confidences the factor, is drawn as a straight line; so a bound never falls when the estimate or the
/// confidence rises. Above the highest confidence, of which a corpus says nothing any more, the bound goes straight to what is certain: the length in
/// UTF-8 bytes.
/// </remarks>
public sealed class ErrorQuantiles
{
    /// <summary>Factors are whole numbers of this fraction.</summary>
    internal const double Unit = 10_000;

    /// <summary>The largest factor that a file may hold.</summary>
    internal const int MaximumFactor = 1000;

    private readonly int[] _lengths;
    private readonly double[] _confidences;
    private readonly int[] _factors;

    /// <summary>Takes factors in ten-thousandths, those of a length together.</summary>
    /// <exception cref="ArgumentException">They are not in order; the message says where.</exception>
    internal ErrorQuantiles(ReadOnlySpan<int> lengths, ReadOnlySpan<double> confidences, ReadOnlySpan<int> factors)
    {
        if (FindFault(lengths, confidences, factors) is { } fault)
        {
            throw new ArgumentException(fault, nameof(factors));
        }

        _lengths = lengths.ToArray();
        _confidences = confidences.ToArray();
        _factors = factors.ToArray();
    }

    /// <summary>Gets the lengths, in estimated tokens and ascending, for which there are factors.</summary>
    public ReadOnlySpan<int> Lengths => _lengths;

    /// <summary>Gets the confidences, ascending, from above 0 to below 1, for which there are factors.</summary>
    public ReadOnlySpan<double> Confidences => _confidences;

    internal ReadOnlySpan<int> Factors => _factors;

    /// <summary>Returns the factor of a length and a confidence: at least 1.</summary>
    /// <param name="length">An index into <see cref="Lengths"/>.</param>
    /// <param name="confidence">An index into <see cref="Confidences"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such length or confidence.</exception>
    public double GetFactor(int length, int confidence)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)length, (uint)_lengths.Length, nameof(length));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)confidence, (uint)_confidences.Length, nameof(confidence));
        return _factors[(length * _confidences.Length) + confidence] / Unit;
    }

    /// <summary>Returns a bound that the count of a text stays below with the given confidence.</summary>
    /// <param name="estimate">The estimate of the text in tokens, not negative.</param>
    /// <param name="utf8ByteCount">The length of the text in UTF-8 bytes, which no bound exceeds.</param>
    /// <param name="confidence">The share of texts whose count is to stay below: 0 to 1. At 1 it is the length in bytes.</param>
    /// <returns>At least the estimate, at most the length in bytes. It takes some nanoseconds and allocates nothing.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is not from 0 to 1, or a length is negative.</exception>
    public long UpperBound(long estimate, long utf8ByteCount, double confidence)
    {
        ThrowIfNotAConfidence(confidence);
        ArgumentOutOfRangeException.ThrowIfNegative(estimate);
        ArgumentOutOfRangeException.ThrowIfNegative(utf8ByteCount);
        double highest = _confidences[^1];
        double bound = BoundAt(estimate, Math.Min(confidence, highest));
        if (confidence > highest && utf8ByteCount > bound)
        {
            bound += (utf8ByteCount - bound) * ((confidence - highest) / (1 - highest));
        }

        return Math.Min(Math.Max((long)Math.Ceiling(bound), estimate), Math.Max(utf8ByteCount, estimate));
    }

    /// <summary>Returns these quantiles with each pad, what a factor is above 1, multiplied.</summary>
    internal ErrorQuantiles Widen(double pad)
    {
        double[] factors = new double[_factors.Length];
        for (int index = 0; index < factors.Length; index++)
        {
            factors[index] = 1 + ((_factors[index] - Unit) / Unit * pad);
        }

        return InOrder(_lengths, _confidences, factors);
    }

    /// <summary>Makes quantiles of factors in any order: each becomes as large as it must be for bounds to rise with the confidence and the length.</summary>
    internal static ErrorQuantiles InOrder(ReadOnlySpan<int> lengths, ReadOnlySpan<double> confidences, ReadOnlySpan<double> factors)
    {
        int levels = confidences.Length;
        int[] ordered = new int[factors.Length];
        for (int index = 0; index < ordered.Length; index++)
        {
            (int length, int level) = Math.DivRem(index, levels);
            double factor = Math.Clamp(Math.Ceiling(factors[index] * Unit), Unit, Unit * MaximumFactor);
            double shorter = length == 0 ? 0 : Math.Ceiling((double)ordered[index - levels] * lengths[length - 1] / lengths[length]);
            ordered[index] = (int)Math.Max(Math.Max(factor, shorter), level == 0 ? 0 : ordered[index - 1]);
        }

        return new ErrorQuantiles(lengths, confidences, ordered);
    }

    /// <summary>Returns what is wrong with quantiles, or <see langword="null"/>.</summary>
    internal static string? FindFault(ReadOnlySpan<int> lengths, ReadOnlySpan<double> confidences, ReadOnlySpan<int> factors)
    {
        if (lengths.IsEmpty || confidences.IsEmpty || factors.Length != (long)lengths.Length * confidences.Length)
        {
            return "there is not one factor for each length and confidence";
        }

        for (int index = 0; index < lengths.Length; index++)
        {
            if (lengths[index] <= (index == 0 ? 0 : lengths[index - 1]))
            {
                return "the lengths are not positive and ascending";
            }
        }

        for (int index = 0; index < confidences.Length; index++)
        {
            if (!(confidences[index] > (index == 0 ? 0 : confidences[index - 1]) && confidences[index] < 1))
            {
                return "the confidences are not between 0 and 1 and ascending";
            }
        }

        for (int index = 0; index < factors.Length; index++)
        {
            (int length, int confidence) = Math.DivRem(index, confidences.Length);
            if (factors[index] < Unit || factors[index] > Unit * MaximumFactor || (confidence > 0 && factors[index] < factors[index - 1]))
            {
                return $"the factors are not from 1 to {MaximumFactor}, rising with the confidence";
            }

            if (length > 0 && (long)factors[index] * lengths[length] < (long)factors[index - confidences.Length] * lengths[length - 1])
            {
                return "the bound of a longer text is below that of a shorter one";
            }
        }

        return null;
    }

    internal static void ThrowIfNotAConfidence(double confidence)
    {
        if (!(confidence is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence is a share from 0 to 1.");
        }
    }

    private double BoundAt(long estimate, double confidence)
    {
        int upper = 0;
        while (upper < _lengths.Length && _lengths[upper] < estimate)
        {
            upper++;
        }

        if (upper == 0 || upper == _lengths.Length)
        {
            // Texts shorter than the first, and longer than the last, have their factor.
            return estimate * FactorAt(Math.Min(upper, _lengths.Length - 1), confidence);
        }

        double low = _lengths[upper - 1] * FactorAt(upper - 1, confidence);
        double high = _lengths[upper] * FactorAt(upper, confidence);
        return low + ((high - low) * ((double)(estimate - _lengths[upper - 1]) / (_lengths[upper] - _lengths[upper - 1])));
    }

    private double FactorAt(int length, double confidence)
    {
        int upper = 0;
        while (_confidences[upper] < confidence)
        {
            upper++;
        }

        // At confidence 0 nothing is added.
        double lowConfidence = upper == 0 ? 0 : _confidences[upper - 1];
        double low = upper == 0 ? 1 : GetFactor(length, upper - 1);
        double high = GetFactor(length, upper);
        return low + ((high - low) * ((confidence - lowConfidence) / (_confidences[upper] - lowConfidence)));
    }
}
