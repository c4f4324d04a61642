using System.Text;

namespace FastTokens.Fuzz;

/// <summary>The input as UTF-8: every width, every cutting and the repaired UTF-16 form have the same features.</summary>
internal sealed class Utf8ScanTarget : IFuzzTarget
{
    public string Name => "utf8-scan";

    public IReadOnlyList<byte[]> Seeds => [];

    public IReadOnlyList<byte[]> Sequences => TextSequences.Utf8;

    public void Run(ReadOnlySpan<byte> input)
    {
        TextFeatures expected = ScanWidth.Scalar.Scan(input, []);
        string utf16 = Encoding.UTF8.GetString(input);
        InputRandom random = new(input);
        int[] cuts = random.NextCuts(input.Length);
        int[] utf16Cuts = random.NextCuts(utf16.Length);
        foreach (ScanWidth width in ScanWidth.All)
        {
            TextFeatures whole = width.Scan(input, []);
            Check.Equal(in expected, in whole, $"{width.Name} against scalar");
            TextFeatures pieces = width.Scan(input, cuts);
            Check.Equal(in expected, in pieces, $"{width.Name}, in pieces that end at {string.Join(", ", cuts)}");
            TextFeatures other = width.Scan(utf16, utf16Cuts);
            Check.Equal(in expected, in other, $"{width.Name}, UTF-16, in pieces that end at {string.Join(", ", utf16Cuts)}");
        }

        TextFeatures chosen = TextScanner.Scan(input);
        Check.Equal(in expected, in chosen, "the width that the CPU chooses against scalar");

        List<int> boundaries = TextBoundaries.Of(input);
        Check.Equal(boundaries.Count - 1, expected.ScalarCount, "scalars");
        Check.Equal(Encoding.UTF8.GetByteCount(utf16), expected.Utf8ByteCount, "UTF-8 bytes of the repaired text");
        Check.EstimatesInBounds(in expected);

        int prefixEnd = boundaries[random.Next(boundaries.Count)];
        TextFeatures prefix = TextScanner.Scan(input[..prefixEnd]);
        Check.NoneAbove(in expected, in prefix, $"the prefix that ends at {prefixEnd}");
    }
}
