using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastTokens;

/// <summary>Which characters of three bytes stand behind one of three bytes, or of ASCII, in some token. Between others no merge reaches across, but for <see cref="CrossedCharacters"/>.</summary>
/// <remarks>
/// There are 12,000 such pairs in o200k_base; of the neighbours in Chinese text five in six are none, and so is the text cut into parts that are
/// merged on their own, most of them one character. A bit for each hash: a pair that shares its bit with a true one costs time, nothing else.
/// </remarks>
internal sealed unsafe class JoinedCharacters
{
    /// <summary>The length of an item of <see cref="CompactVocabulary.JoinedCharacters"/>.</summary>
    internal const int KeyLength = 4;

    /// <summary>No character.</summary>
    internal const int None = -1;

    private const int HashBits = 19;
    private const uint HashFactor = 0x9E3779B1;

    private readonly AlignedMemory _bits = new((1 << HashBits) / 8);

    internal JoinedCharacters(CompactVocabulary compact)
    {
        ReadOnlySpan<byte> items = compact.JoinedCharacters;
        for (; !items.IsEmpty; items = items[KeyLength..])
        {
            uint hash = Hash(BinaryPrimitives.ReadUInt32LittleEndian(items), HashBits);
            _bits.Pointer[hash >> 3] |= (byte)(1 << (int)(hash & 7));
        }
    }

    internal long ByteCount => (long)_bits.Length;

    /// <summary>The bits, by hash.</summary>
    internal byte* Bits => _bits.Pointer;

    /// <summary>Returns 1 if a token may hold two characters side by side, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong IsJoined(byte* bits, uint first, uint second)
    {
        uint hash = Hash(Key(first, second), HashBits);
        return ((uint)bits[hash >> 3] >> (int)(hash & 7)) & 1;
    }

    /// <summary>Returns at which bit each of sixteen pairs stands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<uint> Hash(Vector512<uint> first, Vector512<uint> second) => (((first << 16) | second) * HashFactor) >> (32 - HashBits);

    /// <summary>Finds the pairs of a vocabulary.</summary>
    internal static SortedSet<uint> Find(byte[][] tokens)
    {
        SortedSet<uint> keys = [];
        foreach (byte[] token in tokens)
        {
            for (int edge = 1; edge < token.Length; edge++)
            {
                int first = CharacterBefore(token.AsSpan(0, edge));
                int second = CharacterBehind(token.AsSpan(edge));
                if (first != None && second != None)
                {
                    keys.Add(Key((uint)first, (uint)second));
                }
            }
        }

        return keys;
    }

    /// <summary>Returns the character of one or three bytes that bytes end with, or <see cref="None"/>.</summary>
    internal static int CharacterBefore(ReadOnlySpan<byte> bytes) =>
        bytes[^1] < 0x80 ? bytes[^1] : bytes.Length > 2 ? CharacterBehind(bytes[^3..]) : None;

    /// <summary>Returns the character of three bytes that bytes begin with, or <see cref="None"/>.</summary>
    internal static int CharacterBehind(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 2 && Utf8Sequence.LengthOf(bytes[0]) == 3 && System.Text.Unicode.Utf8.IsValid(bytes[..3]) ? Utf8Sequence.Decode(bytes, 0, out _) : None;

    /// <summary>Returns two characters, or what stands for them, as one number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Key(uint first, uint second) => (first << 16) | second;

    /// <summary>Returns so many bits that depend on all of a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Hash(uint key, int bits) => (key * HashFactor) >> (32 - bits);
}
