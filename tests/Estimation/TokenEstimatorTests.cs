using System.Text;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Estimation;

public class TokenEstimatorTests
{
    [Fact]
    public void Both_encodings_of_a_text_count_the_same() => Properties.ForAllTexts(static text =>
    {
        byte[] utf8Text = Encoding.UTF8.GetBytes(text);
        foreach (TokenProfile profile in TestProfiles.Various)
        {
            TokenEstimator estimator = new(profile);
            Assert.Equal(estimator.CountTokens(text), estimator.CountTokens(utf8Text));
        }
    });

    [Fact]
    public void A_count_is_the_profiles_estimate_of_the_features() => Properties.ForAllUtf8(static utf8Text =>
    {
        TextFeatures features = TextScanner.Scan(utf8Text);
        foreach (TokenProfile profile in TestProfiles.Various)
        {
            Assert.Equal(profile.Estimate(in features), new TokenEstimator(profile).CountTokens(utf8Text));
        }
    });

    [Fact]
    public void An_estimate_is_the_rounded_sum_of_counters_times_weights() => Properties.ForAllTexts(static text =>
    {
        // In double precision every sum of this size is exact.
        TextFeatures features = TextScanner.Scan(text);
        double sum = 0;
        for (int index = 0; index < TextFeatures.Count; index++)
        {
            sum += features[index] * (double)TestProfiles.Dense.Weights[index] / (1 << TokenProfile.FractionBits);
        }

        long expected = text.Length == 0 ? 0 : Math.Clamp((long)Math.Floor(sum + 0.5), 1, features.Utf8ByteCount);
        Assert.Equal(expected, TestProfiles.Dense.Estimate(in features));
    });

    [Fact]
    public void Many_threads_may_share_an_estimator()
    {
        TokenEstimator estimator = new(TestProfiles.Dense);
        string[] texts = [.. HostileText.Seeds.Select(static seed => string.Concat(Enumerable.Repeat(seed, 50)))];
        int[] expected = [.. texts.Select(text => estimator.CountTokens(text))];
        int wrong = 0;
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(number => new Thread(() =>
        {
            for (int turn = 0; turn < 20 * texts.Length; turn++)
            {
                int index = (turn + (number * 7)) % texts.Length;
                if (estimator.CountTokens(texts[index]) != expected[index] || !estimator.Fits(texts[index], expected[index]))
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        }))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void A_profile_is_required() =>
        Assert.Equal("profile", Assert.Throws<ArgumentNullException>(static () => new TokenEstimator(null!)).ParamName);
}
