using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Estimation;

/// <summary>The count of three parts is that of their concatenation, wherever the cuts lie.</summary>
public class JoinedCountTests
{
    private static readonly TokenEstimator Estimator = new(TestProfiles.Dense);

    [Fact]
    public void Any_three_parts_of_utf16_count_as_the_whole() => Properties.ForAll(Pieces.Utf16, static pieces =>
    {
        ReadOnlySpan<char> text = pieces.Text;
        int first = pieces.Cuts[0];
        int second = pieces.Cuts[pieces.Cuts.Length / 2];
        Assert.Equal(Estimator.CountTokens(text), Estimator.CountTokens(text[..first], text[first..second], text[second..]));
    });

    [Fact]
    public void Any_three_parts_of_utf8_count_as_the_whole() => Properties.ForAll(Pieces.Utf8, static pieces =>
    {
        ReadOnlySpan<byte> text = pieces.Text;
        int first = pieces.Cuts[0];
        int second = pieces.Cuts[pieces.Cuts.Length / 2];
        Assert.Equal(Estimator.CountTokens(text), Estimator.CountTokens(text[..first], text[first..second], text[second..]));
    });

    [Fact]
    public void Every_cut_inside_characters_counts_as_the_whole()
    {
        ReadOnlySpan<char> text = "a😀中😀";
        ReadOnlySpan<byte> utf8Text = [(byte)'a', .. "😀中é😀"u8, 0xE4, 0xB8];
        for (int second = 0; second <= utf8Text.Length; second++)
        {
            for (int first = 0; first <= second; first++)
            {
                if (second <= text.Length)
                {
                    Assert.Equal(Estimator.CountTokens(text), Estimator.CountTokens(text[..first], text[first..second], text[second..]));
                }

                Assert.Equal(Estimator.CountTokens(utf8Text), Estimator.CountTokens(utf8Text[..first], utf8Text[first..second], utf8Text[second..]));
            }
        }
    }
}
