using System.Text;
using FastTokens.Tests.Support;
using FsCheck.Fluent;
using Xunit;

namespace FastTokens.Tests.Estimation;

/// <summary>Estimates lie between 1 and the bytes of the text, and appending text never takes one back.</summary>
public class EstimateBoundsTests
{
    [Fact]
    public void An_estimate_is_at_least_one_and_at_most_the_bytes_of_the_repaired_text() => Properties.ForAllUtf8(static text =>
    {
        long bytes = Encoding.UTF8.GetByteCount(Encoding.UTF8.GetString(text));
        foreach (TokenProfile profile in TestProfiles.Various)
        {
            Assert.InRange(new TokenEstimator(profile).CountTokens(text), Math.Min(1, bytes), bytes);
        }
    });

    [Fact]
    public void Random_weights_keep_the_bounds() => Properties.ForAll(
        HostileText.Text.SelectMany(static _ => TestProfiles.Random, static (text, profile) => (text, profile)),
        static given => Assert.InRange(
            new TokenEstimator(given.profile).CountTokens(given.text), Math.Min(1, given.text.Length), Encoding.UTF8.GetByteCount(given.text)));

    [Fact]
    public void The_empty_text_has_no_tokens() => Assert.All(TestProfiles.Various, static profile =>
    {
        TokenEstimator estimator = new(profile);
        Assert.Equal(0, estimator.CountTokens(ReadOnlySpan<char>.Empty));
        Assert.Equal(0, estimator.CountTokens(ReadOnlySpan<byte>.Empty));
        Assert.Equal(0, estimator.CountTokens(ReadOnlySpan<char>.Empty, default, default));
        Assert.Equal(0, new TokenMeter(profile).Estimate);
    });

    [Fact]
    public void Weights_of_zero_give_one_token_and_the_largest_give_the_bytes()
    {
        const string Text = "Some text, 中文 and 😀";
        Assert.Equal(1, new TokenEstimator(TestProfiles.Uniform(0)).CountTokens(Text));
        Assert.Equal(Encoding.UTF8.GetByteCount(Text), new TokenEstimator(TestProfiles.Uniform(TokenProfile.MaximumWeight)).CountTokens(Text));
    }

    [Fact]
    public void Appending_text_lowers_no_counter_and_no_estimate() => Properties.ForAll(
        HostileText.WellFormedText.Two().Zip(TestProfiles.Random),
        static given =>
        {
            ((string head, string tail), TokenProfile profile) = given;
            AssertGrows(head, head + tail, profile);
        });

    [Fact]
    public void Appending_ill_formed_utf8_to_whole_characters_lowers_nothing() => Properties.ForAll(
        HostileText.WellFormedText.Zip(HostileText.Utf8).Zip(TestProfiles.Random),
        static given =>
        {
            ((string head, byte[] tail), TokenProfile profile) = given;
            AssertGrows(head, head + Encoding.UTF8.GetString(tail), profile);
            byte[] utf8Head = Encoding.UTF8.GetBytes(head);
            Assert.True(new TokenEstimator(profile).CountTokens(utf8Head) <= new TokenEstimator(profile).CountTokens([.. utf8Head, .. tail]));
        });

    [Fact]
    public void Appending_one_character_after_the_other_lowers_no_estimate()
    {
        string text = string.Concat(Enumerable.Repeat(string.Join(' ', HostileText.Seeds.Where(static seed => !seed.Any(char.IsSurrogate))), 8));
        foreach (TokenProfile profile in TestProfiles.Various)
        {
            TokenMeter meter = new(profile);
            long before = 0;
            foreach (char character in text)
            {
                meter.Append([character]);
                long estimate = meter.Estimate;
                if (estimate < before)
                {
                    Assert.Fail($"{profile.Name}: {before} became {estimate} after {meter.Utf8ByteCount} bytes");
                }

                before = estimate;
            }
        }
    }

    [Fact]
    public void Counters_add_up_where_a_text_follows_the_end_of_a_line() => Properties.ForAll(HostileText.WellFormedText.Two(), static texts =>
    {
        // A text counts as if a line ended before it; with one letter between, no run goes on across the cut.
        TextFeatures first = TextScanner.Scan(texts.Item1 + "a\n");
        TextFeatures second = TextScanner.Scan(texts.Item2);
        TextFeatures whole = TextScanner.Scan(texts.Item1 + "a\n" + texts.Item2);
        for (int index = 0; index < TextFeatures.Count; index++)
        {
            if (first[index] + second[index] != whole[index])
            {
                Assert.Fail($"{TextFeatures.NameOf(index)}: {first[index]} + {second[index]} is not {whole[index]}");
            }
        }

        Assert.Equal(first.ScalarCount + second.ScalarCount, whole.ScalarCount);
        Assert.Equal(first.Utf8ByteCount + second.Utf8ByteCount, whole.Utf8ByteCount);
    });

    private static void AssertGrows(string head, string whole, TokenProfile random)
    {
        TextFeatures before = TextScanner.Scan(head);
        TextFeatures after = TextScanner.Scan(whole);
        for (int index = 0; index < TextFeatures.Count; index++)
        {
            if (after[index] < before[index])
            {
                Assert.Fail($"{TextFeatures.NameOf(index)} fell from {before[index]} to {after[index]}: {FeatureAssert.Show(whole)}");
            }
        }

        Assert.True(random.Estimate(in after) >= random.Estimate(in before));
        foreach (TokenProfile profile in TestProfiles.Various)
        {
            Assert.True(profile.Estimate(in after) >= profile.Estimate(in before), profile.Name);
        }
    }
}
