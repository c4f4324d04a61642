using System.Runtime.InteropServices;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Estimation;

/// <summary>Counts beyond 31 bits.</summary>
public class OverflowTests
{
    // Three times this many bytes are more than int.MaxValue.
    private const int ThirdOfTooMuch = (int.MaxValue / 3) + 2;

    [Fact]
    public unsafe void A_count_that_does_not_fit_into_int_throws()
    {
        // Zeroed memory that is only read takes no pages of its own.
        byte* zeros = (byte*)NativeMemory.AllocZeroed(ThirdOfTooMuch);
        try
        {
            TokenEstimator estimator = new(TestProfiles.Uniform(TokenProfile.MaximumWeight));
            Assert.Throws<OverflowException>(() =>
            {
                ReadOnlySpan<byte> text = new(zeros, ThirdOfTooMuch);
                estimator.CountTokens(text, text, text);
            });
        }
        finally
        {
            NativeMemory.Free(zeros);
        }
    }

    [Fact]
    public void Estimates_of_long_meters_are_beyond_int()
    {
        TextFeatures features = default;
        features.AsSpan()[0] = 1L << 40;
        features.Utf8ByteCount = 1L << 40;
        Assert.Equal(1L << 40, TestProfiles.Uniform(TokenProfile.MaximumWeight).Estimate(in features));
        Assert.Equal(1L << 38, TestProfiles.Uniform(1 << (TokenProfile.FractionBits - 2)).Estimate(in features));
    }
}
