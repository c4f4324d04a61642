using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastTokens;

/// <summary>UTF-8 to well-formed UTF-8, 64 bytes at a time: each byte becomes itself, U+FFFD or nothing, and what is there is taken by compressing.</summary>
internal static unsafe class Utf8Blocks
{
    private const int BlockLength = 64;

    // Three bytes for each byte, and what the last vector writes beyond its bytes.
    private const int RoomLength = (3 * BlockLength) + 64;

    /// <summary>U+FFFD, its first byte lowest.</summary>
    private const uint Replacement = 0xBDBFEF;

    /// <summary>Transcodes as many blocks as there are whole ones, or room for; returns how many bytes it read, none where it is not supported.</summary>
    /// <param name="text">The text.</param>
    /// <param name="utf8">Takes the bytes; a block is left if there might be no room for it. Anything may be written behind them.</param>
    /// <param name="written">The number of bytes that were written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Transcode(ReadOnlySpan<byte> text, Span<byte> utf8, out int written)
    {
        if (!ChosenBytes.IsSupported)
        {
            written = 0;
            return 0;
        }

        fixed (byte* source = text)
        fixed (byte* destination = utf8)
        {
            byte* end = destination;
            int read = 0;
            while (text.Length - read >= BlockLength && utf8.Length - (end - destination) >= RoomLength)
            {
                Vector512<byte> bytes = Vector512.Load(source + read);
                int length = Classify(source + read, out ulong kept, out ulong replaced);
                if (replaced == 0)
                {
                    bytes.Store(end);
                    end += length;
                }
                else
                {
                    end += Write(bytes, kept, replaced, end);
                }

                read += length;
            }

            written = (int)(end - destination);
            return read;
        }
    }

    /// <summary>Says what becomes of each byte of a block that begins where a character may; returns the length of the block without a last character that it may cut.</summary>
    /// <param name="block">The block.</param>
    /// <param name="kept">The bytes of characters.</param>
    /// <param name="replaced">The first bytes of maximal subparts of ill-formed sequences: leads that lack continuations, and bytes that no character has there.</param>
    private static int Classify(byte* block, out ulong kept, out ulong replaced)
    {
        ulong nonAscii = Vector512BlockOps.InRange(block, 0x80, 0xFF);
        if (nonAscii == 0)
        {
            kept = ulong.MaxValue;
            replaced = 0;
            return BlockLength;
        }

        ulong continuations = Vector512BlockOps.InRange(block, 0x80, 0xBF);
        ulong from90 = Vector512BlockOps.InRange(block, 0x90, 0xFF) >> 1;
        ulong fromA0 = Vector512BlockOps.InRange(block, 0xA0, 0xFF) >> 1;
        ulong leads = Vector512BlockOps.InRange(block, 0xC2, 0xF4);
        ulong longer = Vector512BlockOps.InRange(block, 0xE0, 0xF4);
        ulong longest = Vector512BlockOps.InRange(block, 0xF0, 0xF4);

        // Seconds that would make a sequence longer than needed, a surrogate, or more than U+10FFFF. All is seen from the lead.
        ulong wrong = (Vector512BlockOps.Equal(block, 0xE0) & ~fromA0)
            | (Vector512BlockOps.Equal(block, 0xED) & fromA0)
            | (Vector512BlockOps.Equal(block, 0xF0) & ~from90)
            | (Vector512BlockOps.Equal(block, 0xF4) & from90);
        ulong hasSecond = leads & (continuations >> 1) & ~wrong;
        ulong hasThird = hasSecond & longer & (continuations >> 2);
        ulong hasFourth = hasThird & longest & (continuations >> 3);
        ulong complete = (hasSecond & ~longer) | (hasThird & ~longest) | hasFourth;
        ulong followers = (hasSecond << 1) | (hasThird << 2) | (hasFourth << 3);
        ulong keptFollowers = ((hasSecond & complete) << 1) | ((hasThird & complete) << 2) | (hasFourth << 3);

        ulong open = (leads & (1UL << 63)) | (hasSecond & longer & (1UL << 62)) | (hasThird & longest & (1UL << 61));
        int length = BitOperations.TrailingZeroCount(open);
        ulong inside = ulong.MaxValue >> (BlockLength - length);
        kept = (~nonAscii | complete | keptFollowers) & inside;
        replaced = nonAscii & ~(complete | followers) & inside;
        return length;
    }

    /// <summary>Writes what becomes of 64 bytes, and returns how many bytes that is.</summary>
    private static int Write(Vector512<byte> bytes, ulong kept, ulong replaced, byte* destination)
    {
        Vector512<byte> areKept = Vector512BlockOps.FromBits(kept);
        Vector512<byte> areReplaced = Vector512BlockOps.FromBits(replaced);
        byte* end = destination;
        for (int part = 0; part < BlockLength; part += 16)
        {
            Vector512<uint> isReplaced = Avx512F.ConvertToVector512Int32(areReplaced.GetLower().GetLower().AsSByte()).AsUInt32();
            Vector512<uint> made = Vector512.ConditionalSelect(isReplaced, Vector512.Create(Replacement), Avx512F.ConvertToVector512UInt32(bytes.GetLower().GetLower()));
            Vector512<uint> isThere = Avx512F.ConvertToVector512UInt32(areKept.GetLower().GetLower()) | (isReplaced & Vector512.Create(0xFFFFFFu));
            end += ChosenBytes.Write(made.AsByte(), isThere.AsByte(), end);
            bytes = Next(bytes);
            areKept = Next(areKept);
            areReplaced = Next(areReplaced);
        }

        return (int)(end - destination);
    }

    /// <summary>Moves the next sixteen bytes to the front.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Next(Vector512<byte> bytes) => Avx512F.Shuffle4x128(bytes.AsUInt32(), bytes.AsUInt32(), 0b_11_11_10_01).AsByte();
}
