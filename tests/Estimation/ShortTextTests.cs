using System.Text;
using FastTokens.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FastTokens.Tests.Estimation;

public sealed class ShortTextTests : IDisposable
{
    private const int LongestText = 300;

    // Runs of a character up to and past the eighth, numbers up to and past the thirteenth digit, what is alone: across the edges of blocks too.
    private static readonly Gen<string> Part = Gen.OneOf(
        Gen.Choose(0, 0x7F).SelectMany(static _ => Gen.Choose(1, 9), static (character, length) => new string((char)character, length)),
        Gen.Elements(' ', '\n', '-', 'a').SelectMany(static _ => Gen.Choose(1, 20), static (character, length) => new string(character, length)),
        Gen.Elements("0", "12", "2024", "1234567", "31415926535897", "1000000000000000000000"),
        Gen.Elements(" the", "Count", "TOKENS", ", ", "();\n", "    ", "x_1", "\r\n", "{\"id\": "),
        Gen.Frequency((30, Gen.Constant(string.Empty)), (1, Gen.Elements("é", "漢", "😀", "\u0080", "ÿ", "Ā", "\uD800"))));

    private static readonly Gen<string> Text =
        from parts in Part.ArrayOf(60)
        from length in Gen.Choose(0, LongestText)
        let text = string.Concat(parts)
        select text[..Math.Min(length, text.Length)];

    private readonly ProtectedMemory _memory = new(4 * LongestText);

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void A_short_text_is_estimated_as_by_a_scan_and_nothing_beyond_it_is_read() => Properties.ForAll(Text, 2 * Properties.Cases, text =>
    {
        byte[] utf8Text = Encoding.UTF8.GetBytes(text);
        TextFeatures features = TextScanner.Scan(utf8Text);
        foreach (TokenProfile profile in TestProfiles.Various)
        {
            TokenEstimator estimator = new(profile);
            long expected = profile.Estimate(in features);
            Assert.Equal(expected, estimator.CountTokens(_memory.AtEnd<byte>(utf8Text)));
            Assert.Equal(expected, estimator.CountTokens(_memory.AtEnd<char>(text)));
            Assert.Equal(expected, estimator.CountTokens(_memory.AtStart<byte>(utf8Text)));
            Assert.Equal(expected, estimator.CountTokens(_memory.AtStart<char>(text)));
        }
    });

    [Theory]
    [InlineData("", false)]
    [InlineData("a", true)]
    [InlineData("The year 2024, and 1234567 more.", true)]
    [InlineData("seven equal -------", true)]
    [InlineData("eight equal --------", false)]
    [InlineData("not ASCII: ü", false)]
    [InlineData("not ASCII: \u0100", false)]
    public void Takes_what_it_can(string text, bool expected)
    {
        expected &= ShortText.IsSupported;
        Assert.Equal(expected, ShortText.TryEstimate<char>(TokenProfile.O200kBase, text, out _));
        Assert.Equal(expected, ShortText.TryEstimate<byte>(TokenProfile.O200kBase, Encoding.UTF8.GetBytes(text), out _));
    }

    [Fact]
    public void Takes_texts_up_to_its_limit_and_profiles_of_sensible_prices()
    {
        string longest = string.Concat(Enumerable.Repeat("word", ShortText.MaxLength / 4));
        Assert.Equal(ShortText.IsSupported, ShortText.TryEstimate<char>(TokenProfile.O200kBase, longest, out _));
        Assert.False(ShortText.TryEstimate<char>(TokenProfile.O200kBase, longest + "s", out _));
        Assert.All(TokenProfile.BuiltIn, static profile => Assert.NotNull(profile.PairPrices));
        Assert.Null(TestProfiles.Uniform(TokenProfile.MaximumWeight).PairPrices);
    }
}
