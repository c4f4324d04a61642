using System.Numerics;

namespace FastTokens;

/// <summary>The tokens of more than 15 bytes: few, so a plain hash table of indices over their bytes.</summary>
internal sealed class LongTokenTable
{
    private readonly byte[] _bytes;
    private readonly int[] _ends;
    private readonly uint[] _tokens;
    private readonly int[] _buckets;

    /// <param name="bytes">The bytes of all tokens, one after another.</param>
    /// <param name="ends">Where each ends in these.</param>
    /// <param name="tokens">The index of each.</param>
    internal LongTokenTable(byte[] bytes, int[] ends, uint[] tokens)
    {
        _bytes = bytes;
        _ends = ends;
        _tokens = tokens;
        _buckets = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 2 * ends.Length))];
        for (int entry = 0; entry < ends.Length; entry++)
        {
            int bucket = BucketOf(Bytes(entry));
            while (_buckets[bucket] != 0)
            {
                bucket = (bucket + 1) & (_buckets.Length - 1);
            }

            _buckets[bucket] = entry + 1;
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

        for (int bucket = BucketOf(piece); _buckets[bucket] != 0; bucket = (bucket + 1) & (_buckets.Length - 1))
        {
            int entry = _buckets[bucket] - 1;
            if (Bytes(entry).SequenceEqual(piece))
            {
                return _tokens[entry];
            }
        }

        return PairTable.None;
    }

    private int Start(int entry) => entry == 0 ? 0 : _ends[entry - 1];

    private int BucketOf(ReadOnlySpan<byte> piece) => (int)System.IO.Hashing.XxHash3.HashToUInt64(piece) & (_buckets.Length - 1);
}
