namespace FastTokens.Fuzz;

/// <summary>Makes new inputs of those of a corpus. The same seed, corpus and sequences make the same inputs.</summary>
internal sealed class InputMutator(IReadOnlyList<byte[]> corpus, IReadOnlyList<byte[]> sequences, Random random)
{
    /// <summary>The longest input: several chunks of a scan and several pieces of a search.</summary>
    internal const int MaximumLength = 16 * 1024;

    // Where scans work in blocks and chunks, and searches in pieces: lengths at, before and behind these are worth more than others.
    private static readonly int[] NotableLengths = [16, 32, 64, 128, 256, 512, 4096, 8192];

    private readonly List<byte> _bytes = [];

    internal byte[] Next()
    {
        _bytes.Clear();
        _bytes.AddRange(Pick(corpus));
        // Most inputs are short, so that many are tried; a few keep their length.
        if (_bytes.Count > 512 && random.Next(4) != 0)
        {
            int length = random.Next(1, 512);
            Keep(random.Next(_bytes.Count - length + 1), length);
        }

        for (int mutations = 1 << random.Next(5); mutations > 0; mutations--)
        {
            Mutate();
        }

        if (_bytes.Count > MaximumLength)
        {
            _bytes.RemoveRange(MaximumLength, _bytes.Count - MaximumLength);
        }

        return _bytes.ToArray();
    }

    private void Mutate()
    {
        switch (random.Next(12))
        {
            case 0:
                FlipBit();
                break;
            case 1:
                Overwrite();
                break;
            case 2:
                Remove();
                break;
            case 3:
                Splice();
                break;
            case 4:
                Repeat();
                break;
            case 5:
                MoveToNotableLength();
                break;
            case 6:
                Truncate();
                break;
            default:
                InsertSequence();
                break;
        }
    }

    private void FlipBit()
    {
        if (_bytes.Count > 0)
        {
            _bytes[random.Next(_bytes.Count)] ^= (byte)(1 << random.Next(8));
        }
    }

    private void Overwrite()
    {
        if (_bytes.Count > 0)
        {
            _bytes[random.Next(_bytes.Count)] = (byte)random.Next(256);
        }
    }

    private void Remove()
    {
        int start = random.Next(_bytes.Count + 1);
        _bytes.RemoveRange(start, random.Next(Math.Min(64, _bytes.Count - start) + 1));
    }

    private void Splice()
    {
        byte[] other = Pick(corpus);
        int start = random.Next(other.Length + 1);
        int length = random.Next(Math.Min(512, other.Length - start) + 1);
        Insert(other.AsSpan(start, length), times: 1);
    }

    // Runs of one character and repeated blocks have counters of their own.
    private void Repeat()
    {
        if (_bytes.Count > 0)
        {
            int start = random.Next(_bytes.Count);
            int length = 1 + random.Next(Math.Min(16, _bytes.Count - start));
            Insert(_bytes.GetRange(start, length).ToArray(), 1 + random.Next(80));
        }
    }

    private void InsertSequence() => Insert(Pick(sequences), random.Next(4) == 0 ? 1 + random.Next(80) : 1);

    private void MoveToNotableLength()
    {
        int length = NotableLengths[random.Next(NotableLengths.Length)] + random.Next(-2, 3);
        while (_bytes.Count > 0 && _bytes.Count < length)
        {
            _bytes.AddRange(_bytes.GetRange(0, Math.Min(_bytes.Count, length - _bytes.Count)).ToArray());
        }

        if (_bytes.Count > length)
        {
            Keep(0, length);
        }
    }

    private void Truncate()
    {
        int start = random.Next(_bytes.Count + 1);
        Keep(start, random.Next(_bytes.Count - start + 1));
    }

    private void Insert(ReadOnlySpan<byte> content, int times)
    {
        int place = random.Next(_bytes.Count + 1);
        for (; times > 0 && _bytes.Count < MaximumLength; times--)
        {
            _bytes.InsertRange(place, content);
        }
    }

    private void Keep(int start, int length)
    {
        _bytes.RemoveRange(start + length, _bytes.Count - start - length);
        _bytes.RemoveRange(0, start);
    }

    private byte[] Pick(IReadOnlyList<byte[]> choices) => choices[random.Next(choices.Count)];
}
