using System.Buffers.Binary;

namespace FastTokens;

/// <summary>The bytes of each token, for decoding. Single bytes are tokens, so there is at least one.</summary>
internal sealed class TokenBytes
{
    private readonly byte[] _bytes = [];
    private readonly int[] _ends;

    internal TokenBytes(CompactVocabulary compact)
    {
        _ends = new int[compact.TokenCount];
        foreach (bool isFirstPass in (ReadOnlySpan<bool>)[true, false])
        {
            int offset = 0;
            int taken = 0;
            foreach (byte length in compact.SlotLengths)
            {
                if (length > 0)
                {
                    Take(compact.ShortBytes, ref offset, length, CompactVocabulary.ReadIndex(compact.SlotTokens, 3 * taken++));
                }
            }

            offset = 0;
            for (int entry = 0; entry < compact.LongLengths.Length / 2; entry++)
            {
                int length = BinaryPrimitives.ReadUInt16LittleEndian(compact.LongLengths[(2 * entry)..]);
                Take(compact.LongBytes, ref offset, length, CompactVocabulary.ReadIndex(compact.LongTokens, 3 * entry));
            }

            // The first pass collects the lengths, the second one copies.
            if (isFirstPass)
            {
                for (int token = 1; token < _ends.Length; token++)
                {
                    _ends[token] += _ends[token - 1];
                }

                _bytes = new byte[_ends[^1]];
            }
        }
    }

    /// <summary>The number of tokens.</summary>
    internal int Count => _ends.Length;

    /// <summary>Returns the bytes of a token.</summary>
    internal ReadOnlySpan<byte> this[int token]
    {
        get
        {
            int start = token == 0 ? 0 : _ends[token - 1];
            return _bytes.AsSpan(start, _ends[token] - start);
        }
    }

    private void Take(ReadOnlySpan<byte> source, ref int offset, int length, uint token)
    {
        if (_bytes.Length == 0)
        {
            _ends[token] = length;
        }
        else
        {
            source.Slice(offset, length).CopyTo(_bytes.AsSpan(_ends[token] - length));
        }

        offset += length;
    }
}
