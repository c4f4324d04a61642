using System.Numerics;

namespace FastTokens;

/// <summary>The tokens of more than 15 bytes: few, so a plain hash table of indices over their bytes.</summary>
internal sealed class LongTokenTable
{
    // A bucket holds an entry, plus one, and above it bits of its hash, so that nearly no other bytes are compared.
    private const int EntryBits = 21;
    private const uint EntryMask = (1 << EntryBits) - 1;

    private readonly byte[] _bytes;
    private readonly int[] _ends;
    private readonly uint[] _tokens;
    private readonly uint[] _buckets;

    /// <param name="bytes">The bytes of all tokens, one after another.</param>
    /// <param name="ends">Where each ends in these.</param>
    /// <param name="tokens">The index of each.</param>
    internal LongTokenTable(byte[] bytes, int[] ends, uint[] tokens)
    {
        _bytes = bytes;
        _ends = ends;
        _tokens = tokens;
        _buckets = new uint[BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 2 * ends.Length))];
        for (int entry = 0; entry < ends.Length; entry++)
        {
            uint hash = Hash(Bytes(entry));
            uint bucket = hash & (uint)(_buckets.Length - 1);
            while (_buckets[bucket] != 0)
            {
                bucket = (bucket + 1) & (uint)(_buckets.Length - 1);
            }

            _buckets[bucket] = (hash & ~EntryMask) | (uint)(entry + 1);
            MaxLength = Math.Max(MaxLength, Bytes(entry).Length);
        }
    }

    /// <summary>The length of the longest token, 0 if there is none.</summary>
    internal int MaxLength { get; }

    internal long ByteCount => _bytes.Length + (sizeof(int) * ((long)_ends.Length + _tokens.Length + _buckets.Length));

    private ReadOnlySpan<byte> Bytes(int entry) => _bytes.AsSpan(Start(entry), _ends[entry] - Start(entry));

    /// <summary>Returns the token with these bytes, or <see cref="PairTable.None"/>.</summary>
    internal uint Find(ReadOnlySpan<byte> piece)
    {
        if (piece.Length > MaxLength)
        {
            return PairTable.None;
        }

        uint[] buckets = _buckets;
        uint hash = Hash(piece);
        for (uint bucket = hash & (uint)(buckets.Length - 1); buckets[bucket] != 0; bucket = (bucket + 1) & (uint)(buckets.Length - 1))
        {
            uint found = buckets[bucket];
            int entry = (int)(found & EntryMask) - 1;
            if (((found ^ hash) & ~EntryMask) == 0 && Bytes(entry).SequenceEqual(piece))
            {
                return _tokens[entry];
            }
        }

        return PairTable.None;
    }

    private int Start(int entry) => entry == 0 ? 0 : _ends[entry - 1];

    private static uint Hash(ReadOnlySpan<byte> piece) => (uint)System.IO.Hashing.XxHash3.HashToUInt64(piece);
}
