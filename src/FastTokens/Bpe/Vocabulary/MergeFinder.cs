namespace FastTokens;

/// <summary>The two tokens that the last merge of a token joins.</summary>
internal readonly record struct TokenPart(uint Left, uint Right)
{
    /// <summary>What stands for the parts of a single byte, and of a token that merging does not reach.</summary>
    internal static TokenPart None => new(PairTable.None, PairTable.None);

    internal bool IsNone => Left == PairTable.None;
}

/// <summary>Finds by which merge each token comes about: merging the bytes of the token until two parts are left.</summary>
internal static unsafe class MergeFinder
{
    /// <summary>Returns the parts of each token, given by ascending id.</summary>
    internal static TokenPart[] FindParts(byte[][] tokens)
    {
        Dictionary<ByteKey, uint> indices = new(tokens.Length);
        uint[] byteSymbols = new uint[256];
        for (int token = 0; token < tokens.Length; token++)
        {
            indices.Add(new ByteKey(tokens[token]), (uint)token);
            if (tokens[token].Length == 1)
            {
                byteSymbols[tokens[token][0]] = (uint)token;
            }
        }

        // Nearly always the parts of a token have lower ids than the token: then the merges known so far are all that its bytes can meet.
        TokenPart[] parts = FindInOrder(tokens, byteSymbols);
        for (int token = 0; token < tokens.Length; token++)
        {
            if (tokens[token].Length > 1 && parts[token].IsNone && !FindByTextbook(tokens[token], indices).IsNone)
            {
                return FindAllByTextbook(tokens, indices);
            }
        }

        return parts;
    }

    /// <summary>Returns whether the parts of every token have lower ids than the token.</summary>
    internal static bool IsOrdered(TokenPart[] parts)
    {
        for (int token = 0; token < parts.Length; token++)
        {
            if (!parts[token].IsNone && Math.Max(parts[token].Left, parts[token].Right) > token)
            {
                return false;
            }
        }

        return true;
    }

    private static TokenPart[] FindInOrder(byte[][] tokens, uint[] byteSymbols)
    {
        TokenPart[] parts = new TokenPart[tokens.Length];
        PairTable pairs = new(tokens.Length);
        uint[] symbols = new uint[64];
        for (int token = 0; token < tokens.Length; token++)
        {
            byte[] bytes = tokens[token];
            parts[token] = TokenPart.None;
            if (bytes.Length < 2)
            {
                continue;
            }

            if (symbols.Length < bytes.Length)
            {
                symbols = new uint[2 * bytes.Length];
            }

            for (int i = 0; i < bytes.Length; i++)
            {
                symbols[i] = byteSymbols[bytes[i]];
            }

            fixed (uint* start = symbols)
            {
                if (HeapMerger.Merge(pairs, start, bytes.Length) == 2)
                {
                    parts[token] = new TokenPart(symbols[0], symbols[1]);
                    pairs.Add(symbols[0], symbols[1], (uint)token);
                }
            }
        }

        return parts;
    }

    private static TokenPart[] FindAllByTextbook(byte[][] tokens, Dictionary<ByteKey, uint> indices)
    {
        TokenPart[] parts = new TokenPart[tokens.Length];
        for (int token = 0; token < tokens.Length; token++)
        {
            parts[token] = tokens[token].Length < 2 ? TokenPart.None : FindByTextbook(tokens[token], indices);
        }

        return parts;
    }

    /// <summary>Merges with the ids of all tokens, in whatever order these are.</summary>
    private static TokenPart FindByTextbook(byte[] bytes, Dictionary<ByteKey, uint> indices)
    {
        List<int> starts = [];
        for (int i = 0; i <= bytes.Length; i++)
        {
            starts.Add(i);
        }

        while (starts.Count > 3)
        {
            uint bestRank = PairTable.None;
            int best = 0;
            for (int i = 0; i + 2 < starts.Count; i++)
            {
                if (indices.TryGetValue(new ByteKey(bytes.AsMemory(starts[i]..starts[i + 2])), out uint rank) && rank < bestRank)
                {
                    bestRank = rank;
                    best = i;
                }
            }

            if (bestRank == PairTable.None)
            {
                return TokenPart.None;
            }

            starts.RemoveAt(best + 1);
        }

        return new TokenPart(indices[new ByteKey(bytes.AsMemory(0, starts[1]))], indices[new ByteKey(bytes.AsMemory(starts[1]))]);
    }

    /// <summary>Bytes that are equal if their content is.</summary>
    private readonly struct ByteKey(ReadOnlyMemory<byte> bytes) : IEquatable<ByteKey>
    {
        private readonly ReadOnlyMemory<byte> _bytes = bytes;

        public bool Equals(ByteKey other) => _bytes.Span.SequenceEqual(other._bytes.Span);

        public override bool Equals(object? obj) => obj is ByteKey other && Equals(other);

        public override int GetHashCode() => (int)System.IO.Hashing.XxHash3.HashToUInt64(_bytes.Span);
    }
}
