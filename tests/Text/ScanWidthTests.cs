using System.Text;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Text;

/// <summary>Every vector width gives the features that the oracle gives.</summary>
public class ScanWidthTests
{
    // Longer than the longest vector and the carry behind it.
    private const int MaxPadding = 300;

    [Fact]
    public void The_scalar_width_is_always_among_those_tested() => Assert.Equal("scalar", ScanWidth.Supported[0].Name);

    [Fact]
    public void Hostile_text_has_the_features_of_the_oracle() => Properties.ForAllTexts(AssertOracle);

    [Fact]
    public void Hostile_utf8_has_the_features_of_the_oracle() => Properties.ForAllUtf8(AssertOracle);

    [Theory]
    [InlineData("a")]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("7")]
    [InlineData("=")]
    [InlineData("中")]
    [InlineData("ab ")]
    [InlineData("é😀")]
    public void Seeds_padded_on_both_sides_have_the_features_of_the_oracle(string filler)
    {
        string[] seeds = [.. HostileText.Seeds];
        string padding = string.Concat(Enumerable.Repeat(filler, MaxPadding));
        for (int length = 0; length <= MaxPadding; length++)
        {
            // Every seed meets every tenth length, with another one at each.
            for (int seed = length % 10; seed < seeds.Length; seed += 10)
            {
                AssertOracle(padding[..length] + seeds[seed]);
                AssertOracle(seeds[seed] + padding[..length]);
                AssertOracle(padding[..length] + seeds[seed] + padding[..(MaxPadding - length)]);
            }
        }
    }

    [Fact]
    public void Every_seed_at_every_length_has_the_features_of_the_oracle()
    {
        foreach (string seed in HostileText.Seeds)
        {
            for (int length = 0; length <= MaxPadding; length++)
            {
                string text = new string('x', length) + seed;
                TextFeatures expected = NaiveScan.Scan(text);
                ScanWidth width = ScanWidth.Supported[length % ScanWidth.Supported.Count];
                FeatureAssert.Equal(expected, width.Scan(text), $"{width.Name}, UTF-16, {FeatureAssert.Show(text)}");
            }
        }
    }

    [Fact]
    public void Text_of_several_chunks_has_the_features_of_the_oracle()
    {
        string[] seeds = [.. HostileText.Seeds];
        Random random = new(1);
        for (int turn = 0; turn < 40; turn++)
        {
            StringBuilder text = new(new string('.', turn));
            while (text.Length < (3 * ClassPlanes.ChunkLength) + (turn * 17))
            {
                string seed = seeds[random.Next(seeds.Length)];
                text.Append(random.Next(20) == 0 ? string.Concat(Enumerable.Repeat(seed, random.Next(200))) : seed);
            }

            AssertOracle(text.ToString());
        }
    }

    [Fact]
    public void What_straddles_the_end_of_a_chunk_has_the_features_of_the_oracle()
    {
        foreach (string seed in HostileText.Seeds)
        {
            for (int chunks = 1; chunks <= 2; chunks++)
            {
                for (int before = 0; before <= Math.Min(20, seed.Length); before++)
                {
                    AssertOracle(new string('x', (chunks * ClassPlanes.ChunkLength) - before) + seed + "x");
                }
            }
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("Z")]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("\t")]
    [InlineData("\0")]
    [InlineData("\u007F")]
    [InlineData("0")]
    [InlineData("-")]
    [InlineData("é")]
    [InlineData("中")]
    [InlineData("😀")]
    [InlineData("\uD800")]
    [InlineData("\uFFFD")]
    public void Runs_of_one_character_have_the_features_of_the_oracle(string character)
    {
        for (int length = 0; length <= 10_000; length = length < 140 ? length + 1 : (length * 5 / 4) + 1)
        {
            string run = string.Concat(Enumerable.Repeat(character, length));
            AssertOracle(run);
            AssertOracle("é" + run + "b");
        }
    }

    private static void AssertOracle(string text)
    {
        TextFeatures expected = NaiveScan.Scan(text);
        byte[] utf8Text = Encoding.UTF8.GetBytes(text);
        foreach (ScanWidth width in ScanWidth.Supported)
        {
            FeatureAssert.Equal(in expected, width.Scan(text), $"{width.Name}, UTF-16, {FeatureAssert.Show(text)}");
            FeatureAssert.Equal(in expected, width.Scan(utf8Text), $"{width.Name}, UTF-8, {FeatureAssert.Show(text)}");
        }
    }

    private static void AssertOracle(byte[] utf8Text)
    {
        TextFeatures expected = NaiveScan.Scan(utf8Text);
        foreach (ScanWidth width in ScanWidth.Supported)
        {
            FeatureAssert.Equal(in expected, width.Scan(utf8Text), $"{width.Name}, UTF-8, {FeatureAssert.Show(utf8Text)}");
        }
    }
}
