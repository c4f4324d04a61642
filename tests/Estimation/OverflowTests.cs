using System.IO.MemoryMappedFiles;
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
        // Pages that are only read take no memory of their own.
        using MemoryMappedFile file = MemoryMappedFile.CreateNew(null, ThirdOfTooMuch);
        using MemoryMappedViewAccessor view = file.CreateViewAccessor();
        byte* pointer = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        try
        {
            TokenEstimator estimator = new(TestProfiles.Uniform(TokenProfile.MaximumWeight));
            bool overflows = false;
            try
            {
                ReadOnlySpan<byte> text = new(pointer, ThirdOfTooMuch);
                estimator.CountTokens(text, text, text);
            }
            catch (OverflowException)
            {
                overflows = true;
            }

            Assert.True(overflows);
        }
        finally
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
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
