namespace FastTokens.Fuzz;

/// <summary>Random numbers that follow from an input alone (FNV-1a as the seed of SplitMix64): what a target chooses is the same when it is replayed.</summary>
internal struct InputRandom
{
    private ulong _state;

    internal InputRandom(ReadOnlySpan<byte> input)
    {
        _state = 14695981039346656037;
        foreach (byte value in input)
        {
            _state = unchecked((_state ^ value) * 1099511628211);
        }
    }

    /// <summary>Returns a number from 0 to <paramref name="limit"/> - 1.</summary>
    internal int Next(int limit)
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            ulong mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return (int)Math.BigMul(mixed ^ (mixed >> 31), (ulong)limit, out _);
        }
    }

    /// <summary>Returns up to eight places of a text in ascending order, equal ones among them: an empty piece is a piece.</summary>
    internal int[] NextCuts(int length)
    {
        int[] cuts = new int[1 + Next(8)];
        for (int index = 0; index < cuts.Length; index++)
        {
            cuts[index] = Next(length + 1);
        }

        Array.Sort(cuts);
        return cuts;
    }
}
