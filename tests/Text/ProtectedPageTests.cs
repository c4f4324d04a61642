using System.Text;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Text;

/// <summary>No scan touches memory outside its text: between protected pages the process would not survive it.</summary>
public sealed class ProtectedPageTests : IDisposable
{
    private const int MaxLength = 300;

    private readonly ProtectedMemory _memory = new(2 * MaxLength);

    public void Dispose() => _memory.Dispose();

    [Theory]
    [InlineData("The quick brown fox jumps over 1,234 lazy dogs. ")]
    [InlineData("Ça va très bien, merci : l’été à Évreux. ")]
    [InlineData("你好 hello, привет!")]
    [InlineData("敏捷的棕色狐狸跳过了懒狗。")]
    [InlineData("naïve 中 привет 👩🏿‍🚀 x")]
    [InlineData("😀")]
    [InlineData("\uD83D")]
    public void Text_at_either_end_of_the_memory_is_scanned_within_it(string unit)
    {
        string text = string.Concat(Enumerable.Repeat(unit, (MaxLength / unit.Length) + 1));
        byte[] utf8Text = Encoding.UTF8.GetBytes(text);
        for (int length = 0; length <= MaxLength; length++)
        {
            // Cuts fall inside pairs and sequences, so the text ends with truncated ones too.
            Scan(text.AsSpan(0, length));
            Scan(utf8Text.AsSpan(0, length));
            Scan(text.AsSpan(text.Length - length));
            Scan(utf8Text.AsSpan(utf8Text.Length - length));
        }
    }

    [Fact]
    public void Truncated_sequences_at_the_end_are_scanned_within_the_memory()
    {
        foreach (byte[] part in HostileText.IllFormedSeeds)
        {
            for (int before = 0; before + part.Length <= MaxLength; before++)
            {
                Scan([.. Enumerable.Repeat((byte)'x', before), .. part]);
            }
        }
    }

    [Fact]
    public void Counting_exactly_stays_within_the_memory() => Properties.ForAllUtf8(utf8Text =>
    {
        foreach (BpeTokenizer tokenizer in (BpeTokenizer[])[BpeTokenizer.O200kBase, BpeTokenizer.R50kBase])
        {
            byte[] text = utf8Text[..Math.Min(utf8Text.Length, _memory.Length)];
            int expected = tokenizer.CountTokens(text);
            PieceCache.Forget();
            Assert.Equal(expected, tokenizer.CountTokens(_memory.AtEnd<byte>(text)));
            PieceCache.Forget();
            Assert.Equal(expected, tokenizer.CountTokens(_memory.AtStart<byte>(text)));
            Assert.Equal(text.Length, tokenizer.GetIndexByTokenCount(_memory.AtEnd<byte>(text), expected, out _));
        }
    });

    [Fact]
    public void Estimating_stays_within_the_memory() => Properties.ForAllUtf8(utf8Text =>
    {
        TokenEstimator estimator = new(TokenProfile.O200kBase);
        ReadOnlySpan<byte> guarded = _memory.AtEnd<byte>(utf8Text.AsSpan(0, Math.Min(utf8Text.Length, _memory.Length)));
        int count = estimator.CountTokens(guarded);
        Assert.True(estimator.Fits(guarded, count));
        Assert.Equal(guarded.Length, estimator.GetIndexByTokenCount(guarded, count, out _));
        estimator.GetIndexByTokenCountFromEnd(guarded, count / 2, out int suffixCount);
        Assert.InRange(suffixCount, 0, count / 2);
    });

    private void Scan(ReadOnlySpan<byte> utf8Text)
    {
        TextFeatures expected = TextScanner.Scan(utf8Text);
        foreach (ScanWidth width in ScanWidth.Supported)
        {
            FeatureAssert.Equal(in expected, width.Scan(_memory.AtStart(utf8Text)), $"{width.Name}, at the start");
            FeatureAssert.Equal(in expected, width.Scan(_memory.AtEnd(utf8Text)), $"{width.Name}, at the end");
        }
    }

    private void Scan(ReadOnlySpan<char> text)
    {
        TextFeatures expected = TextScanner.Scan(text);
        foreach (ScanWidth width in ScanWidth.Supported)
        {
            FeatureAssert.Equal(in expected, width.Scan(_memory.AtStart(text)), $"{width.Name}, at the start");
            FeatureAssert.Equal(in expected, width.Scan(_memory.AtEnd(text)), $"{width.Name}, at the end");
        }
    }
}
