using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace FastTokens.Fuzz;

/// <summary>The input's bytes as UTF-16 units: every width, every cutting and the repaired UTF-8 form have the same features.</summary>
internal sealed class Utf16ScanTarget : IFuzzTarget
{
    public string Name => "utf16-scan";

    public IReadOnlyList<byte[]> Seeds => [];

    public IReadOnlyList<byte[]> Sequences => TextSequences.Utf16;

    public void Run(ReadOnlySpan<byte> input)
    {
        ReadOnlySpan<char> text = AsChars(input);
        TextFeatures expected = ScanWidth.Scalar.Scan(text, []);
        byte[] utf8 = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, utf8);
        InputRandom random = new(input);
        int[] cuts = random.NextCuts(text.Length);
        int[] utf8Cuts = random.NextCuts(utf8.Length);
        foreach (ScanWidth width in ScanWidth.All)
        {
            TextFeatures whole = width.Scan(text, []);
            Check.Equal(in expected, in whole, $"{width.Name} against scalar");
            TextFeatures pieces = width.Scan(text, cuts);
            Check.Equal(in expected, in pieces, $"{width.Name}, in pieces that end at {string.Join(", ", cuts)}");
            TextFeatures other = width.Scan(utf8, utf8Cuts);
            Check.Equal(in expected, in other, $"{width.Name}, UTF-8, in pieces that end at {string.Join(", ", utf8Cuts)}");
        }

        TextFeatures chosen = TextScanner.Scan(text);
        Check.Equal(in expected, in chosen, "the width that the CPU chooses against scalar");

        List<int> boundaries = TextBoundaries.Of(text);
        Check.Equal(boundaries.Count - 1, expected.ScalarCount, "scalars");
        Check.Equal(utf8.Length, expected.Utf8ByteCount, "UTF-8 bytes of the repaired text");
        Check.EstimatesInBounds(in expected);

        int prefixEnd = boundaries[random.Next(boundaries.Count)];
        TextFeatures prefix = TextScanner.Scan(text[..prefixEnd]);
        Check.NoneAbove(in expected, in prefix, $"the prefix that ends at {prefixEnd}");
    }

    /// <summary>Returns bytes as units, without the odd one: the first or last, so that units are aligned and the other end stays against its page.</summary>
    internal static unsafe ReadOnlySpan<char> AsChars(ReadOnlySpan<byte> input)
    {
        bool startsOdd = ((nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(input)) & 1) != 0 && !input.IsEmpty;
        return MemoryMarshal.Cast<byte, char>(startsOdd ? input[1..] : input);
    }
}
