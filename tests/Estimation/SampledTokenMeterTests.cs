using System.Text;
using FastTokens.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FastTokens.Tests.Estimation;

/// <summary>Samples are cut where nothing changes, the answer depends on the text alone, and short texts are counted exactly.</summary>
public class SampledTokenMeterTests
{
    private static readonly BpeTokenizer[] Grammars = [BpeTokenizer.O200kBase, BpeTokenizer.Cl100kBase, BpeTokenizer.R50kBase, BpeTokenizer.ClaudeLegacy];

    private static readonly SampledTokenMeter Meter = new(BpeTokenizer.O200kBase);

    // Fragments repeated until the text is a long one, of changing parts.
    private static readonly Gen<string> LongText =
        from parts in HostileText.WellFormedText.ArrayOf(4)
        select Lengthen(string.Concat(parts) + " and so on.\n");

    [Fact]
    public void Parts_on_both_sides_of_a_certain_boundary_count_as_they_do_together() => Properties.ForAll(
        HostileText.WellFormedText.Zip(Gen.Choose(0, 1000)),
        static given =>
        {
            byte[] text = Encoding.UTF8.GetBytes(given.Item1 + " end.");
            int from = text.Length * given.Item2 / 1001;
            int place = CertainBoundary.FirstFrom(text, from, text.Length);
            Assert.Equal(Encoding.UTF8.GetString(text), Encoding.UTF8.GetString(text, 0, place) + Encoding.UTF8.GetString(text, place, text.Length - place));
            if (place > 0 && char.IsAsciiLetterOrDigit((char)text[place - 1]) && text[place] < 0x80 && !char.IsAsciiLetterOrDigit((char)text[place]) && text[place] != '\'')
            {
                Assert.All(Grammars, tokenizer => Assert.Equal(
                    tokenizer.CountTokens(text), tokenizer.CountTokens(text.AsSpan(0, place)) + tokenizer.CountTokens(text.AsSpan(place))));
            }
        });

    [Theory]
    [InlineData("word word", 0, 4)]
    [InlineData("word word", 4, 4)]
    [InlineData("can't stop", 0, 5)] // not before the apostrophe
    [InlineData("12345, 6", 1, 5)]
    [InlineData("你好，世界", 0, 6)]
    [InlineData("a\u0301b c", 0, 4)] // not before a mark
    [InlineData("    ....", 2, 2)] // there is none
    [InlineData("你好世界", 1, 3)] // there is none: the next character
    public void Boundaries_are_found(string text, int from, int place) =>
        Assert.Equal(place, CertainBoundary.FirstFrom(Encoding.UTF8.GetBytes(text), from, Encoding.UTF8.GetByteCount(text)));

    [Fact]
    public void The_answer_depends_on_the_text_alone() => Properties.ForAll(LongText.Zip(Gen.Choose(1, 40_000)).Zip(Gen.Choose(0, 40_000)), static given =>
    {
        ((string text, int first), int second) = given;
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        SampledEstimate whole = Count(utf8);
        Meter.Reset();
        for (int start = 0; start < utf8.Length; start += first)
        {
            Meter.Append(utf8.AsSpan(start, Math.Min(first, utf8.Length - start)));
        }

        Assert.Equal(whole, Meter.Complete());
        Meter.Reset();
        int cut = Math.Min(second, text.Length);
        Meter.Append(text.AsSpan(0, cut));
        Meter.Append(text.AsSpan(cut));
        Assert.Equal(whole, Meter.Complete());
        Assert.Equal(whole, Meter.Complete());
        Assert.False(whole.IsExact);
        Assert.InRange(whole.TokenCount, whole.Low95, whole.High95);
        Assert.InRange(whole.High95, 1, whole.Utf8ByteCount);
        Assert.Equal(utf8.Length, whole.Utf8ByteCount);
    });

    [Fact]
    public void Ill_formed_text_counts_in_its_repaired_form() => Properties.ForAll(HostileText.Utf8.Zip(HostileText.Text), static given =>
    {
        (byte[] utf8, string text) = given;
        SampledEstimate counted = Count(utf8);
        Assert.True(counted.IsExact);
        Assert.Equal(BpeTokenizer.O200kBase.CountTokens(utf8), counted.TokenCount);
        Meter.Reset();
        foreach (char unit in text)
        {
            Meter.Append([unit]);
        }

        counted = Meter.Complete();
        Assert.Equal(BpeTokenizer.O200kBase.CountTokens(text), counted.TokenCount);
        Assert.Equal(Encoding.UTF8.GetByteCount(text), counted.Utf8ByteCount);
    });

    [Fact]
    public void Texts_up_to_the_length_are_counted_exactly_and_longer_ones_nearly()
    {
        byte[] text = Encoding.UTF8.GetBytes(RepositoryText());
        SampledEstimate atMost = Count(text.AsSpan(0, SampledTokenMeter.ExactLength));
        Assert.Equal(BpeTokenizer.O200kBase.CountTokens(text.AsSpan(0, SampledTokenMeter.ExactLength)), atMost.TokenCount);
        Assert.Equal((0, SampledTokenMeter.ExactLength, 0.0), (atMost.SampleCount, atMost.SampledByteCount, atMost.Margin95));

        SampledEstimate longer = Count(text.AsSpan(0, SampledTokenMeter.ExactLength + 1));
        Assert.InRange(longer.SampleCount, 10, 11);
        Assert.InRange(longer.TokenCount, 0.9 * atMost.TokenCount, 1.1 * atMost.TokenCount);
    }

    [Fact]
    public void Texts_of_any_length_are_sampled_throughout()
    {
        byte[] text = Encoding.UTF8.GetBytes(RepositoryText());
        while (text.Length < 20 << 20)
        {
            text = [.. text, .. text];
        }

        SampledEstimate counted = Count(text);
        Assert.InRange((double)BpeTokenizer.O200kBase.CountTokens(text) / counted.TokenCount, 0.985, 1.015);
        Assert.InRange((double)counted.SampledByteCount / text.Length, 1.0 / 64, 1.0 / 25);
    }

    [Fact]
    public void A_rough_profile_of_another_family_hardly_matters()
    {
        string text = RepositoryText();
        SampledTokenMeter meter = new(BpeTokenizer.Cl100kBase, TokenProfile.Claude5);
        meter.Append(text);
        Assert.InRange((double)meter.Complete().TokenCount / BpeTokenizer.Cl100kBase.CountTokens(text), 0.97, 1.03);
        Assert.Same(TokenProfile.Cl100kBase, new SampledTokenMeter(BpeTokenizer.Cl100kBase).Profile);
        Assert.Same(TokenProfile.O200kBase, new SampledTokenMeter(BpeTokenizer.R50kBase).Profile);
    }

    [Fact]
    public void A_complete_text_is_complete()
    {
        SampledTokenMeter meter = new(BpeTokenizer.O200kBase);
        Assert.Equal(default, meter.Complete());
        Assert.Throws<InvalidOperationException>(() => meter.Append("more"));
        Assert.Throws<InvalidOperationException>(() => meter.Append("more"u8));
        meter.Reset();
        meter.Append("more");
        Assert.Equal(1, meter.Complete().TokenCount);
    }

    /// <summary>Returns the source and documentation of the repository, joined: some 300 KB that exist wherever the tests do.</summary>
    internal static string RepositoryText() => string.Concat(
        new[] { "src", "docs" }.SelectMany(static directory => Directory.EnumerateFiles(RepositoryFiles.PathOf(directory), "*", SearchOption.AllDirectories))
            .Where(static path => Path.GetExtension(path) is ".cs" or ".md" && !path.EndsWith(".g.cs", StringComparison.Ordinal))
            .Where(static path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(static path => File.ReadAllText(path) + "\n"));

    private static SampledEstimate Count(ReadOnlySpan<byte> text)
    {
        Meter.Reset();
        Meter.Append(text);
        return Meter.Complete();
    }

    private static string Lengthen(string text)
    {
        StringBuilder longer = new(text);
        while (longer.Length <= SampledTokenMeter.ExactLength)
        {
            longer.Append(longer.Length).Append(' ').Append(text);
        }

        return longer.ToString();
    }
}
