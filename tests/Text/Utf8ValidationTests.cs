using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.Unicode;
using FastTokens.Tests.Support;
using Xunit;

namespace FastTokens.Tests.Text;

/// <summary>The check of UTF-8 agrees with the runtime's at every width.</summary>
public class Utf8ValidationTests
{
    private const int BlockLength = 64;

    private delegate bool Check(ReadOnlySpan<byte> utf8Text);

    private static IReadOnlyList<Check> Checks { get; } = FindChecks();

    [Fact]
    public void Any_text_is_judged_as_by_the_runtime() => Properties.ForAllUtf8(static text =>
    {
        CheckAll(text);
        CheckAll([.. Enumerable.Repeat(text, 5).SelectMany(static copy => copy)]);
    });

    [Fact]
    public void Well_formed_text_is_well_formed_until_a_byte_is_changed() => Properties.ForAllTexts(static text =>
    {
        byte[] utf8Text = System.Text.Encoding.UTF8.GetBytes(text);
        CheckAll(utf8Text);
        for (int index = 0; index < utf8Text.Length; index += 1 + (utf8Text.Length / 5))
        {
            utf8Text[index] ^= (byte)(0x80 >> (index % 8));
            CheckAll(utf8Text);
        }
    });

    [Fact]
    public void All_beginnings_of_sequences_at_the_edges_of_a_block()
    {
        // Every pair of bytes from C0 on and after it, the values at which rules change behind them, and what may end the text there.
        byte[] text = new byte[(2 * BlockLength) + 8];
        foreach (int start in (int[])[0, 1, BlockLength - 4, BlockLength - 3, BlockLength - 2, BlockLength - 1, BlockLength, (2 * BlockLength) - 1])
        {
            for (int first = 0x7F; first <= 0xFF; first++)
            {
                for (int second = 0x7F; second <= 0xFF; second++)
                {
                    foreach (byte third in (ReadOnlySpan<byte>)[(byte)'a', 0x80, 0xBF, 0xC2])
                    {
                        foreach (byte fourth in (ReadOnlySpan<byte>)[(byte)'a', 0x80])
                        {
                            text.AsSpan().Fill((byte)'x');
                            text[start] = (byte)first;
                            text[start + 1] = (byte)second;
                            text[start + 2] = third;
                            text[start + 3] = fourth;
                            CheckAll(text.AsSpan(0, start + 4));
                        }
                    }
                }

                CheckAll(text.AsSpan(0, start + 1));
                CheckAll(text.AsSpan(0, start + 2));
            }
        }
    }

    private static void CheckAll(ReadOnlySpan<byte> text)
    {
        bool expected = Utf8.IsValid(text);
        foreach (Check check in Checks)
        {
            if (check(text) != expected)
            {
                Assert.Fail($"{check.Method}: {!expected} for {Convert.ToHexString(text)}");
            }
        }
    }

    private static List<Check> FindChecks()
    {
        List<Check> checks = [Utf8Validation.IsValid, Utf8Validation.IsValid<ScalarBlockOps>];
        if (Vector128.IsHardwareAccelerated)
        {
            checks.Add(Utf8Validation.IsValid<Vector128BlockOps>);
        }

        if (Vector256.IsHardwareAccelerated)
        {
            checks.Add(Utf8Validation.IsValid<Vector256BlockOps>);
        }

        if (Avx512BW.IsSupported)
        {
            checks.Add(Utf8Validation.IsValid<Vector512BlockOps>);
        }

        return checks;
    }
}
