using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.Unicode;

namespace FastTokens;

/// <summary>Says whether text is well-formed UTF-8, 64 bytes at a time whatever the script is.</summary>
/// <remarks>The runtime's own check does ASCII as fast, but other scripts character by character, at 1 GB/s; it serves CPUs without vectors.</remarks>
internal static unsafe class Utf8Validation
{
    private const int BlockLength = 64;

    internal static bool IsValid(ReadOnlySpan<byte> utf8Text) =>
        Avx512BW.IsSupported ? IsValid<Vector512BlockOps>(utf8Text)
        : Vector256.IsHardwareAccelerated ? IsValid<Vector256BlockOps>(utf8Text)
        : Vector128.IsHardwareAccelerated ? IsValid<Vector128BlockOps>(utf8Text)
        : Utf8.IsValid(utf8Text);

    [SkipLocalsInit]
    internal static bool IsValid<TOps>(ReadOnlySpan<byte> utf8Text)
        where TOps : struct, IBlockOps
    {
        Open open = default;
        fixed (byte* text = utf8Text)
        {
            int index = 0;
            for (; index <= utf8Text.Length - BlockLength; index += BlockLength)
            {
                if (!IsValid<TOps>(text + index, ref open))
                {
                    return false;
                }
            }

            // Behind the text stands ASCII: it continues nothing.
            byte* last = stackalloc byte[BlockLength];
            new Span<byte>(last, BlockLength).Clear();
            utf8Text[index..].CopyTo(new Span<byte>(last, BlockLength));
            return IsValid<TOps>(last, ref open);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsValid<TOps>(byte* block, ref Open open)
        where TOps : struct, IBlockOps
    {
        ulong nonAscii = TOps.InRange(block, 0x80, 0xFF);
        if ((nonAscii | open.Continuations) == 0)
        {
            return true;
        }

        // Each byte of a sequence but the first must be a continuation, and no other byte may be one.
        ulong leads = TOps.InRange(block, 0xC0, 0xFF);
        ulong continuations = nonAscii & ~leads;
        ulong leadsOfThree = TOps.InRange(block, 0xE0, 0xFF);
        ulong expected = open.Continuations | (leads << 1) | (leadsOfThree << 2);
        ulong wrong = TOps.InRange(block, 0xC0, 0xC1);
        open.Continuations = (leads >> 63) | (leadsOfThree >> 62);
        if ((leadsOfThree | open.Leads) != 0)
        {
            ulong leadsOfFour = TOps.InRange(block, 0xF0, 0xFF);
            expected |= leadsOfFour << 3;
            wrong |= TOps.InRange(block, 0xF5, 0xFF) | FindWrongSeconds<TOps>(block, ref open);
            open.Continuations |= leadsOfFour >> 61;
        }

        return (wrong | (expected ^ continuations)) == 0;
    }

    /// <summary>Finds the second bytes that would make a sequence longer than needed, a surrogate, or more than U+10FFFF.</summary>
    private static ulong FindWrongSeconds<TOps>(byte* block, ref Open open)
        where TOps : struct, IBlockOps
    {
        ulong from90 = TOps.InRange(block, 0x90, 0xFF);
        ulong fromA0 = TOps.InRange(block, 0xA0, 0xFF);
        ulong leadsE0 = TOps.Equal(block, 0xE0);
        ulong leadsED = TOps.Equal(block, 0xED);
        ulong leadsF0 = TOps.Equal(block, 0xF0);
        ulong leadsF4 = TOps.Equal(block, 0xF4);
        ulong wrong = (((leadsE0 << 1) | (open.Leads & 1)) & ~fromA0)
            | (((leadsED << 1) | ((open.Leads >> 1) & 1)) & fromA0)
            | (((leadsF0 << 1) | ((open.Leads >> 2) & 1)) & ~from90)
            | (((leadsF4 << 1) | ((open.Leads >> 3) & 1)) & from90);
        open.Leads = (leadsE0 >> 63) | ((leadsED >> 63) << 1) | ((leadsF0 >> 63) << 2) | ((leadsF4 >> 63) << 3);
        return wrong;
    }

    /// <summary>What the end of a block leaves to the next one.</summary>
    private ref struct Open
    {
        /// <summary>The first bytes of the next block that must be continuations.</summary>
        internal ulong Continuations;

        /// <summary>Which of the leads E0, ED, F0 and F4 the block ends with, a bit for each: their second byte has limits.</summary>
        internal ulong Leads;
    }
}
