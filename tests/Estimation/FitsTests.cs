using System.Text;
using FastTokens.Tests.Support;
using FsCheck.Fluent;
using Xunit;

namespace FastTokens.Tests.Estimation;

public class FitsTests
{
    [Fact]
    public void A_text_fits_exactly_where_its_count_does() => Properties.ForAll(
        HostileText.Utf8.Zip(TestProfiles.Random).Zip(Gen.Choose(0, 2000)),
        static given =>
        {
            ((byte[] utf8Text, TokenProfile profile), int budget) = given;
            TokenEstimator estimator = new(profile);
            string text = Encoding.UTF8.GetString(utf8Text);
            int count = estimator.CountTokens(utf8Text);
            foreach (int maxTokenCount in (int[])[0, 1, count - 1, count, count + 1, budget, int.MaxValue])
            {
                if (maxTokenCount >= 0)
                {
                    Assert.Equal(count <= maxTokenCount, estimator.Fits(utf8Text, maxTokenCount));
                    Assert.Equal(count <= maxTokenCount, estimator.Fits(text, maxTokenCount));
                }
            }
        });

    [Fact]
    public void A_long_text_fits_exactly_where_its_count_does()
    {
        string text = string.Concat(Enumerable.Repeat(string.Join(' ', HostileText.Seeds), 60));
        byte[] utf8Text = Encoding.UTF8.GetBytes(text);
        Assert.True(text.Length > 5 * ClassPlanes.ChunkLength);
        foreach (TokenProfile profile in TestProfiles.Various)
        {
            TokenEstimator estimator = new(profile);
            int count = estimator.CountTokens(text);
            foreach (int maxTokenCount in (int[])[0, 1, count / 4, count / 2, count - 2, count - 1, count, count + 1, 2 * count])
            {
                if (maxTokenCount >= 0)
                {
                    Assert.Equal(count <= maxTokenCount, estimator.Fits(text, maxTokenCount));
                    Assert.Equal(count <= maxTokenCount, estimator.Fits(utf8Text, maxTokenCount));
                }
            }
        }
    }

    [Fact]
    public void Only_the_empty_text_fits_into_nothing()
    {
        TokenEstimator estimator = new(TestProfiles.Uniform(0));
        Assert.True(estimator.Fits(ReadOnlySpan<char>.Empty, 0));
        Assert.True(estimator.Fits(ReadOnlySpan<byte>.Empty, 0));
        Assert.False(estimator.Fits(" ", 0));
        Assert.False(estimator.Fits([0xE4], 0));
    }

    [Fact]
    public void A_negative_budget_is_refused()
    {
        TokenEstimator estimator = new(TestProfiles.Dense);
        Assert.Equal("maxTokenCount", Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fits(ReadOnlySpan<char>.Empty, -1)).ParamName);
        Assert.Equal("maxTokenCount", Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fits(ReadOnlySpan<byte>.Empty, int.MinValue)).ParamName);
    }
}
