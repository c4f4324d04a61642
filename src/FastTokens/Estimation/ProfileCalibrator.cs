using System.Runtime.CompilerServices;

namespace FastTokens;

/// <summary>
/// Learns from what a provider reports: pairs of the features of a text and its true count refine a profile, observation by observation. A few dozen
/// bring a profile for a tokenizer that nobody knows close to what it counts. Observing and estimating allocate nothing; not safe for concurrent use.
/// </summary>
/// <remarks>
/// <para>
/// Recursive least squares (a Kalman filter without motion) on a multiplier for each class of features: the counters of pairs, digits, runs, and eight
/// groups of scripts. The prior says that all multipliers are 1 and are likely to move together, so that the first observations set the scale and later
/// ones what differs. An observation far from what is expected moves less than it asks for, one very far nothing; when several in a row are very far to
/// the same side, the tokenizer must have changed, and it begins to learn anew from where it is.
/// </para>
/// <para>An observation takes a few microseconds. The state is 3.5 KB; <see cref="Save"/> and <see cref="Load"/> keep it.</para>
/// </remarks>
public sealed partial class ProfileCalibrator
{
    /// <summary>Observations below so many estimated tokens are not learned from: what a provider adds to any request outweighs them.</summary>
    public const int FewestTokens = 16;

    /// <summary>The lowest multiplier of a class.</summary>
    public const double LowestMultiplier = 0.2;

    /// <summary>The highest multiplier of a class.</summary>
    public const double HighestMultiplier = 5;

    // Standard deviations of the prior: of all multipliers together, of one against the others.
    private const double CommonDeviation = 0.5;
    private const double PairDeviation = 0.5;
    private const double OtherDeviation = 0.25;

    // What a count deviates from the best multipliers: a share of it, and in short texts a number of tokens.
    private const double ShareDeviation = 0.05;
    private const double TokenVariance = 0.5;

    // In standard deviations of what is expected: beyond the first an observation moves no more than there, beyond the second nothing.
    private const double BoundedFrom = 2.5;
    private const double RejectedFrom = 6;
    private const int RejectedInARow = 5;

    // The most that one observation moves a multiplier.
    private const double LargestStep = 0.3;

    // Multipliers may drift: this much variance comes back with each observation.
    private const double Drift = 1e-6;

    private const int RecentCount = 32;

    private Vector _multipliers;
    private Matrix _covariance;
    private int _rejectedSide;
    private RecentErrors _recent;

    /// <summary>Makes a calibrator that has seen nothing.</summary>
    /// <param name="profile">The profile to refine: the nearest that there is.</param>
    public ProfileCalibrator(TokenProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Profile = profile;
        Reset();
    }

    /// <summary>Gets the profile that is refined.</summary>
    public TokenProfile Profile { get; }

    /// <summary>Gets how many observations it has learned from.</summary>
    public long LearnedCount { get; private set; }

    /// <summary>Gets how many observations it has rejected.</summary>
    public long RejectedCount { get; private set; }

    /// <summary>
    /// Gets the errors of the last observations (32 at most), each judged before it was learned from; <see langword="null"/> before the first.
    /// </summary>
    public ProfileError? RecentError
    {
        get
        {
            int count = (int)Math.Min(LearnedCount, RecentCount);
            if (count == 0)
            {
                return null;
            }

            RecentErrors sorted = _recent;
            Span<double> errors = ((Span<double>)sorted)[..count];
            errors.Sort();
            double sum = 0;
            foreach (double error in errors)
            {
                sum += error;
            }

            return new ProfileError(Math.Round(100 * sum / count, 2), Math.Round(100 * errors[(int)(0.95 * count)], 2));
        }
    }

    /// <summary>Learns from a text and its true count.</summary>
    /// <param name="features">The features of all the text that was counted.</param>
    /// <param name="reportedTokens">What the provider counted, without what is not text: images, the frame around messages.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="reportedTokens"/> is negative.</exception>
    [SkipLocalsInit]
    public CalibrationOutcome Observe(in TextFeatures features, long reportedTokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(reportedTokens);
        Span<double> input = stackalloc double[CalibrationClasses.Count];
        CalibrationClasses.Price(in features, Profile.Weights, input);
        double expected = Sum(input, _multipliers);
        if (expected < FewestTokens || reportedTokens == 0)
        {
            return CalibrationOutcome.TooShort;
        }

        for (int index = 0; index < input.Length; index++)
        {
            input[index] /= expected;
        }

        double error = ((double)reportedTokens / expected) - 1;
        return Learn(input, error, (ShareDeviation * ShareDeviation) + (TokenVariance / expected));
    }

    /// <summary>Returns the estimate for a scanned text with the multipliers of now: what that of <see cref="ToProfile"/> is, but for the rounding of its weights.</summary>
    [SkipLocalsInit]
    public long Estimate(in TextFeatures features)
    {
        if (features.Utf8ByteCount == 0)
        {
            return 0;
        }

        Span<double> prices = stackalloc double[CalibrationClasses.Count];
        CalibrationClasses.Price(in features, Profile.Weights, prices);
        return Math.Clamp((long)Math.Round(Sum(prices, _multipliers)), 1, features.Utf8ByteCount);
    }

    /// <summary>Returns the refined profile, which can be saved, loaded and shared.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>
    /// A profile whose stated error is <see cref="RecentError"/>. Its bounds are those of the base, wider by as much as the recent error is beyond what the
    /// base states.
    /// </returns>
    public TokenProfile ToProfile(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ReadOnlySpan<int> weights = Profile.Weights;
        int[] refined = new int[weights.Length];
        for (int feature = 0; feature < refined.Length; feature++)
        {
            refined[feature] = (int)Math.Min(TokenProfile.MaximumWeight, Math.Round(weights[feature] * _multipliers[CalibrationClasses.Of(feature)]));
        }

        return new TokenProfile(name, refined, RecentError, RefinedQuantiles());
    }

    /// <summary>Forgets all observations.</summary>
    public void Reset()
    {
        ((Span<double>)_multipliers).Fill(1);
        LearnedCount = 0;
        RejectedCount = 0;
        _rejectedSide = 0;
        _recent = default;
        _covariance = default;
        AddPrior(1);
    }

    private CalibrationOutcome Learn(ReadOnlySpan<double> input, double error, double noise)
    {
        Span<double> direction = stackalloc double[CalibrationClasses.Count];
        for (int row = 0; row < direction.Length; row++)
        {
            direction[row] = Sum(input, RowOf(row));
        }

        double explained = Sum(input, direction);
        double deviation = Math.Sqrt(explained + noise);
        if (Math.Abs(error) > RejectedFrom * deviation)
        {
            RejectedCount++;
            int side = Math.Sign(error);
            _rejectedSide = Math.Sign(_rejectedSide) == side ? _rejectedSide + side : side;
            if (Math.Abs(_rejectedSide) < RejectedInARow)
            {
                return CalibrationOutcome.Rejected;
            }

            // Not outliers, then: begin anew from here.
            _covariance = default;
            AddPrior(1);
            _rejectedSide = 0;
            return CalibrationOutcome.Rejected;
        }

        _rejectedSide = 0;
        double bounded = Math.Clamp(error, -BoundedFrom * deviation, BoundedFrom * deviation);
        double gain = bounded / (explained + noise);
        double largest = 0;
        foreach (double component in direction)
        {
            largest = Math.Max(largest, Math.Abs(component * gain));
        }

        // A step that would be too long is taken as if the observation were noisier.
        double shortened = Math.Max(1, largest / LargestStep);
        Update(direction, gain / shortened, (explained + noise) * shortened);
        _recent[(int)(LearnedCount % RecentCount)] = Math.Abs(error) / (1 + error);
        LearnedCount++;
        return bounded == error && shortened == 1 ? CalibrationOutcome.Learned : CalibrationOutcome.Bounded;
    }

    private void Update(ReadOnlySpan<double> direction, double gain, double variance)
    {
        for (int row = 0; row < direction.Length; row++)
        {
            _multipliers[row] = Math.Clamp(_multipliers[row] + (direction[row] * gain), LowestMultiplier, HighestMultiplier);
            Span<double> covariances = RowOf(row);
            for (int column = 0; column < direction.Length; column++)
            {
                covariances[column] -= direction[row] * direction[column] / variance;
            }
        }

        AddPrior(Drift);
    }

    // Adds the covariance that is expected before anything is seen, or a share of it.
    private void AddPrior(double share)
    {
        for (int row = 0; row < CalibrationClasses.Count; row++)
        {
            Span<double> covariances = RowOf(row);
            for (int column = 0; column < covariances.Length; column++)
            {
                covariances[column] += share * CommonDeviation * CommonDeviation;
            }

            double own = row < FeatureLayout.PairCount ? PairDeviation : OtherDeviation;
            covariances[row] += share * own * own;
        }
    }

    private ErrorQuantiles? RefinedQuantiles() => Profile.ErrorQuantiles is { } quantiles && Profile.ReferenceError is { } stated && RecentError is { } recent
        ? quantiles.Widen(Math.Max(1, recent.MeanAbsolutePercent / Math.Max(1, stated.MeanAbsolutePercent)))
        : Profile.ErrorQuantiles;

    private Span<double> RowOf(int row) => ((Span<double>)_covariance).Slice(row * CalibrationClasses.Count, CalibrationClasses.Count);

    private static double Sum(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        double sum = 0;
        for (int index = 0; index < first.Length; index++)
        {
            sum += first[index] * second[index];
        }

        return sum;
    }

    [InlineArray(CalibrationClasses.Count)]
    private struct Vector
    {
        private double _first;
    }

    [InlineArray(RecentCount)]
    private struct RecentErrors
    {
        private double _first;
    }

    [InlineArray(CalibrationClasses.Count * CalibrationClasses.Count)]
    private struct Matrix
    {
        private double _first;
    }
}
