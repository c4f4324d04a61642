using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastTokens;

/// <summary>Which characters of three bytes stand side by side in some token, whole or in part. Between all others no merge ever reaches across.</summary>
/// <remarks>
/// There are 12,000 such pairs in o200k_base; of the neighbours in Chinese text five in six are none, and so is the text cut into parts that are
/// merged on their own, most of them one character. A bit for each hash: a pair that shares its bit with a true one costs time, nothing else.
/// </remarks>
internal sealed unsafe class JoinedCharacters
{
    /// <summary>The length of an item of <see cref="CompactVocabulary.JoinedCharacters"/>.</summary>
    internal const int KeyLength = 4;

    private const int HashBits = 19;
    private const uint HashFactor = 0x9E3779B1;

    private readonly AlignedMemory _bits = new((1 << HashBits) / 8);

    internal JoinedCharacters(CompactVocabulary compact)
    {
        ReadOnlySpan<byte> items = compact.JoinedCharacters;
        for (int offset = 0; offset < items.Length; offset += KeyLength)
        {
            uint hash = Hash(System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(items[offset..]));
            _bits.Pointer[hash >> 3] |= (byte)(1 << (int)(hash & 7));
        }
    }

    internal long ByteCount => (long)_bits.Length;

    /// <summary>The bits, by hash.</summary>
    internal byte* Bits => _bits.Pointer;

    /// <summary>Returns 1 if a token may hold two characters side by side, else 0. For characters that both become whole that is all there is to ask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong IsJoined(byte* bits, uint first, uint second) => Bit(bits, (first << 16) | second);

    /// <summary>Returns 1 if a token may reach from a character of three bytes into the next one, else 0.</summary>
    internal static ulong IsCrossed(byte* bits, uint first, uint second)
    {
        byte middle = ContinuationOf(first >> 6);
        byte last = ContinuationOf(first);
        byte lead = (byte)(0xE0 | (second >> 12));
        return IsJoined(bits, first, second)
            | Bit(bits, PrefixKey(last, lead)) | Bit(bits, PrefixKey(last, lead, ContinuationOf(second >> 6)))
            | Bit(bits, SuffixKey(last, lead)) | Bit(bits, SuffixKey(middle, last, lead));
    }

    /// <summary>Returns at which bits sixteen pairs stand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<uint> Hash(Vector512<uint> first, Vector512<uint> second) => (((first << 16) | second) * HashFactor) >> (32 - HashBits);

    /// <summary>Finds the keys of a vocabulary: of pairs of characters, and of a part of a character and the byte beside it.</summary>
    internal static SortedSet<uint> Find(byte[][] tokens)
    {
        SortedSet<uint> keys = [];
        foreach (byte[] token in tokens)
        {
            for (int edge = 1; edge < token.Length; edge++)
            {
                if (Utf8Sequence.IsContinuation(token[edge]))
                {
                    continue;
                }

                if (edge >= 3 && edge + 3 <= token.Length && IsCharacter(token.AsSpan(edge - 3, 3)) && IsCharacter(token.AsSpan(edge, 3)))
                {
                    keys.Add(((uint)Utf8Sequence.Decode(token, edge - 3, out _) << 16) | (uint)Utf8Sequence.Decode(token, edge, out _));
                }

                if (Utf8Sequence.LengthOf(token[edge]) == 3 && edge + 3 > token.Length)
                {
                    keys.Add(edge + 1 == token.Length ? PrefixKey(token[edge - 1], token[edge]) : PrefixKey(token[edge - 1], token[edge], token[edge + 1]));
                }

                if (edge <= 2 && Utf8Sequence.IsContinuation(token[0]))
                {
                    keys.Add(edge == 1 ? SuffixKey(token[0], token[1]) : SuffixKey(token[0], token[1], token[2]));
                }
            }
        }

        return keys;
    }

    private static bool IsCharacter(ReadOnlySpan<byte> bytes) => Utf8Sequence.LengthOf(bytes[0]) == 3 && System.Text.Unicode.Utf8.IsValid(bytes);

    private static byte ContinuationOf(uint bits) => (byte)(0x80 | (bits & 0x3F));

    // Below all keys of two characters, whose first one is at least U+0800.
    private static uint PrefixKey(byte before, byte first) => (1u << 24) | ((uint)before << 8) | first;

    private static uint PrefixKey(byte before, byte first, byte second) => (2u << 24) | ((uint)before << 16) | ((uint)first << 8) | second;

    private static uint SuffixKey(byte last, byte behind) => (3u << 24) | ((uint)last << 8) | behind;

    private static uint SuffixKey(byte middle, byte last, byte behind) => (4u << 24) | ((uint)middle << 16) | ((uint)last << 8) | behind;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bit(byte* bits, uint key)
    {
        uint hash = Hash(key);
        return ((uint)bits[hash >> 3] >> (int)(hash & 7)) & 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(uint key) => (key * HashFactor) >> (32 - HashBits);
}
