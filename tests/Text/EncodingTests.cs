using System.Text;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Text;

/// <summary>A text has the same features in both encodings, and ill-formed text has those of what the runtime repairs it to.</summary>
public class EncodingTests
{
    [Fact]
    public void Both_encodings_of_a_text_have_the_same_features() => Properties.ForAllTexts(static text =>
    {
        // Encoding repairs lone surrogates.
        byte[] utf8Text = Encoding.UTF8.GetBytes(text);
        FeatureAssert.Equal(TextScanner.Scan(text), TextScanner.Scan(utf8Text), FeatureAssert.Show(text));
    });

    [Fact]
    public void Lone_surrogates_count_as_replacement_characters() => Properties.ForAllTexts(static text =>
    {
        string repaired = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        FeatureAssert.Equal(TextScanner.Scan(repaired), TextScanner.Scan(text), FeatureAssert.Show(text));
    });

    [Fact]
    public void Ill_formed_utf8_counts_as_its_repaired_form() => Properties.ForAllUtf8(AssertRepaired);

    [Fact]
    public void Each_ill_formed_part_counts_as_its_repaired_form_wherever_it_stands()
    {
        foreach (byte[] part in HostileText.IllFormedSeeds)
        {
            for (int before = 0; before <= 130; before++)
            {
                byte[] head = Encoding.UTF8.GetBytes(new string('x', before));
                AssertRepaired([.. head, .. part]);
                AssertRepaired([.. head, .. part, (byte)'x']);
                AssertRepaired([.. part, .. head, .. part]);
                AssertRepaired([.. head, .. part, .. "中😀é"u8]);
            }
        }
    }

    [Fact]
    public void Every_sequence_of_two_bytes_counts_as_its_repaired_form()
    {
        byte[] text = [0, 0, (byte)'a', (byte)'b'];
        for (int sequence = 0; sequence < 0x10000; sequence++)
        {
            text[0] = (byte)(sequence >> 8);
            text[1] = (byte)sequence;
            string repaired = Encoding.UTF8.GetString(text);
            TextFeatures expected = TextScanner.Scan(repaired);
            TextFeatures actual = TextScanner.Scan(text);
            if (!FeatureAssert.AreEqual(in expected, in actual))
            {
                FeatureAssert.Equal(in expected, in actual, FeatureAssert.Show(text));
            }
        }
    }

    [Theory]
    [InlineData("FFFFFF", 3)]
    [InlineData("C080", 2)]
    [InlineData("E08080", 3)]
    [InlineData("EDA080", 3)]
    [InlineData("F4908080", 4)]
    [InlineData("E4B8", 1)]
    [InlineData("F09F98", 1)]
    [InlineData("E4B8E4B8AD", 2)]
    [InlineData("80BF80", 3)]
    public void Each_maximal_subpart_is_one_replacement_character(string hexadecimal, int scalars)
    {
        TextFeatures features = TextScanner.Scan(Convert.FromHexString(hexadecimal));
        Assert.Equal(scalars, features.ScalarCount);
        Assert.Equal(3 * scalars, features.Utf8ByteCount);
    }

    [Fact]
    public void Bytes_and_scalars_are_counted_of_the_repaired_text()
    {
        Properties.ForAllUtf8(static utf8Text => AssertCounts(Encoding.UTF8.GetString(utf8Text), TextScanner.Scan(utf8Text)));
        Properties.ForAllTexts(static text => AssertCounts(text, TextScanner.Scan(text)));

        static void AssertCounts(string text, TextFeatures features)
        {
            Assert.Equal(Encoding.UTF8.GetByteCount(text), features.Utf8ByteCount);
            Assert.Equal(text.EnumerateRunes().Count(), features.ScalarCount);
        }
    }

    private static void AssertRepaired(byte[] utf8Text)
    {
        string repaired = Encoding.UTF8.GetString(utf8Text);
        FeatureAssert.Equal(TextScanner.Scan(repaired), TextScanner.Scan(utf8Text), FeatureAssert.Show(utf8Text));
    }
}
