using System.Text;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Text;

/// <summary>Every code point, surrogates too: alone, and all in sequence.</summary>
public class CodePointTests
{
    private const int CodePointCount = 0x110000;

    [Fact]
    public void Each_code_point_after_a_letter_counts_as_its_class()
    {
        // A class is told by its features after a letter; they are worked out once for each.
        TextFeatures[] expected = new TextFeatures[0x100];
        for (int codePoint = 0; codePoint < CodePointCount; codePoint++)
        {
            ref TextFeatures ofClass = ref expected[ClassOf(codePoint)];
            if (ofClass.ScalarCount == 0)
            {
                ofClass = NaiveScan.Scan("a" + StringOf(codePoint));
            }
        }

        Parallel.For(0, CodePointCount >> 8, block =>
        {
            Span<char> utf16 = ['a', '\0', '\0'];
            Span<byte> utf8 = ['a' & 0x7F, 0, 0, 0, 0];
            for (int codePoint = block << 8; codePoint < (block + 1) << 8; codePoint++)
            {
                bool isScalar = Rune.TryCreate(codePoint, out Rune rune);
                Rune shown = isScalar ? rune : Rune.ReplacementChar;
                TextFeatures features = expected[ClassOf(codePoint)];
                features.Utf8ByteCount = 1 + shown.Utf8SequenceLength;
                utf16[1] = (char)codePoint;
                int chars = isScalar ? rune.EncodeToUtf16(utf16[1..]) : 1;
                int bytes = shown.EncodeToUtf8(utf8[1..]);
                AssertSame(in features, TextScanner.Scan(utf16[..(1 + chars)]), codePoint);
                AssertSame(in features, TextScanner.Scan(utf8[..(1 + bytes)]), codePoint);
            }
        });
    }

    [Fact]
    public void All_code_points_in_sequence_have_the_features_of_the_oracle()
    {
        for (int plane = 0; plane < CodePointCount; plane += 0x10000)
        {
            StringBuilder text = new();
            for (int codePoint = plane; codePoint < plane + 0x10000; codePoint++)
            {
                text.Append(StringOf(codePoint));
            }

            string sequence = text.ToString();
            byte[] utf8Text = Encoding.UTF8.GetBytes(sequence);
            TextFeatures expected = NaiveScan.Scan(sequence);
            foreach (ScanWidth width in ScanWidth.Supported)
            {
                FeatureAssert.Equal(in expected, width.Scan(sequence), $"{width.Name}, UTF-16, from {plane:X}");
                FeatureAssert.Equal(in expected, width.Scan(utf8Text), $"{width.Name}, UTF-8, from {plane:X}");
            }
        }
    }

    private static void AssertSame(in TextFeatures expected, in TextFeatures actual, int codePoint)
    {
        if (!FeatureAssert.AreEqual(in expected, in actual))
        {
            FeatureAssert.Equal(in expected, in actual, $"U+{codePoint:X4} after 'a'");
        }
    }

    private static byte ClassOf(int codePoint) => CharacterClasses.OfScalar(char.IsSurrogate((char)codePoint) && codePoint < 0x10000 ? 0xFFFD : codePoint);

    private static string StringOf(int codePoint) => codePoint < 0x10000 ? ((char)codePoint).ToString() : char.ConvertFromUtf32(codePoint);
}
