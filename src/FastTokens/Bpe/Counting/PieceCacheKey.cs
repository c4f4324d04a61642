using System.Runtime.Intrinsics;

namespace FastTokens;

/// <summary>A piece of 16 to 62 bytes as the key of a slot of <see cref="PieceCache"/>.</summary>
internal unsafe struct PieceCacheKey
{
    /// <summary>The bytes, zeros up to the length of the slot, and the length of the piece in the last byte; the high bits of a long one's before it.</summary>
    internal fixed ulong Key[PieceCache.MaxSlotLength / sizeof(ulong)];

    /// <summary>The hash of the key.</summary>
    internal uint Hash { get; private set; }

    /// <summary>The length of the slot: 32 or 64.</summary>
    internal int SlotLength { get; private set; }

    /// <summary>Reads a piece of 16 to 62 bytes, from whose start on so many bytes are readable.</summary>
    internal void Read(byte* piece, int length, int readable)
    {
        SlotLength = PieceCache.SlotLengthFor(length);
        fixed (ulong* key = Key)
        {
            if (SlotLength == PieceCache.LongSlotLength && readable >= SlotLength)
            {
                key[0] = *(ulong*)piece;
                key[1] = *(ulong*)(piece + 8);
                PieceKey.Read(piece + TokenTable.SlotLength, length - TokenTable.SlotLength, out key[2], out key[3]);
            }
            else
            {
                Span<byte> bytes = new(key, SlotLength);
                if (readable >= PieceCache.MaxSlotLength)
                {
                    // Halves, for a vector of 512 bits would go through memory where there are none.
                    Vector256<byte> end = Vector256.Create((byte)(length - PieceCache.LongSlotLength));
                    Vector256.Load(piece).Store((byte*)key);
                    (Vector256.Load(piece + PieceCache.LongSlotLength) & Vector256.LessThan(Vector256<byte>.Indices, end)).Store((byte*)key + PieceCache.LongSlotLength);
                }
                else
                {
                    bytes.Clear();
                    new ReadOnlySpan<byte>(piece, length).CopyTo(bytes);
                }

                bytes[^1] = (byte)(length & 0xF);
                bytes[^2] |= SlotLength == PieceCache.MaxSlotLength ? (byte)(length >> 4) : (byte)0;
            }

            uint hash = 0;
            for (int word = 0; word < SlotLength / sizeof(ulong); word += 2)
            {
                hash = PieceKey.Hash(hash, key[word], key[word + 1]);
            }

            Hash = hash;
        }
    }
}
