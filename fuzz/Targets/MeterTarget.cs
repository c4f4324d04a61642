using System.Runtime.InteropServices;
using System.Text;

namespace FastTokens.Fuzz;

/// <summary>
/// A meter that is fed pieces of both encodings, asked in between and reset, against one scan of the text that the pieces make. The input
/// is a program: a byte that says what to do, one that says how long the piece is, and the piece.
/// </summary>
internal sealed class MeterTarget : IFuzzTarget
{
    public string Name => "meter";

    public IReadOnlyList<byte[]> Seeds => [];

    public IReadOnlyList<byte[]> Sequences => TextSequences.Utf8;

    public void Run(ReadOnlySpan<byte> input)
    {
        TokenMeter meter = new(FuzzProfiles.Distinct);
        MeteredText text = new();
        while (input.Length >= 2)
        {
            int action = input[0] & 7;
            // Pieces of up to 255 bytes, or of up to some 4,000: those cross the chunks of a scan.
            int length = Math.Min(input.Length - 2, (input[0] & 8) == 0 ? input[1] : input[1] * 16);
            ReadOnlySpan<byte> piece = input.Slice(2, length);
            switch (action)
            {
                case 0 or 1 or 2:
                    meter.Append(piece);
                    text.Append(piece);
                    break;
                case 3 or 4:
                    string decoded = Encoding.UTF8.GetString(piece);
                    meter.Append(decoded);
                    text.Append(decoded);
                    break;
                case 5:
                    // Units at random, lone surrogates among them.
                    char[] units = MemoryMarshal.Cast<byte, char>(piece).ToArray();
                    meter.Append(units);
                    text.Append(units);
                    break;
                case 6:
                    length = 0;
                    CheckMeter(meter, text);
                    break;
                default:
                    length = 0;
                    meter.Reset();
                    text.Clear();
                    break;
            }

            input = input[(2 + length)..];
        }

        CheckMeter(meter, text);
    }

    private static void CheckMeter(TokenMeter meter, MeteredText text)
    {
        TextFeatures expected = TextScanner.Scan(text.ToString());
        TextFeatures actual = meter.GetFeatures();
        Check.Equal(in expected, in actual, "meter against one scan");
        Check.Equal(expected.Utf8ByteCount, meter.Utf8ByteCount, "UTF-8 bytes of the meter");
        Check.Equal(FuzzProfiles.Distinct.Estimate(in expected), meter.Estimate, "estimate of the meter");
        Check.Equal(FuzzProfiles.Largest.Estimate(in expected), meter.EstimateFor(FuzzProfiles.Largest), "the meter's estimate for another profile");
    }
}
